import { actionsMatching } from "./action-pattern.ts";
import { type AwsAction, fullName, serviceOf } from "./service-actions.ts";
import { type Condition, isDenied, type Statement } from "./statements.ts";

/** A pattern that means all resources although AWS lets a policy name single ones. */
export interface WideResource {
  /** The statement's place in the document. */
  readonly statement: number;
  /** The resource as written. */
  readonly resource: string;
  /** Actions of the statement for which a narrower resource exists. */
  readonly actions: readonly AwsAction[];
  /** The form of a narrower resource, for example `arn:aws:dynamodb:REGION:ACCOUNT:table/TABLENAME`. */
  readonly narrower: string;
}

/**
 * Statements that allow actions on all resources although each request for them has a resource that a policy can name.
 * Actions without a resource type can only have `*` (Service Authorization Reference, "Actions table").
 */
export function wideResourcesOf(
  statements: readonly Statement[],
  isConcerned: (action: AwsAction) => boolean,
): WideResource[] {
  return statements
    .filter(({ effect, isNotAction }) => effect === "Allow" && !isNotAction)
    .flatMap((statement) => {
      const resource = statement.isNotResource ? "NotResource" : statement.resources.find(isEverything);
      if (resource === undefined || statement.conditions.some(isNarrowing)) {
        return [];
      }
      const actions = statement.actions
        .flatMap(actionsMatching)
        .filter((action) => action.hasResource && isConcerned(action) && !isDenied(action, statements));
      const [first] = actions;
      return first === undefined
        ? []
        : [{ statement: statement.index, resource, actions, narrower: narrowerFor(first) }];
    });
}

/** Whether resources include all of their type, and no condition narrows them. */
export function isWideResource({
  resources,
  conditions,
}: Pick<Statement, "resources" | "conditions">): boolean {
  return resources.some(isAllOfType) && !conditions.some(isNarrowing);
}

/** `*`, and an ARN that names no type: `arn:aws:dynamodb:*:*:*`, `arn:aws:s3:::*`. */
function isEverything(resource: string): boolean {
  return resource.startsWith("arn:") ? /^[*?:/]*$/.test(lastPart(resource)) : /^[*?]/.test(resource);
}

/** As {@link isEverything}, and all resources of one type: `arn:aws:secretsmanager:*:*:secret:*`, `…:table/*`. */
function isAllOfType(resource: string): boolean {
  return isEverything(resource) || /^[\w-]+[:/]([*?][:/]?)*$/.test(lastPart(resource));
}

/** The part of an ARN that names the resource, with the rest of a pattern such as `arn:aws:*`. */
function lastPart(resource: string): string {
  const parts = resource.split(":");
  return parts.length < 6 ? (parts.at(-1) ?? "") : parts.slice(5).join(":");
}

/**
 * Whether a condition limits the resources or the request: a tag of the resource, or a key of the service itself.
 * Conditions that an absent key meets, that exclude values or that admit any value don't limit anything.
 */
function isNarrowing({ operator, key, values }: Condition): boolean {
  return (
    /^(ForAnyValue:)?(String|Arn)(Equals|Like|EqualsIgnoreCase)$|^Bool$/.test(operator) &&
    (/(^|:)(Resource|Request)Tag\//i.test(key) || !/^aws:/i.test(key)) &&
    values.every((value) => !/^[*?]*$/.test(value))
  );
}

/** The shortest form of an ARN for an action, with words in capitals that the user replaces. */
export function narrowerFor(action: AwsAction): string {
  const arns = serviceOf(action.service)?.arns;
  const [arn] = action.resourceTypes
    .map((type) => arns?.get(type) ?? "")
    .filter((form) => form.startsWith("arn:"))
    .sort((a, b) => a.length - b.length);
  return arn === undefined
    ? `an ARN of ${fullName(action)}`
    : arn.replace(/\$\{(\w+)\}/g, (_, word: string) => (word === "Partition" ? "aws" : word.toUpperCase()));
}
