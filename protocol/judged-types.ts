import { kindOf } from "./kind.ts";
import type { PolicyInfo } from "./policy-info.ts";
import { kindsIn } from "./tags.ts";

/**
 * Which types of resources the policies judge. A policy with tags for kinds judges only resources of these
 * kinds. A policy without tags for kinds judges every resource. A tag can also name a whole type token.
 */
export function judgedBy(policies: readonly PolicyInfo[]): (type: string) => boolean {
  const kinds = policies.map(({ tags }) => kindsIn(tags));
  const judgesAll = kinds.some(({ length }) => length === 0);
  const allKinds = new Set(kinds.flat());
  return (type) => judgesAll || allKinds.has(type) || allKinds.has(kindOf(type));
}
