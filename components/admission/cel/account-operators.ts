import { namespaceAnnotations } from "../../contract/classes.ts";
import { isPlatform } from "./actors.ts";
import type { NamedExpression } from "./admission-policy.ts";
import { anyOf } from "./cel.ts";
import { linesOf } from "./namespace-fields.ts";

/** `variables.operated`: the accounts that operators create, each with the operator's user name. */
export const operatedAccounts: NamedExpression = {
  name: "operated",
  expression: linesOf(namespaceAnnotations.operatedAccounts),
};

/** Whether an operator creates the account. @param account - CEL for its name */
export function isOperated(account: string): string {
  return `variables.operated.exists(line, line.startsWith(${account} + ' '))`;
}

/** Whether the requester is the account's operator, or the platform. @param account - CEL for its name */
export function mayOperate(account: string): string {
  return anyOf(`(${account} + ' ' + request.userInfo.username) in variables.operated`, isPlatform);
}
