import { Command } from "commander";
import { DriftFailure } from "../drift/drift-failure.ts";
import { UsageError } from "../plan/errors.ts";
import { plan } from "../plan/plan.ts";
import { exitCodes } from "./exit-codes.ts";
import { progress } from "./progress.ts";
import { notEmpty, readTarget, type StackOptions, withStackOptions } from "./stack-options.ts";

interface DriftCommandOptions extends StackOptions {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly ignore: readonly string[];
  readonly json?: boolean;
}

/** `casemate drift`: compares the objects of a cluster with a stack's plan. */
export function driftCommand(end: (code: number) => void): Command {
  return withStackOptions(new Command("drift"))
    .description("Compare a cluster's Kubernetes objects with the stack's plan, additions included.")
    .option("--kubeconfig <file>", "the cluster to read (default: KUBECONFIG, or ~/.kube/config)", notEmpty)
    .option("--context <name>", "a context of the kubeconfig (default: its current one)", notEmpty)
    .option(
      "--ignore <object>",
      'accept the drift of an object, for example "RoleBinding shop/rabbit"; repeatable',
      (title: string, titles: readonly string[]) => [...titles, notEmpty(title)],
      [],
    )
    .option("--json", "print the report as JSON")
    .addHelpText("after", "\nExit codes: 0 no drift, 1 drift, 2 bad input or a cluster that can't be read.")
    .action(async (options: DriftCommandOptions) => end(await run(options)));
}

async function run({ kubeconfig, context, ignore, json, ...options }: DriftCommandOptions): Promise<number> {
  const target = readTarget(options);
  try {
    const { findDrift, formatDrift, openCluster } = await load();
    const cluster = openCluster({
      ...(kubeconfig !== undefined && { kubeconfig }),
      ...(context !== undefined && { context }),
    });
    const planProgress = progress(`Planning ${target.stack}`, json === true);
    // Without packs: policies don't change the objects.
    const { resources } = await plan({ ...target, packs: [], onProgress: planProgress.update }).finally(
      planProgress.end,
    );
    const report = await findDrift(resources, cluster, ignore);
    process.stdout.write(json === true ? `${JSON.stringify(report, undefined, 2)}\n` : formatDrift(report));
    return report.drifted.length > 0 ? exitCodes.violations : exitCodes.fine;
  } catch (error) {
    throw error instanceof DriftFailure ? new UsageError(error.message) : error;
  }
}

/** The client for Kubernetes is an optional package, so other commands must not import it. */
async function load() {
  try {
    const [{ findDrift }, { formatDrift }, { openCluster }] = await Promise.all([
      import("../drift/find-drift.ts"),
      import("../drift/format.ts"),
      import("../drift/reader.ts"),
    ]);
    return { findDrift, formatDrift, openCluster };
  } catch (error) {
    if (/@kubernetes\/client-node/.test((error as Error).message)) {
      throw new UsageError(
        "drift needs @kubernetes/client-node, which isn't installed. Install it: npm install --save-dev @kubernetes/client-node",
      );
    }
    throw error;
  }
}
