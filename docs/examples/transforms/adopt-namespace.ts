import type { ResourceTransform } from "@pulumi/pulumi";

/** Adopts a Namespace that exists already, in place of creating it. Remove it after the first `pulumi up`. */
export const adoptNamespace: ResourceTransform = ({ type, props, opts }) =>
  type === "kubernetes:core/v1:Namespace" && props["metadata"].name === "legacy"
    ? { props, opts: { ...opts, import: "legacy" } }
    : undefined;
