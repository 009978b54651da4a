import { actionsMatching } from "./action-pattern.ts";
import { type AwsAction, fullName } from "./service-actions.ts";
import { endpointsFor } from "./service-endpoints.ts";
import { isDenied, type Statement } from "./statements.ts";

/** An endpoint that the actions of a policy need and that a VPC without other egress doesn't have. */
export interface MissingEndpoint {
  /** The endpoint, for example `dynamodb`, or how a service that isn't regional is reached. */
  readonly name: string;
  /** Whether it is an endpoint of the region. */
  readonly isRegional: boolean;
  /** The actions that need it, for example `dynamodb:GetItem`. */
  readonly actions: readonly string[];
}

/**
 * The endpoints that the statements need and `existing` doesn't have, by name. A family such as `s3:Get*` counts for
 * the endpoint that most of its actions need: its other actions are rarely meant.
 */
export function missingEndpoints(
  statements: readonly Statement[],
  existing: readonly string[],
): MissingEndpoint[] {
  const needs = statements
    .filter(({ effect, isNotAction }) => effect === "Allow" && !isNotAction)
    .flatMap(({ actions }) => actions)
    .flatMap((pattern) =>
      needsOf(actionsMatching(pattern).filter((action) => !isDenied(action, statements))),
    );
  const missing = needs.filter(({ name, isRegional }) => !isRegional || !existing.includes(name));
  return [...Map.groupBy(missing, ({ name }) => name)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, group]) => ({
      name,
      isRegional: group[0]?.isRegional ?? true,
      actions: [...new Set(group.map(({ action }) => action))].sort(),
    }));
}

interface Need {
  readonly name: string;
  readonly isRegional: boolean;
  readonly action: string;
}

function needsOf(actions: readonly AwsAction[]): Need[] {
  const groups = Map.groupBy(
    actions.flatMap((action) => {
      const need = endpointsFor(action);
      return need.kind === "address"
        ? []
        : [
            need.kind === "global"
              ? { names: [need.how], isRegional: false, action: fullName(action) }
              : { names: need.names, isRegional: true, action: fullName(action) },
          ];
    }),
    ({ names }) => names.join(),
  );
  const [largest = []] = [...groups.values()].sort((a, b) => b.length - a.length);
  return largest.flatMap(({ names, isRegional, action }) =>
    names.map((name) => ({ name, isRegional, action })),
  );
}
