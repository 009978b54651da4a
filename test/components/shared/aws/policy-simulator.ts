import type { AllowDocument, AllowStatement } from "../../../../components/shared/aws/policy-document.ts";

/** A call to AWS with the facts that IAM uses. */
export interface Call {
  readonly action: string;
  /** @default "*" */
  readonly resource?: string;
  /** The caller's ARN or service. Only statements with principals use it. @default - none */
  readonly principal?: string;
  /** Condition keys and their values. @default - none */
  readonly context?: Readonly<Record<string, string>>;
}

/** Whether a document of Allow statements allows a call: the part of IAM's evaluation that these documents use. */
export function allows(document: AllowDocument, call: Call): boolean {
  return document.Statement.some(
    (statement) =>
      statement.Action.some((action) => matches(action, call.action)) &&
      isForPrincipal(statement, call.principal) &&
      isForResource(statement, call.resource ?? "*") &&
      areConditionsMet(statement, call.context ?? {}),
  );
}

function isForPrincipal({ Principal }: AllowStatement, principal = "nobody"): boolean {
  if (Principal === undefined || Principal === "*") {
    return true;
  }
  return Object.values(Principal).includes(principal);
}

function isForResource({ Resource }: AllowStatement, resource: string): boolean {
  return Resource === undefined || [Resource].flat().some((pattern) => matches(pattern, resource));
}

function areConditionsMet({ Condition = {} }: AllowStatement, context: Record<string, string>): boolean {
  return Object.entries(Condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, expected]) => {
      const actual = context[key];
      if (actual === undefined && operator.endsWith("IfExists")) {
        return true;
      }
      return actual !== undefined && [expected].flat().some((value) => test(operator, value, actual));
    }),
  );
}

function test(operator: string, expected: string, actual: string): boolean {
  switch (operator.replace(/IfExists$/, "")) {
    case "StringEquals":
    case "Bool":
      return expected === actual;
    case "ArnEquals":
    case "ArnLike":
      return matches(expected, actual);
    default:
      throw new Error(`the simulator doesn't know the operator ${operator}`);
  }
}

function matches(pattern: string, text: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(text);
}
