import type { InputProblem } from "../shared/input/input-error.ts";

/**
 * The prefix that keeps the provider's names apart from Kubernetes' own. Without one, whoever names a group
 * in the provider `system:masters` owns the cluster.
 */
export const defaultPrefix = "oidc:";

const reserved = ["system:", "eks:", "aws:", "amazon:", "iam:"];

/** EKS refuses `system:` "or any portion of that string"; `-` would turn the prefix off. */
export function prefixProblems(path: string, prefix: unknown): InputProblem[] {
  if (
    prefix === undefined ||
    (typeof prefix === "string" &&
      prefix !== "" &&
      prefix !== "-" &&
      !/[\r\n]/.test(prefix) &&
      !reserved.some((taken) => taken.startsWith(prefix) || prefix.startsWith(taken)))
  ) {
    return [];
  }
  return [
    {
      path,
      received: prefix,
      allowed: `a prefix of your own, on one line, not empty, not "-", and none that Kubernetes or AWS reserve (${reserved.join(", ")})`,
      fix: `Leave it out for "${defaultPrefix}".`,
    },
  ];
}
