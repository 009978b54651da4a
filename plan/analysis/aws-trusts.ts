import { statementsOf } from "../../iam/statements.ts";
import type { AwsTrust, PlannedResource } from "../document.ts";
import { isObject } from "../json.ts";
import { listOf } from "./aws-holders.ts";
import { awsIdentities } from "./aws-identities.ts";
import { conditionTexts } from "./aws-rights.ts";

/** Who may assume each role that the plan creates, by the roles' trust policies. */
export function awsTrusts(resources: readonly PlannedResource[]): AwsTrust[] {
  return awsIdentities(resources)
    .filter(({ kind, trust }) => kind === "Role" && trust !== undefined)
    .flatMap(({ name, trust }) => {
      const statements = statementsOf(trust);
      if (statements === undefined) {
        return [{ role: name, principals: ["not known before pulumi up"], actions: [], conditions: [] }];
      }
      return statements.map((statement) => ({
        role: name,
        principals: principalsOf(statement.principal),
        actions: statement.actions,
        conditions: conditionTexts(statement),
        ...(statement.effect === "Deny" && { denied: true as const }),
      }));
    })
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** `Service pods.eks.amazonaws.com`, `AWS arn:aws:iam::111122223333:root`, `anyone`. */
function principalsOf(principal: unknown): string[] {
  if (!isObject(principal)) {
    return principal === "*" ? ["anyone"] : [];
  }
  return Object.entries(principal).flatMap(([kind, values]) =>
    listOf(values).map((value) => (kind === "AWS" && value === "*" ? "anyone" : `${kind} ${value}`)),
  );
}
