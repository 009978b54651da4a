import { join, resolve } from "node:path";
import { Command } from "commander";
import type { PlanDocument } from "../plan/document.ts";
import { awsRightsTable } from "../plan/output/aws-rights-table.ts";
import { manifests } from "../plan/output/manifests.ts";
import {
  assertNoDirectory,
  assertReplaceable,
  draftFolder,
  type FolderDraft,
  writeWhole,
} from "../plan/output/write.ts";
import { blocking, plan, serialize } from "../plan/plan.ts";
import { strictFindings } from "../plan/strict.ts";
import { flowCounts } from "../report/text/flow-sections.ts";
import { plural, terminalStyle } from "../report/text/style.ts";
import { formatSummary } from "../report/text/summary.ts";
import { formatViolations } from "../report/text/violations-section.ts";
import { displayPath } from "./display-path.ts";
import { exitCodes } from "./exit-codes.ts";
import { progress } from "./progress.ts";
import {
  loadOwnPack,
  notEmpty,
  readTarget,
  type StackOptions,
  startPacks,
  withStackOptions,
} from "./stack-options.ts";

interface PlanCommandOptions extends StackOptions {
  readonly out: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly strict?: boolean;
}

/** `casemate plan`: prints the summary of a stack's plan, and writes the plan to files. */
export function planCommand(end: (code: number) => void): Command {
  return withStackOptions(new Command("plan"))
    .description("Plan a stack: print a summary, write plan.json, aws-rights.txt and manifests/.")
    .option("--policy-pack <dir...>", "policy packs to use in addition to Casemate's own")
    .option("--out <dir>", "where to write", notEmpty, "out")
    .option("--json", "print the plan as JSON, and nothing else, to stdout")
    .option("--quiet", "print violations and counts only")
    .option("--strict", "fail also for half-open flows, and for flows that don't pass")
    .action(async (options: PlanCommandOptions) => end(await run(options)));
}

async function run(options: PlanCommandOptions): Promise<number> {
  const { out, json = false, quiet = false, strict = false } = options;
  const workingDirectory = process.cwd();
  const folder = resolve(out);
  const { document, objects } = await planInto(folder, options);
  if (json) {
    process.stdout.write(serialize(document));
  } else if (quiet) {
    process.stderr.write(formatViolations(document, terminalStyle(process.stderr)));
    process.stderr.write(strict ? "" : flowCounts(document));
  } else {
    const location = displayPath(workingDirectory, folder);
    process.stdout.write(formatSummary(document, terminalStyle(process.stdout)));
    process.stdout.write(
      `\nWrote ${join(location, "plan.json")} and ${plural(objects, "object")} in ${join(location, "manifests")}.\n`,
    );
  }
  const findings = strict ? strictFindings(document) : [];
  process.stderr.write(findings.map((finding) => `strict: ${finding}\n`).join(""));
  return blocking(document).length > 0 || findings.length > 0 ? exitCodes.violations : exitCodes.fine;
}

/** Writes manifests while the packs judge. Both outputs get to their folder only if the whole plan succeeds. */
async function planInto(
  folder: string,
  options: PlanCommandOptions,
): Promise<{ document: PlanDocument; objects: number }> {
  const target = readTarget(options);
  const manifestFolder = join(folder, "manifests");
  assertReplaceable(manifestFolder);
  assertNoDirectory(join(folder, "plan.json"));
  assertNoDirectory(join(folder, "aws-rights.txt"));
  const planProgress = progress(`Planning ${target.stack}`, options.json === true || options.quiet === true);
  let draft: FolderDraft | undefined;
  let objects = 0;
  try {
    const document = await plan({
      ...target,
      packs: startPacks(options.policyPack),
      ownPack: loadOwnPack(),
      onProgress: planProgress.update,
      onRecorded: async (resources) => {
        const files = manifests(resources);
        objects = files.length;
        draft = await draftFolder(manifestFolder, files);
      },
    });
    draft?.commit();
    writeWhole(join(folder, "plan.json"), serialize(document));
    writeWhole(join(folder, "aws-rights.txt"), awsRightsTable(document));
    return { document, objects };
  } catch (error) {
    draft?.discard();
    throw error;
  } finally {
    planProgress.end();
  }
}
