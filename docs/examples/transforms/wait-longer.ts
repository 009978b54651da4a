import type { ResourceTransform } from "@pulumi/pulumi";

/** Gives node groups more time, for example with large images or in a region with little capacity. */
export const waitLonger: ResourceTransform = ({ type, props, opts }) =>
  type === "aws:eks/nodeGroup:NodeGroup"
    ? { props, opts: { ...opts, customTimeouts: { create: "90m", update: "90m" } } }
    : undefined;
