import { actionsMatching } from "./action-pattern.ts";
import { serviceOf, servicePrefixes } from "./service-actions.ts";
import type { Statement } from "./statements.ts";

/** A pattern in `Action` that means no action of AWS. */
export interface UnknownAction {
  readonly statement: number;
  readonly position: number;
  readonly pattern: string;
  /** The service's name, if it exists. */
  readonly service: string | undefined;
  /** The names that the pattern may misspell. */
  readonly candidates: readonly string[];
}

/** The patterns that mean no action: in most cases, the name is misspelt. IAM accepts them, and they allow nothing. */
export function unknownActionsOf(statements: readonly Statement[]): UnknownAction[] {
  return statements.flatMap(({ index, actions }) =>
    actions.flatMap((pattern, position) => {
      if (pattern === "*" || actionsMatching(pattern).length > 0) {
        return [];
      }
      const [prefix = "", name = ""] = pattern.split(":");
      const service = serviceOf(prefix);
      const candidates =
        service === undefined
          ? servicePrefixes().map((candidate) => `${candidate}:${name}`)
          : [...service.actions.values()].map(({ name }) => `${service.prefix}:${name}`);
      return [{ statement: index, position, pattern, service: service?.title, candidates }];
    }),
  );
}
