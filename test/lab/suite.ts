import { execFileSync } from "node:child_process";
import type { Runner } from "mocha";
import { kubernetesMinors } from "../../lab/build/versions.ts";
import { type KubernetesMinor, type Lab, startLab } from "../../lab/lab.ts";
import { runBuilds } from "./support/builds.ts";
import { applyExampleStack } from "./support/stack.ts";

/** Mocha loads this before the tests. It starts one lab for all tests, or prints why it can't. */
try {
  execFileSync("go", ["version"], { stdio: "ignore" });
} catch {
  console.log("Lab suite skipped: Go is not on the PATH, and the lab builds Kubernetes from its Go modules.");
  process.exit(0);
}

let running: Lab | undefined;

/** The lab of this run, with the example stack `dev` on it. */
export function lab(): Lab {
  if (running === undefined) {
    throw new Error("the lab hasn't started yet");
  }
  return running;
}

export async function mochaGlobalSetup(this: Runner): Promise<void> {
  const version = process.env["CASEMATE_LAB_KUBERNETES"];
  if (version !== undefined && !kubernetesMinors.some((minor) => minor === version)) {
    throw new Error(`CASEMATE_LAB_KUBERNETES: received ${version}; allowed: ${kubernetesMinors.join(", ")}`);
  }
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => {
      stop().finally(() => process.exit(130));
    });
  }
  const started = Date.now();
  const onProgress = (line: string) => console.log(line);
  running = await startLab({
    ...(version !== undefined && { kubernetes: version as KubernetesMinor }),
    onProgress,
  });
  try {
    await runBuilds(this, onProgress);
    await applyExampleStack(running);
  } catch (error) {
    await stop();
    throw error;
  }
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`Lab suite: Kubernetes ${running.kubernetes}, the example stack applied after ${seconds} s.`);
}

export async function mochaGlobalTeardown(): Promise<void> {
  await stop();
}

async function stop(): Promise<void> {
  const stopping = running;
  running = undefined;
  await stopping?.stop();
}
