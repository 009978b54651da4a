import { ClearError } from "./clear-error.ts";
import { show } from "./show.ts";

/** One problem with a user's input. */
export interface InputProblem {
  /** The path in the user's notation: `tenants[1].accepts[0].port`. Empty for the whole value. */
  readonly path: string;
  /** The value, unchanged. Never a secret. `undefined` is shown as "nothing". */
  readonly received: unknown;
  /** What is accepted: "an integer from 1 to 65535". */
  readonly allowed: string;
  /** A sentence with the likely fix. */
  readonly fix?: string;
}

/** The error for a user's input: one for all problems of one source. */
export class InputError extends ClearError {
  readonly problems: readonly InputProblem[];
  /** The file, config key or component that the paths start from. Empty if the paths include it. */
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

/** Prefixes the paths of problems: `{ path: "port" }` under `calls[0]` is `calls[0].port`. */
export function under(path: string, problems: readonly InputProblem[]): InputProblem[] {
  return problems.map((problem) => ({ ...problem, path: joinPaths(path, problem.path) }));
}

/** `["tenants", 1, "accepts"]` in the user's notation: `tenants[1].accepts`. */
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
