import type { NodeOs } from "./user-data.ts";

export type Architecture = "x86_64" | "arm64";

/** A device that needs a driver in the node's image. `other` has no driver in any of EKS's images. */
export type Accelerator = "nvidia" | "neuron" | "other";

/**
 * The architecture of an instance type. Graviton types have a `g` after the generation, for example `m7g.large`. The
 * types with NVIDIA's Grace are ARM as well, for example `p6e-gb200.36xlarge`.
 */
export function architectureOf(instanceType: string): Architecture {
  return /^[a-z]+\d+g[a-z]*\.|^a1\.|-gb\d+\./.test(instanceType) ? "arm64" : "x86_64";
}

/**
 * Instance families by their accelerator (EC2 user guide, "Amazon EC2 instance types: accelerated computing"). A new
 * generation of a family matches too.
 */
const families: readonly (readonly [Accelerator, RegExp])[] = [
  // AMD, Habana, Qualcomm, Xilinx: before NVIDIA, because g4ad has the same first letters.
  ["other", /^(g4ad|dl1|dl2q|vt1|f1|f2)$/],
  ["nvidia", /^(p|g|gr)\d+[a-z]*(-.+)?$/],
  ["neuron", /^(inf|trn)\d+[a-z]*(-.+)?$/],
];

/** The accelerator of an instance type. `undefined` for a type without one. */
export function acceleratorOf(instanceType: string): Accelerator | undefined {
  const [family = ""] = instanceType.split(".");
  return families.find(([, pattern]) => pattern.test(family))?.[0];
}

/**
 * The image that EKS starts nodes from, for each accelerator (EKS API reference, `CreateNodegroup`, `amiType`).
 * `undefined` if EKS has none.
 */
export function amiType(
  os: NodeOs,
  architecture: Architecture,
  accelerator?: Accelerator | undefined,
): string | undefined {
  const isArm = architecture === "arm64";
  const arch = isArm ? "ARM_64" : "x86_64";
  switch (accelerator) {
    case undefined:
      return os === "bottlerocket" ? `BOTTLEROCKET_${arch}` : `AL2023_${arch}_STANDARD`;
    case "nvidia":
      return os === "bottlerocket" ? `BOTTLEROCKET_${arch}_NVIDIA` : `AL2023_${arch}_NVIDIA`;
    case "neuron":
      return os === "al2023" && !isArm ? "AL2023_x86_64_NEURON" : undefined;
    case "other":
      return undefined;
  }
}
