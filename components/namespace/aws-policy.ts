import * as pulumi from "@pulumi/pulumi";
import { asList, isRecord, readDocument } from "../../iam/policy-json.ts";
import type { InputProblem } from "../shared/input/input-error.ts";

/**
 * The problems of a workload's IAM policy, with paths that start from it. Only AWS checks a policy in an output,
 * because its value isn't known yet.
 *
 * Wildcards inside a service (`s3:Get*`) are allowed. A whole service or more is refused, and so is `NotAction`, which
 * allows all other actions.
 */
export function awsPolicyProblems(policy: unknown): InputProblem[] {
  if (pulumi.Output.isInstance(policy) || policy instanceof Promise) {
    return [];
  }
  const document = readDocument(policy);
  const statements = isRecord(document) ? asList(document["Statement"]) : [];
  if (!isRecord(document) || document["Version"] !== "2012-10-17" || !statements.every(isRecord)) {
    return [{ path: "", received: policy, allowed: policyShape }];
  }
  if (statements.length === 0) {
    return [{ path: "Statement", received: document["Statement"], allowed: "at least one statement" }];
  }
  return statements.flatMap((statement, index) => statementProblems(statement, `Statement[${index}]`));
}

const policyShape = 'an IAM policy document: { Version: "2012-10-17", Statement: [...] }, or its JSON';

function statementProblems(statement: Record<string, unknown>, path: string): InputProblem[] {
  if (statement["Effect"] === "Deny") {
    return [];
  }
  const allowed = "actions by name, such as dynamodb:GetItem or s3:Get*";
  const actions = asList(statement["Action"]);
  if (statement["NotAction"] !== undefined || actions.length === 0) {
    const field = statement["NotAction"] === undefined ? "Action" : "NotAction";
    return [{ path: `${path}.${field}`, received: statement[field], allowed }];
  }
  return actions
    .filter(
      (action) =>
        typeof action !== "string" || !/^[a-z0-9-]+:[A-Za-z0-9]*[A-Za-z][A-Za-z0-9*?]*$/.test(action),
    )
    .map((action) => ({ path: `${path}.Action`, received: action, allowed }));
}
