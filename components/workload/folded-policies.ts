import type { NamedPolicy } from "../traffic/network-policy.ts";

/**
 * The NetworkPolicies of namespaces whose flows `Tenants` has checked and folded together, by the arguments that
 * it hands to `WorkloadNamespace`. A map beside the constructor, so that nobody else can give it policies, or none.
 */
export const foldedPolicies = new WeakMap<object, readonly NamedPolicy[]>();
