import { z } from "zod";
import type { InputProblem } from "../shared/input/input-error.ts";
import { reporting } from "../shared/input/reporting.ts";

/**
 * The prefix that keeps the provider's names apart from Kubernetes' own. Without one, whoever names a group
 * in the provider `system:masters` owns the cluster.
 */
export const defaultPrefix = "oidc:";

const reserved = ["system:", "eks:", "aws:", "amazon:", "iam:"];

const allowed =
  `a prefix of your own, on one line, not empty, not "-", and none that Kubernetes or AWS reserve ` +
  `(${reserved.join(", ")})`;

/** What the cluster puts before the names of a provider. */
export const prefixSchema = z.string(allowed).check(reporting(prefixProblems));

/** EKS refuses `system:` "or any portion of that string"; `-` would turn the prefix off. */
export function prefixProblems(prefix: string): InputProblem[] {
  const isFine =
    prefix !== "" &&
    prefix !== "-" &&
    !/[\r\n]/.test(prefix) &&
    !reserved.some((taken) => taken.startsWith(prefix) || prefix.startsWith(taken));
  return isFine ? [] : [{ path: "", received: prefix, allowed, fix: `Leave it out for "${defaultPrefix}".` }];
}
