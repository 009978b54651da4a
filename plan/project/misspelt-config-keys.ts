import { closestName } from "../closest-name.ts";

/** Namespaces of keys that providers and Pulumi read. They are never a misspelt project. */
const otherNamespaces: ReadonlySet<string> = new Set([
  "aws",
  "aws-native",
  "awsx",
  "eks",
  "kubernetes",
  "pulumi",
]);

/** Short names differ in one letter by chance: a program may read `app` and `api`. */
const shortest = 5;

/**
 * The keys of a stack's config whose namespace is nearly the project's, each with the likely key. Pulumi gives them to
 * no program, so that a plan would be right and mean another stack.
 */
export function misspeltKeys(keys: readonly string[], project: string): { key: string; meant: string }[] {
  return keys.flatMap((key) => {
    const colon = key.indexOf(":");
    const namespace = key.slice(0, colon);
    const isNear =
      namespace.length >= shortest &&
      namespace !== project &&
      !otherNamespaces.has(namespace) &&
      closestName(namespace.toLowerCase(), [project.toLowerCase()]) !== undefined;
    return isNear ? [{ key, meant: `${project}:${key.slice(colon + 1)}` }] : [];
  });
}
