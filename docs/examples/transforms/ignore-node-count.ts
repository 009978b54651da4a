import type { ResourceTransform } from "@pulumi/pulumi";

/** Leaves a node group's desired size to the autoscaler. */
export const ignoreNodeCount: ResourceTransform = ({ type, props, opts }) =>
  type === "aws:eks/nodeGroup:NodeGroup"
    ? { props, opts: { ...opts, ignoreChanges: ["scalingConfig.desiredSize"] } }
    : undefined;
