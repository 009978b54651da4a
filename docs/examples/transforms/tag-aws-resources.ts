import type { ResourceTransform } from "@pulumi/pulumi";

/** Adds tags to every AWS resource below a component that has tags. */
export const tagAwsResources: ResourceTransform = ({ type, props, opts }) =>
  type.startsWith("aws:") && "tags" in props
    ? { props: { ...props, tags: { ...props["tags"], "cost-center": "4711" } }, opts }
    : undefined;
