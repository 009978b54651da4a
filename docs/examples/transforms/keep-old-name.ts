import type { ResourceTransform } from "@pulumi/pulumi";

/** Keeps the resources of a tenant whose component had another name: `Tenants "old"` is `Tenants "shop"` now. */
export const keepOldName: ResourceTransform = ({ name, props, opts }) =>
  name.startsWith("shop-")
    ? { props, opts: { ...opts, aliases: [{ name: name.replace(/^shop-/, "old-") }] } }
    : undefined;
