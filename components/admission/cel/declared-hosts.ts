import { namespaceAnnotations } from "../../contract/classes.ts";
import { allOf, anyOf } from "./cel.ts";
import { linesOf } from "./namespace-fields.ts";

/** The hosts that the request's namespace may claim: a variable for `isDeclared`. */
export const declaredHosts = { name: "declared", expression: linesOf(namespaceAnnotations.hosts) } as const;

/**
 * Whether the namespace may claim a host: one that it declares, or one label below a declared wildcard. The comparison
 * is exact, because the API refuses upper case and a trailing dot in all fields that use this.
 *
 * @param host - CEL for a string; an empty one is never declared
 */
export function isDeclared(host: string): string {
  const wildcard = `'*' + ${host}.substring(${host}.indexOf('.'))`;
  const isBelowWildcard = allOf(`${host}.contains('.')`, `${wildcard} in variables.declared`);
  return `(${anyOf(`${host} in variables.declared`, isBelowWildcard)})`;
}

/** CEL for the message about hosts that aren't declared. */
export function undeclaredMessage(hosts: string): string {
  return [
    "'Not among the hosts of namespace '",
    "request.namespace",
    "' ('",
    "variables.declared.join(', ')",
    "'): '",
    `${hosts}.map(host, host == '' ? 'a missing host' : host).join(', ')`,
    "'. Declare hosts in the tenant, or name those that are.'",
  ].join(" + ");
}
