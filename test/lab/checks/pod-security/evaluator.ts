import { execFile, execFileSync } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { V1PodTemplateSpec } from "@kubernetes/client-node";

/** What Kubernetes' own evaluator says of a pod. */
export interface Verdict {
  readonly allowed: boolean;
  /** What it violates, as the API server's message lists it. */
  readonly detail: string;
}

/**
 * Builds the evaluator from `main.go` into a directory; its modules' checksums are in go.sum. It may take minutes, in
 * which this process must hear of the connections that the server closes.
 */
export async function buildEvaluator(directory: string): Promise<Evaluator> {
  const program = join(directory, "pod-security");
  await promisify(execFile)("go", ["build", "-o", program, "."], { cwd: import.meta.dirname });
  return {
    judge: (pods, version) => {
      const input = pods.map((pod) => `${JSON.stringify(pod)}\n`).join("");
      const output = execFileSync(program, ["restricted", version], {
        input,
        encoding: "utf8",
        maxBuffer: 64 * 1024 ** 2,
      });
      return output
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line));
    },
  };
}

export interface Evaluator {
  /** One verdict for each pod, by `restricted` at a version as `v1.35`. */
  judge(pods: readonly V1PodTemplateSpec[], version: string): Verdict[];
}
