import type { ObjectAddress } from "../api/object-address.ts";

/**
 * The order of kinds. Definitions come before their objects, and policies and quotas before the objects that they
 * judge. Bindings are last, so that no tenant has rights in an unfinished namespace.
 */
const waves: readonly (readonly string[])[] = [
  ["CustomResourceDefinition"],
  ["ValidatingAdmissionPolicy"],
  ["ValidatingAdmissionPolicyBinding"],
  [
    "Namespace",
    "ClusterRole",
    "PriorityClass",
    "StorageClass",
    "RuntimeClass",
    "IngressClass",
    "GatewayClass",
  ],
  ["NetworkPolicy", "ResourceQuota", "LimitRange", "Role", "ServiceAccount"],
];
const last: readonly string[] = ["ClusterRoleBinding", "RoleBinding"];

/** The objects in the order of their application. Objects of one wave don't depend on each other. */
export function inWaves<T extends ObjectAddress>(objects: readonly T[]): T[][] {
  const result: T[][] = Array.from({ length: waves.length + 2 }, () => []);
  for (const object of objects) {
    result[waveOf(object)]?.push(object);
  }
  return result.filter((wave) => wave.length > 0);
}

function waveOf({ kind }: ObjectAddress): number {
  if (last.includes(kind)) {
    return waves.length + 1;
  }
  const known = waves.findIndex((kinds) => kinds.includes(kind));
  return known < 0 ? waves.length : known;
}
