import type { NamedPolicy } from "../traffic/network-policy.ts";
import type { WorkloadNamespaceArgs } from "./workload-namespace.ts";

/**
 * The NetworkPolicies of namespaces whose flows `Tenants` has checked and folded together, by the arguments that
 * it hands to `WorkloadNamespace`. A map beside the constructor, so that nobody else can give it policies, or none.
 */
export const foldedPolicies = new WeakMap<WorkloadNamespaceArgs, readonly NamedPolicy[]>();
