import { execFile, execFileSync } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { V1PodTemplateSpec } from "@kubernetes/client-node";

/** The verdict of Kubernetes' own evaluator on a pod. */
export interface Verdict {
  readonly allowed: boolean;
  /** The violations, in the words of the API server's message. */
  readonly detail: string;
}

/**
 * Builds the evaluator from `main.go` into a directory. The checksums of its modules are in go.sum. The build may take
 * minutes, so it must not block this process: the API server closes idle connections meanwhile.
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
  /** One verdict for each pod, by `restricted` at a version such as `v1.35`. */
  judge(pods: readonly V1PodTemplateSpec[], version: string): Verdict[];
}
