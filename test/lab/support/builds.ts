import type { Suite } from "mocha";
import { build } from "../../../lab/build/build.ts";
import type { KubernetesMinor } from "../../../lab/build/versions.ts";

type OnProgress = (line: string) => void;

interface Build {
  readonly suite: Suite;
  readonly run: (onProgress: OnProgress) => Promise<unknown>;
}

const builds: Build[] = [];

/**
 * Runs a build, or an installation, before the first test of the run, if a test of this suite is selected. A build has
 * no time-out: the first build on a machine takes minutes.
 */
export function buildBefore(suite: Suite, run: Build["run"]): void {
  builds.push({ suite, run });
}

/** Builds versions of Kubernetes before the first test, if a test of this suite is selected. */
export function buildKubernetesBefore(suite: Suite, ...minors: readonly KubernetesMinor[]): void {
  buildBefore(suite, async (onProgress) => {
    for (const minor of minors) {
      await build(minor, onProgress);
    }
  });
}

/** Runs the builds that the selected tests need. The runner is the `this` of `mochaGlobalSetup`. */
export async function runBuilds(
  runner: { grepTotal(suite: Suite): number },
  onProgress: OnProgress,
): Promise<void> {
  for (const { suite, run } of builds) {
    if (runner.grepTotal(suite) > 0) {
      await run(onProgress);
    }
  }
}
