import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { ClearError } from "./clear-error.ts";
import { didYouMean } from "./closest.ts";
import { protoKeys } from "./proto-keys.ts";
import { fieldsAt, schemasAt } from "./schema-paths.ts";
import { show } from "./show.ts";

/** One thing wrong with what a user wrote. */
export interface InputProblem {
  /** Where, as the user wrote it: `tenants[1].accepts[0].port`. Empty for the whole value. */
  readonly path: string;
  /** The value received, as it was received. Never a secret. `undefined` reads as "nothing". */
  readonly received: unknown;
  /** What would have been accepted: "an integer from 1 to 65535". */
  readonly allowed: string;
  /** The likely mend, as a sentence. */
  readonly fix?: string;
}

/** What a user wrote can't be used: one error for all problems of one source. */
export class InputError extends ClearError {
  readonly problems: readonly InputProblem[];
  /** The file, config key or component that the paths start from. Empty where paths say it themselves. */
  readonly source: string;

  constructor(source: string, problems: readonly InputProblem[]) {
    super(problems.map((problem) => describe(source, problem)).join("\n"));
    this.name = "InputError";
    this.source = source;
    this.problems = problems;
  }
}

/** Throws one {@link InputError} if there is any problem. */
export function assertNoProblems(source: string, problems: readonly InputProblem[]): void {
  if (problems.length > 0) {
    throw new InputError(source, problems);
  }
}

/** Parses `value`, throwing an {@link InputError} that names every problem, unknown fields included. */
export function parseInput<T extends z.ZodType>(source: string, schema: T, value: unknown): z.output<T> {
  assertNoProblems(source, schemaProblems(schema, value));
  return schema.parse(value);
}

/** What a schema has against `value`; nothing if it fits. */
export function schemaProblems(schema: z.ZodType, value: unknown): InputProblem[] {
  const { error } = schema.safeParse(value, { reportInput: true });
  return error === undefined
    ? protoKeys(value).map((path) => ({
        path: formatPath(path),
        received: valueAt(value, path),
        allowed: "a name other than __proto__",
      }))
    : toInputProblems(error, value, schema);
}

/**
 * A zod check out of a function that finds problems, for `superRefine`. Their paths start at the value that is
 * checked.
 */
export function reporting<T>(
  find: (value: T) => readonly InputProblem[],
): (value: T, context: z.core.$RefinementCtx<T>) => void {
  return (value, context) => {
    // What is already refused isn't judged again for what is left of it.
    for (const problem of context.issues.length > 0 ? [] : find(value)) {
      context.addIssue({ code: "custom", message: problem.allowed, params: { problem } });
    }
  };
}

/** The problems with paths that start further out: `{ path: "port" }` in `calls[0]` is `calls[0].port`. */
export function under(path: string, problems: readonly InputProblem[]): InputProblem[] {
  return problems.map((problem) => ({ ...problem, path: joinPaths(path, problem.path) }));
}

/** `["tenants", 1, "accepts"]` as the user would write it: `tenants[1].accepts`. */
export function formatPath(segments: readonly PropertyKey[]): string {
  return segments.reduce<string>((path, segment) => {
    if (typeof segment === "number") {
      return `${path}[${segment}]`;
    }
    const key = String(segment);
    if (!/^[A-Za-z_$][\w$-]*$/.test(key)) {
      return `${path}[${JSON.stringify(key)}]`;
    }
    return path === "" ? key : `${path}.${key}`;
  }, "");
}

function describe(source: string, { path, received, allowed, fix }: InputProblem): string {
  const where = [source, path].filter((part) => part !== "").join(": ");
  const sentence = `${where}: received ${show(received)}; allowed: ${allowed}.`;
  return fix === undefined ? sentence : `${sentence} ${fix}`;
}

function toInputProblems(error: z.ZodError, value: unknown, schema: z.ZodType): InputProblem[] {
  const later = new Set<string>();
  return error.issues.flatMap((issue) => {
    const path = pathToLater(value, issue.path);
    if (path === undefined) {
      return toProblems(issue, value, schema);
    }
    // Whatever else is said of it is said of the output's own fields.
    const isSaid = later.has(formatPath(path));
    later.add(formatPath(path));
    return isSaid
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

/** Up to the output or promise that stands on the path, if any. */
function pathToLater(root: unknown, path: readonly PropertyKey[]): readonly PropertyKey[] | undefined {
  const lengths = Array.from({ length: path.length + 1 }, (_, length) => length);
  const found = lengths.find((length) => {
    const value = valueAt(root, path.slice(0, length));
    return pulumi.Output.isInstance(value) || value instanceof Promise;
  });
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
      allowed: "no such field",
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

/** What YAML reads as a number where a text is meant, and the other way round. */
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
  return shaped.sort((a, b) => faults(a) - faults(b))[0];
}

/** A field that is there says more of what was meant than some that are missing. */
function faults(issues: readonly z.core.$ZodIssue[]): number {
  return issues.reduce(
    (sum, issue) => sum + (issue.code === "unrecognized_keys" ? 3 * issue.keys.length : 1),
    0,
  );
}

function joinPaths(outer: string, inner: string): string {
  return outer === "" || inner === "" || inner.startsWith("[") ? outer + inner : `${outer}.${inner}`;
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    root,
  );
}
