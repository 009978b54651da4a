import type { ObjectAddress } from "../api/object-address.ts";

/**
 * What must stand before what. Definitions come before their objects; what guards a namespace, before what it
 * guards; and bindings last, so that no tenant has rights in a namespace that isn't finished.
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

/** The objects in the order in which they are applied. Those of one wave don't need each other. */
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
