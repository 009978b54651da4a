import { z } from "zod";
import { closest } from "./closest.ts";
import type { InputProblem } from "./input-error.ts";

/**
 * Turns a function that finds problems into a zod check, for `check` of a schema. The paths of the problems start at
 * the checked value.
 *
 * A check that names the fields it reads runs if these fields are valid, even if others aren't. A check that names no
 * fields reads the whole value, and runs if the whole value is valid.
 *
 * @example
 * strictObject(shape).check(reporting(["minSize", "maxSize"], sizeProblems))
 */
export function reporting<T>(find: (value: T) => readonly InputProblem[]): z.core.$ZodCheck<T>;
export function reporting<T, const K extends keyof T>(
  reads: readonly K[],
  find: (value: Pick<T, K>) => readonly InputProblem[],
): z.core.$ZodCheck<Pick<T, K>>;
export function reporting(
  ...args:
    | [find: (value: never) => readonly InputProblem[]]
    | [reads: readonly PropertyKey[], find: (value: never) => readonly InputProblem[]]
): z.core.$ZodCheck<never> {
  const [reads, find] = args.length === 1 ? [undefined, args[0]] : args;
  return z.superRefine<never>((value, context) => addProblems(context, find(value)), {
    when: ({ value, issues }) =>
      reads === undefined
        ? issues.length === 0
        : typeof value === "object" && value !== null && !issues.some((issue) => concerns(issue, reads)),
  });
}

/** An item of a list with its index, or a value of a record with its key. */
export type Entry<T> = readonly [key: PropertyKey, value: T];

/**
 * A check of a list or a record. It reads the valid entries, even if others aren't valid.
 *
 * @param reads - the only field of an entry that the check reads, if it reads one
 */
export function reportingEntries<T>(
  find: (entries: readonly Entry<T>[]) => readonly InputProblem[],
  reads?: string,
): z.core.$ZodCheck<readonly T[] | Readonly<Record<string, T>>> {
  return z.superRefine<readonly T[] | Readonly<Record<string, T>>>(
    (value, context) => {
      const broken = new Set(
        context.issues
          .filter(
            (issue) => reads === undefined || concerns({ ...issue, path: issue.path?.slice(1) }, [reads]),
          )
          .map(({ path }) => path?.[0]),
      );
      const entries: Entry<T>[] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
      addProblems(context, find(entries.filter(([key]) => !broken.has(key))));
    },
    {
      when: ({ value, issues }) =>
        typeof value === "object" &&
        value !== null &&
        issues.every(({ code, path = [] }) => path.length > 0 || code === "custom"),
    },
  );
}

/** What may be in a list only once. */
export interface Once<T> {
  /** The value that two items must not share. `undefined` for an item that can't be compared. */
  readonly key: (item: T) => string | undefined;
  /** The field with the key, such as `name`. @default - the item itself */
  readonly field?: string;
  /** What is accepted: "each registry once". */
  readonly allowed: string;
  /** The likely fix. @default "Remove it." */
  readonly fix?: (first: number) => string;
}

/** A check of a list that refuses an item that an earlier one repeats. */
export function eachOnce<T>({ key, field, allowed, fix }: Once<T>): z.core.$ZodCheck<readonly T[]> {
  return reportingEntries<T>((entries) => {
    const first = new Map<string, number>();
    return entries.flatMap(([index, item]) => {
      const shared = key(item);
      const before = shared === undefined ? undefined : first.get(shared);
      if (shared !== undefined && before === undefined) {
        first.set(shared, index as number);
      }
      return before === undefined
        ? []
        : [
            {
              path: `[${String(index)}]${field === undefined ? "" : `.${field}`}`,
              received: shared,
              allowed,
              fix: fix === undefined ? "Remove it." : fix(before),
            },
          ];
    });
  }, field);
}

function addProblems(context: z.core.$RefinementCtx, problems: readonly InputProblem[]): void {
  for (const problem of problems) {
    context.addIssue({ code: "custom", message: problem.allowed, params: { problem } });
  }
}

/** Whether an issue makes one of the fields unknown. An unrecognized key may be one of them, misspelt. */
function concerns(issue: z.core.$ZodRawIssue, fields: readonly PropertyKey[]): boolean {
  const [field] = issue.path ?? [];
  if (field !== undefined) {
    return fields.includes(field);
  }
  return issue.code === "unrecognized_keys"
    ? issue.keys.some((key) => closest(key, fields.map(String)) !== undefined)
    : issue.code !== "custom";
}
