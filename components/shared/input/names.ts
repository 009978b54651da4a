import type { InputProblem } from "./input-error.ts";

/** What is wrong with the name of an EKS cluster, if anything. */
export function clusterNameProblems(path: string, name: unknown): InputProblem[] {
  return typeof name === "string" && /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/.test(name)
    ? []
    : [
        {
          path,
          received: name,
          allowed: "1 to 100 letters, digits, hyphens and underscores, starting with a letter or digit",
        },
      ];
}

/** What is wrong with the name of a component whose children's AWS names are built from it, if anything. */
export function componentNameProblems(name: unknown, longest: number): InputProblem[] {
  return typeof name === "string" && name.length <= longest && /^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(name)
    ? []
    : [
        {
          path: "name",
          received: name,
          allowed: `1 to ${longest} letters, digits, hyphens and underscores, starting with a letter or digit`,
        },
      ];
}

/** What is wrong with a lifecycle, if anything: one from a plain object may be anything. */
export function lifecycleProblems(lifecycle: unknown): InputProblem[] {
  const known: readonly unknown[] = ["protected", "disposable", undefined];
  return known.includes(lifecycle)
    ? []
    : [{ path: "lifecycle", received: lifecycle, allowed: '"protected" or "disposable"' }];
}
