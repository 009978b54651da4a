import { z } from "zod";
import { didYouMean } from "./closest.ts";
import { assertNoProblems, formatPath, type InputProblem, under } from "./input-error.ts";
import { fieldsAt, schemasAt } from "./schema-paths.ts";
import { isLater, isPlain } from "./sdk-values.ts";

/** The result of checking a value against a schema. */
export interface Judgement {
  /** All problems together; none if the value fits. */
  readonly problems: readonly InputProblem[];
  /** Their paths, unknown fields included, so that a later check can leave these parts out. */
  readonly faults: readonly (readonly PropertyKey[])[];
}

/** Parses `value`, throwing an `InputError` that names every problem, unknown fields included. */
export function parseInput<T extends z.ZodType>(source: string, schema: T, value: unknown): z.output<T> {
  assertNoProblems(source, schemaProblems(schema, value));
  return schema.parse(value);
}

/** The problems of `value` with a schema; none if it fits. */
export function schemaProblems(schema: z.ZodType, value: unknown): readonly InputProblem[] {
  return judge(schema, value).problems;
}

/** The problems of `value` with a schema, and their paths. */
export function judge(schema: z.ZodType, value: unknown): Judgement {
  const { error } = schema.safeParse(value, { reportInput: true });
  const problems = error === undefined ? [] : toInputProblems(error, value, schema);
  const paths = new Set(problems.map(({ path }) => path));
  const missed = missedPlaces(value, schema).filter(({ path }) => !paths.has(formatPath(path)));
  return {
    problems: [
      ...problems,
      ...missed.map(({ path, allowed }) => ({
        path: formatPath(path),
        received: valueAt(value, path),
        allowed,
      })),
    ],
    faults: [...(error?.issues ?? []).flatMap(faultsOf), ...missed.map(({ path }) => path)],
  };
}

function faultsOf(issue: z.core.$ZodIssue): PropertyKey[][] {
  return issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
}

/** A place in a value that zod doesn't check. */
interface MissedPlace {
  readonly path: readonly PropertyKey[];
  readonly allowed: string;
}

/**
 * Places that zod doesn't check:
 *
 * - Keys with the name `__proto__`, which YAML and `JSON.parse` create like any other. A record schema of zod ignores
 *   them, although code that lists the keys finds them.
 * - Objects without fields, such as a `Date` or a `Map`. Zod reads them as objects without their optional fields.
 */
function missedPlaces(root: unknown, schema: z.ZodType): MissedPlace[] {
  const seen = new Set<unknown>();
  const missedAt = (value: unknown, path: readonly PropertyKey[]): MissedPlace[] => {
    if (typeof value !== "object" || value === null || seen.has(value)) {
      return [];
    }
    seen.add(value);
    if (!isPlain(value)) {
      const object = isLater(value) || Object.keys(value).length > 0 ? undefined : objectAt(schema, path);
      return object === undefined ? [] : [{ path, allowed: messageOf(object) }];
    }
    const entries: [PropertyKey, unknown][] = Array.isArray(value)
      ? [...value.entries()]
      : Object.entries(value);
    return entries.flatMap(([key, inner]) =>
      key === "__proto__"
        ? [{ path: [...path, key], allowed: "a name other than __proto__" }]
        : missedAt(inner, [...path, key]),
    );
  };
  return missedAt(root, []);
}

/** The schema of the object at `path`, if the schema has an object there. */
function objectAt(schema: z.ZodType, path: readonly PropertyKey[]): z.core.$ZodType | undefined {
  return schemasAt(schema, path).find(({ _zod }) => _zod.def.type === "object");
}

/** The message of a schema for a missing value. */
function messageOf(schema: z.core.$ZodType): string {
  return z.safeParse(schema, undefined).error?.issues[0]?.message ?? "an object";
}

function toInputProblems(error: z.ZodError, value: unknown, schema: z.ZodType): InputProblem[] {
  const later = new Set<string>();
  return error.issues.flatMap((issue) => {
    const path = pathToLater(value, issue.path);
    if (path === undefined) {
      return toProblems(issue, value, schema);
    }
    // Other issues at this path are about the output's own fields.
    const isReported = later.has(formatPath(path));
    later.add(formatPath(path));
    return isReported
      ? []
      : [
          {
            path: formatPath(path),
            received: valueAt(value, path),
            allowed: "a plain value, known at preview",
          },
        ];
  });
}

/** The path up to its first output or promise, if it has one. */
function pathToLater(root: unknown, path: readonly PropertyKey[]): readonly PropertyKey[] | undefined {
  const lengths = Array.from({ length: path.length + 1 }, (_, length) => length);
  const found = lengths.find((length) => isLater(valueAt(root, path.slice(0, length))));
  return found === undefined ? undefined : path.slice(0, found);
}

function toProblems(issue: z.core.$ZodIssue, root: unknown, schema: z.ZodType): InputProblem[] {
  const path = formatPath(issue.path);
  if (issue.code === "unrecognized_keys") {
    const parent = valueAt(root, issue.path);
    const fields = fieldsAt(schema, issue.path);
    return issue.keys.map((key) => ({
      path: formatPath([...issue.path, key]),
      received: valueAt(parent, [key]),
      allowed: "a known field",
      fix: didYouMean(
        key,
        fields,
        fields.length === 0 ? "Remove it." : `Its fields are ${fields.join(", ")}.`,
      ),
    }));
  }
  if (issue.code === "custom" && issue.params?.["problem"] !== undefined) {
    return under(path, [issue.params["problem"] as InputProblem]);
  }
  if (issue.code === "invalid_key") {
    return [{ path, received: issue.path.at(-1), allowed: issue.issues[0]?.message ?? issue.message }];
  }
  if (issue.code === "invalid_union") {
    const branch = likeliestBranch(issue.errors);
    if (branch !== undefined) {
      return branch.flatMap((inner) =>
        toProblems({ ...inner, path: [...issue.path, ...inner.path] }, root, schema),
      );
    }
  }
  const received = valueAt(root, issue.path);
  const fix = issue.code === "invalid_type" ? quoting(received, schemasAt(schema, issue.path)) : undefined;
  return [{ path, received, allowed: issue.message, ...(fix !== undefined && { fix }) }];
}

/** The fix for a number that must be text in YAML, and for the reverse. */
function quoting(received: unknown, schemas: readonly z.core.$ZodType[]): string | undefined {
  const fits = (value: unknown) => schemas.some((schema) => z.safeParse(schema, value).success);
  switch (typeof received) {
    case "number":
    case "boolean":
      return fits(String(received)) ? "Put it in quotes." : undefined;
    case "string":
      return /^\d+$/.test(received) && fits(Number(received)) ? "Write it without quotes." : undefined;
    default:
      return undefined;
  }
}

/** The alternative that the user meant: one of the right shape, with the fewest faults inside. */
function likeliestBranch(branches: readonly z.core.$ZodIssue[][]): z.core.$ZodIssue[] | undefined {
  const shaped = branches.filter((issues) =>
    issues.every(({ path, code }) => path.length > 0 || code === "unrecognized_keys" || code === "custom"),
  );
  return shaped.sort((a, b) => faultCount(a) - faultCount(b))[0];
}

/** An unknown field counts three times: it shows more clearly than a missing one that another alternative was meant. */
function faultCount(issues: readonly z.core.$ZodIssue[]): number {
  return issues.reduce(
    (sum, issue) => sum + (issue.code === "unrecognized_keys" ? 3 * issue.keys.length : 1),
    0,
  );
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    root,
  );
}
