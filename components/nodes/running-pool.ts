import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { decideSize, type FixedSettings, type PoolSizes, type RunningPool } from "./node-sizes.ts";

/**
 * Looks a pool's node group up in the account: by its name, to which Pulumi adds seven hexadecimal digits. While a
 * replacement is unfinished there are two. The larger one then counts.
 *
 * It needs `eks:ListClusters`, and `eks:ListNodegroups` and `eks:DescribeNodegroup` of the cluster.
 *
 * @returns `undefined` if the account has none, or if no account answers
 */
async function lookUpPool(
  clusterName: string,
  name: string,
  opts: pulumi.InvokeOptions,
): Promise<RunningPool | undefined> {
  // Plans and mocks give no names.
  const clusters: Partial<aws.eks.GetClustersResult> = await aws.eks.getClusters({}, opts);
  if (clusters.names?.includes(clusterName) !== true) {
    return undefined;
  }
  const groups: Partial<aws.eks.GetNodeGroupsResult> = await aws.eks.getNodeGroups({ clusterName }, opts);
  const found = await Promise.all(
    (groups.names ?? [])
      .filter(
        (groupName) => groupName.startsWith(name) && /^(-[0-9a-f]{7})?$/.test(groupName.slice(name.length)),
      )
      .map((nodeGroupName) => aws.eks.getNodeGroup({ clusterName, nodeGroupName }, opts)),
  );
  return found
    .flatMap(({ scalingConfigs: [sizes], amiType, capacityType, instanceTypes, subnetIds, version }) =>
      sizes === undefined
        ? []
        : [{ sizes, fixed: { amiType, capacityType, instanceTypes, subnetIds, version } }],
    )
    .toSorted((one, other) => other.sizes.desiredSize - one.sizes.desiredSize)[0];
}

const desiredSizePath = "scalingConfig.desiredSize";

/**
 * A transform that gives a node group the desired size which fits what runs: see `decideSize`. It is a transform,
 * because the option `ignoreChanges` depends on the account's answer.
 */
export function fitToRunning(
  clusterName: string,
  name: string,
  component: pulumi.Resource,
): pulumi.ResourceTransform {
  return async ({ type, props, opts }) => {
    if (type !== "aws:eks/nodeGroup:NodeGroup") {
      return undefined;
    }
    const sizes: PoolSizes = props["scalingConfig"];
    const running = await lookUpPool(clusterName, name, { parent: component });
    const decision = decideSize(sizes, fixedSettings(props), running);
    for (const note of decision.notes) {
      await pulumi.log.warn(note, component);
    }
    if (decision.keepsLast) {
      return undefined;
    }
    return {
      props: { ...props, scalingConfig: { ...sizes, desiredSize: decision.desiredSize } },
      opts: {
        ...opts,
        ignoreChanges: ((opts as pulumi.CustomResourceOptions).ignoreChanges ?? []).filter(
          (path) => path !== desiredSizePath,
        ),
      },
    };
  };
}

/** The option with which the last update's desired size stays. */
export const ignoreDesiredSize: Pick<pulumi.CustomResourceOptions, "ignoreChanges"> = {
  ignoreChanges: [desiredSizePath],
};

/** The known settings among a node group's inputs. */
function fixedSettings(props: Readonly<Record<string, unknown>>): FixedSettings {
  const textOf = (value: unknown) => (typeof value === "string" ? value : undefined);
  const textsOf = (value: unknown) =>
    Array.isArray(value) &&
    value.every((item) => typeof item === "string" && item !== pulumi.runtime.unknownValue)
      ? (value as string[])
      : undefined;
  return {
    amiType: textOf(props["amiType"]),
    capacityType: textOf(props["capacityType"]) ?? "ON_DEMAND",
    instanceTypes: textsOf(props["instanceTypes"]),
    subnetIds: textsOf(props["subnetIds"]),
    version: textOf(props["version"]),
  };
}
