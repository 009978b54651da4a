import { ClearError } from "./clear-error.ts";
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

function joinPaths(outer: string, inner: string): string {
  return outer === "" || inner === "" || inner.startsWith("[") ? outer + inner : `${outer}.${inner}`;
}
