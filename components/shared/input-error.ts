import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";

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

/**
 * What a user wrote can't be used: one error for all problems of one source.
 *
 * It extends Pulumi's `RunError`, so the engine prints the message without a stack trace.
 */
export class InputError extends pulumi.RunError {
  readonly problems: readonly InputProblem[];
  /** The file, config key or component that the paths start from. */
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
  const result = schema.safeParse(value, { reportInput: true });
  if (!result.success) {
    throw new InputError(source, result.error.issues.flatMap((issue) => toProblems(issue, value)));
  }
  return result.data;
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
  const where = path === "" ? source : `${source}: ${path}`;
  const sentence = `${where}: received ${show(received)}; allowed: ${allowed}.`;
  return fix === undefined ? sentence : `${sentence} ${fix}`;
}

function show(value: unknown): string {
  if (value === undefined) {
    return "nothing";
  }
  if (pulumi.Output.isInstance(value)) {
    return "an output that is not known yet";
  }
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function toProblems(issue: z.core.$ZodIssue, root: unknown): InputProblem[] {
  const path = formatPath(issue.path);
  if (issue.code === "unrecognized_keys") {
    const parent = valueAt(root, issue.path);
    return issue.keys.map((key) => ({
      path: formatPath([...issue.path, key]),
      received: valueAt(parent, [key]),
      allowed: "no such field",
      fix: "Remove it, or check its spelling.",
    }));
  }
  return [{ path, received: valueAt(root, issue.path), allowed: issue.message }];
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    root,
  );
}
