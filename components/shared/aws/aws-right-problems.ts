import { escalationsOf } from "../../../iam/escalation.ts";
import { type AccessLevel, type AwsAction, fullName } from "../../../iam/service-actions.ts";
import { type Statement, statementsOf } from "../../../iam/statements.ts";
import { unknownActionsOf } from "../../../iam/unknown-actions.ts";
import { wideResourcesOf } from "../../../iam/wide-resources.ts";
import { didYouMean } from "../input/closest.ts";
import type { InputProblem } from "../input/input-error.ts";
import { isLater } from "../input/sdk-values.ts";

/**
 * The controls that the policies of pods keep, and that a waiver can loosen.
 *
 * - `aws-escalation`: no right by which the pods could gain further rights;
 * - `aws-wide-resource`: no change of all resources where AWS lets a policy name single ones;
 * - `aws-unknown-action`: no action that AWS's data doesn't have.
 */
export const awsControls = {
  escalation: "aws-escalation",
  wideResource: "aws-wide-resource",
  unknownAction: "aws-unknown-action",
} as const;

/** Levels at which all resources are too many. Reading is only a warning: {@link wideReads}. */
const changes: ReadonlySet<AccessLevel> = new Set(["write", "tagging", "permissions"]);

/**
 * The rights in the IAM policy of pods that need a waiver, with paths that start from the policy.
 * A policy in an output isn't known yet, and a plan says that it isn't judged.
 *
 * @param waived - the controls that the owner's waivers loosen
 */
export function awsRightProblems(policy: unknown, waived: ReadonlySet<string>): InputProblem[] {
  const statements = isLater(policy) ? undefined : statementsOf(policy);
  if (statements === undefined) {
    return [];
  }
  return [
    ...(waived.has(awsControls.unknownAction) ? [] : unknownActionProblems(statements)),
    ...(waived.has(awsControls.escalation) ? [] : escalationProblems(statements)),
    ...(waived.has(awsControls.wideResource) ? [] : wideResourceProblems(statements)),
  ];
}

/** The reads that a policy allows on all resources: `s3:GetObject on *`. They are legal, but seldom meant. */
export function wideReads(policy: unknown): string[] {
  const statements = isLater(policy) ? undefined : statementsOf(policy);
  return wideResourcesOf(statements ?? [], ({ level }) => level === "read").map(
    ({ actions, narrower, resource }) =>
      `${some(actions.map(fullName))} on ${resource}; a narrower resource is ${narrower}`,
  );
}

function unknownActionProblems(statements: readonly Statement[]): InputProblem[] {
  return unknownActionsOf(statements).map(({ statement, position, pattern, service, candidates }) => ({
    path: actionPath(statements, statement, position),
    received: pattern,
    allowed: service === undefined ? "an action of a service that AWS has" : `an action that ${service} has`,
    fix: `${didYouMean(pattern, candidates, "The Service Authorization Reference lists them.")} ${waiverFor(awsControls.unknownAction, "If the action is new")}`,
  }));
}

function escalationProblems(statements: readonly Statement[]): InputProblem[] {
  return escalationsOf(statements).map(({ statement, position, pattern, actions, why, instead }) => ({
    path: actionPath(statements, statement, position),
    received: pattern,
    allowed: `actions that give no further rights; ${some(actions)} can ${why}`,
    fix: `${instead} ${waiverFor(awsControls.escalation, "Otherwise")}`,
  }));
}

/** Actions that escalate are problems by themselves. A waiver of the escalation covers their resources too. */
function wideResourceProblems(statements: readonly Statement[]): InputProblem[] {
  const escalating = new Set(escalationsOf(statements).flatMap(({ actions }) => actions));
  const isConcerned = (action: AwsAction) => changes.has(action.level) && !escalating.has(fullName(action));
  return wideResourcesOf(statements, isConcerned).map(({ statement, resource, actions, narrower }) => ({
    path: `Statement[${statement}].${resource === "NotResource" ? "NotResource" : "Resource"}`,
    received: resource,
    allowed: `the resources that it changes with ${some(actions.map(fullName))}, such as ${narrower}`,
    fix: `Put actions that AWS allows only on * into another statement. ${waiverFor(awsControls.wideResource, "Otherwise")}`,
  }));
}

function waiverFor(control: string, when: string): string {
  return `${when}, add a waiver of ${control}, with reason, owner and expires.`;
}

/** `Statement[0].Action`, or `Statement[0].Action[2]` in a list. */
function actionPath(statements: readonly Statement[], index: number, position: number): string {
  const { actions = [], isNotAction } = statements[index] ?? {};
  const field = `Statement[${index}].${isNotAction === true ? "NotAction" : "Action"}`;
  return actions.length > 1 ? `${field}[${position}]` : field;
}

/** `iam:CreateUser, iam:DeleteUser and 12 more`. */
function some(names: readonly string[]): string {
  const limit = 3;
  return names.length <= limit + 1
    ? names.join(", ")
    : `${names.slice(0, limit).join(", ")} and ${names.length - limit} more`;
}
