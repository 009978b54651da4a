import { includesAction } from "./action-pattern.ts";
import { asList, isRecord, readDocument } from "./policy-json.ts";
import type { AwsAction } from "./service-actions.ts";

/** One statement of a policy document, in one form. */
export interface Statement {
  readonly effect: "Allow" | "Deny";
  /** Its place in the document. */
  readonly index: number;
  /** Patterns of `Action`, or of `NotAction` if `isNotAction`. */
  readonly actions: readonly string[];
  readonly isNotAction: boolean;
  /** Patterns of `Resource`, or of `NotResource` if `isNotResource`. Empty in a trust policy. */
  readonly resources: readonly string[];
  readonly isNotResource: boolean;
  readonly conditions: readonly Condition[];
  /** The field `Principal`, unchanged. Only policies of resources and of roles' trust have it. */
  readonly principal: unknown;
}

/** One key of one operator, for example `StringEquals`, `iam:PassedToService`. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** The statements of a policy document, given as an object or as JSON. `undefined` if it isn't one. */
export function statementsOf(policy: unknown): readonly Statement[] | undefined {
  const document = readDocument(policy);
  if (!isRecord(document)) {
    return undefined;
  }
  const list = asList(document["Statement"]);
  return list.every(isRecord) ? list.map(readStatement) : undefined;
}

function readStatement(statement: Record<string, unknown>, index: number): Statement {
  const isNotAction = statement["NotAction"] !== undefined;
  const isNotResource = statement["NotResource"] !== undefined;
  return {
    effect: statement["Effect"] === "Deny" ? "Deny" : "Allow",
    index,
    actions: texts(statement[isNotAction ? "NotAction" : "Action"]),
    isNotAction,
    resources: texts(statement[isNotResource ? "NotResource" : "Resource"]),
    isNotResource,
    conditions: Object.entries(isRecord(statement["Condition"]) ? statement["Condition"] : {}).flatMap(
      ([operator, keys]) =>
        Object.entries(isRecord(keys) ? keys : {}).map(([key, values]) => ({
          operator,
          key,
          values: asList(values).map(String),
        })),
    ),
    principal: statement["Principal"] ?? statement["NotPrincipal"],
  };
}

/** Whether a statement without conditions denies an action on every resource, so that no `Allow` counts. */
export function isDenied(action: AwsAction, statements: readonly Statement[]): boolean {
  return statements.some(
    ({ effect, actions, isNotAction, resources, isNotResource, conditions }) =>
      effect === "Deny" &&
      conditions.length === 0 &&
      !isNotResource &&
      resources.includes("*") &&
      actions.some((pattern) => includesAction(pattern, action)) !== isNotAction,
  );
}

function texts(value: unknown): string[] {
  return asList(value).filter((item) => typeof item === "string");
}
