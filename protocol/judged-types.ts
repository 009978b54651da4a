import { kindOf } from "./kind.ts";
import type { PolicyInfo } from "./policy-info.ts";
import { kindsIn } from "./tags.ts";

/**
 * Which types of resources the policies judge. A policy with tags for kinds judges resources of these kinds
 * only. A policy without such tags judges every resource. A tag may also name a whole type token.
 */
export function judgedBy(policies: readonly PolicyInfo[]): (type: string) => boolean {
  const kinds = policies.map(({ tags }) => kindsIn(tags));
  const judgesAll = kinds.some((named) => named.length === 0);
  const judged = new Set(kinds.flat());
  return (type) => judgesAll || judged.has(type) || judged.has(kindOf(type));
}
