import { z } from "zod";
import type { InputProblem } from "../shared/input/input-error.ts";
import { reporting } from "../shared/input/reporting.ts";
import { machinePrefix } from "./role-group.ts";

/**
 * The prefix that keeps the provider's names apart from Kubernetes' own. Without one, a user who names a group
 * `system:masters` in the provider has all rights in the cluster.
 */
export const defaultPrefix = "oidc:";

const reserved = ["system:", "eks:", "aws:", "amazon:", "iam:", machinePrefix];

const allowed =
  `your own prefix, on one line, not empty, not "-", and none that Kubernetes, AWS or Casemate reserves ` +
  `(${reserved.join(", ")})`;

/** The prefix that the cluster adds to the names of a provider. */
export const prefixSchema = z.string(allowed).check(reporting(prefixProblems));

/**
 * EKS refuses `system:` "or any portion of that string"; `-` would turn the prefix off. With `casemate:`, a user of the
 * provider could be in the group of an IAM role.
 */
export function prefixProblems(prefix: string): InputProblem[] {
  const isFine =
    prefix !== "" &&
    prefix !== "-" &&
    !/[\r\n]/.test(prefix) &&
    !reserved.some((taken) => taken.startsWith(prefix) || prefix.startsWith(taken));
  return isFine ? [] : [{ path: "", received: prefix, allowed, fix: `Leave it out for "${defaultPrefix}".` }];
}
