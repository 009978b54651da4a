import { closestField, type InputProblem } from "../components/internal.ts";

/** Namespaces of keys that providers and Pulumi read. They are never a misspelt project. */
const otherNamespaces: ReadonlySet<string> = new Set([
  "aws",
  "aws-native",
  "awsx",
  "eks",
  "kubernetes",
  "pulumi",
]);

/**
 * Keys of a stack's config whose namespace is nearly the project's, for example `casmate:people`. Pulumi gives them to
 * no program, so that the field would be missing without a message.
 */
export function misspeltKeyProblems(keys: readonly string[], project: string): InputProblem[] {
  return keys.flatMap((key) => {
    const colon = key.indexOf(":");
    const namespace = key.slice(0, colon);
    const isNear =
      namespace !== project &&
      !otherNamespaces.has(namespace) &&
      closestField(namespace, [project]) !== undefined;
    return isNear
      ? [
          {
            path: key,
            received: namespace,
            allowed: `the namespace ${project}, or another one that a provider reads`,
            fix: `Did you mean ${JSON.stringify(`${project}:${key.slice(colon + 1)}`)}?`,
          },
        ]
      : [];
  });
}
