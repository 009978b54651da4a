import { nodeClassLabel } from "../contract/classes.ts";
import type { InputProblem } from "../shared/input/input-error.ts";
import { componentNameProblems } from "../shared/input/names.ts";
import type { NodePoolArgs } from "./node-pool-args.ts";
import type { NodeOs } from "./user-data.ts";

export type Architecture = "x86_64" | "arm64";

/** EKS' limit of nodes in a managed node group. */
const mostNodes = 450;

/** The architecture of an instance type: Graviton's have a `g` after the generation, as `m7g.large`. */
export function architectureOf(instanceType: string): Architecture {
  return /^[a-z]+\d+g[a-z]*\.|^a1\./.test(instanceType) ? "arm64" : "x86_64";
}

/** The image that EKS starts nodes from. */
export function amiType(os: NodeOs, architecture: Architecture): string {
  const arch = architecture === "arm64" ? "ARM_64" : "x86_64";
  return os === "bottlerocket" ? `BOTTLEROCKET_${arch}` : `AL2023_${arch}_STANDARD`;
}

/** Everything wrong with a node pool's arguments. */
export function nodePoolProblems(
  name: string,
  args: Omit<NodePoolArgs, "cluster" | "nodes">,
): InputProblem[] {
  return [
    // Room for the suffix that makes the AWS names of a pool and its role unique, within 63 characters.
    ...componentNameProblems(name, 48),
    ...instanceTypeProblems(args.instanceTypes),
    ...sizeProblems(args),
    ...diskProblems(args.diskSizeGiB),
    ...labelProblems(args.labels ?? {}),
  ];
}

function instanceTypeProblems(types: readonly string[] = ["m6i.large"]): InputProblem[] {
  const [first] = types;
  if (first === undefined) {
    return [{ path: "instanceTypes", received: types, allowed: "at least one instance type, as m6i.large" }];
  }
  return types.flatMap((type, index): InputProblem[] => {
    const path = `instanceTypes[${index}]`;
    if (!/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/.test(type)) {
      return [{ path, received: type, allowed: "an EC2 instance type, as m6i.large" }];
    }
    const architecture = architectureOf(first);
    return architectureOf(type) === architecture
      ? []
      : [
          {
            path,
            received: type,
            allowed: `a type of the same architecture as ${first}, ${architecture}`,
            fix: "Make a pool for each architecture.",
          },
        ];
  });
}

function sizeProblems({ minSize = 2, maxSize }: Pick<NodePoolArgs, "minSize" | "maxSize">): InputProblem[] {
  const isSize = (size: number) => Number.isInteger(size) && size >= 1 && size <= mostNodes;
  const allowed = `a whole number from 1 to ${mostNodes}`;
  if (!isSize(minSize)) {
    return [{ path: "minSize", received: minSize, allowed }];
  }
  const most = maxSize ?? 2 * minSize;
  return isSize(most) && most >= minSize
    ? []
    : [
        {
          path: "maxSize",
          received: maxSize,
          allowed: `a whole number from minSize, ${minSize}, to ${mostNodes}`,
        },
      ];
}

function diskProblems(size = 50): InputProblem[] {
  return Number.isInteger(size) && size >= 20 && size <= 16_384
    ? []
    : [{ path: "diskSizeGiB", received: size, allowed: "a whole number of GiB from 20 to 16384" }];
}

/** EKS hands labels to the kubelet, which refuses to start with one of Kubernetes' own domains. */
function labelProblems(labels: Readonly<Record<string, string>>): InputProblem[] {
  return Object.entries(labels).flatMap(([key, value]): InputProblem[] => {
    const path = `labels[${JSON.stringify(key)}]`;
    if (key === nodeClassLabel) {
      return [{ path, received: value, allowed: "no such label", fix: "Set the pool's class instead." }];
    }
    return /(^|[./])(kubernetes\.io|k8s\.io|eks\.amazonaws\.com)\//.test(key)
      ? [{ path, received: value, allowed: "a label outside kubernetes.io, k8s.io and eks.amazonaws.com" }]
      : [];
  });
}
