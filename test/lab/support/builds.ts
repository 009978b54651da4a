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
 * no time-out: the first one of a machine takes minutes, and says nothing of what the tests check.
 */
export function buildBefore(suite: Suite, run: Build["run"]): void {
  builds.push({ suite, run });
}

/** Has versions of Kubernetes built before the first test, if a test of this suite is selected. */
export function buildKubernetesBefore(suite: Suite, ...minors: readonly KubernetesMinor[]): void {
  buildBefore(suite, async (onProgress) => {
    for (const minor of minors) {
      await build(minor, onProgress);
    }
  });
}

/** Runs the builds that the selected tests need, one after the other. For `mochaGlobalSetup`, whose `this` is the runner. */
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
