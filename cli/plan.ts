import { join, relative, resolve } from "node:path";
import { Command } from "commander";
import { manifests } from "../plan/manifests.ts";
import { blocking, plan, serialize } from "../plan/plan.ts";
import { assertReplaceable, writeFolder, writeWhole } from "../plan/write.ts";
import { exitCodes } from "./exit-codes.ts";
import { progress } from "./progress.ts";
import { readTarget, type StackOptions, startPacks, withStackOptions } from "./stack-options.ts";
import { formatSummary } from "./summary/summary.ts";
import { plural, terminalStyle } from "./summary/text.ts";
import { formatViolations } from "./summary/violations.ts";

interface PlanCommandOptions extends StackOptions {
  readonly out: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** `casemate plan`: the whole plan of a stack, as a summary and as files. */
export function planCommand(end: (code: number) => void): Command {
  return withStackOptions(new Command("plan"))
    .description("Plan a stack: print a summary, write plan.json and manifests/.")
    .option("--policy-pack <dir...>", "policy packs to ask beside Casemate's own")
    .option("--out <dir>", "where to write", "out")
    .option("--json", "print the plan as JSON, and nothing else, to stdout")
    .option("--quiet", "print violations only")
    .action(async (options: PlanCommandOptions) => end(await run(options)));
}

async function run({
  out,
  json = false,
  quiet = false,
  policyPack,
  ...options
}: PlanCommandOptions): Promise<number> {
  const target = readTarget(options);
  const folder = resolve(out);
  const manifestFolder = join(folder, "manifests");
  assertReplaceable(manifestFolder);
  const from = process.cwd();
  const shown = progress(`Planning ${target.stack}`, json || quiet);
  const document = await plan({ ...target, packs: startPacks(policyPack), onProgress: shown.update }).finally(
    shown.end,
  );
  const files = manifests(document);
  const text = serialize(document);
  writeFolder(manifestFolder, files);
  writeWhole(join(folder, "plan.json"), text);
  if (json) {
    process.stdout.write(text);
  } else if (quiet) {
    process.stderr.write(formatViolations(document, terminalStyle(process.stderr)));
  } else {
    const where = shownPath(from, folder);
    process.stdout.write(formatSummary(document, terminalStyle(process.stdout)));
    process.stdout.write(
      `\nWrote ${join(where, "plan.json")} and ${plural(files.length, "object")} in ${join(where, "manifests")}.\n`,
    );
  }
  return blocking(document).length > 0 ? exitCodes.violations : exitCodes.fine;
}

/** As the user would write it: relative where that is shorter. */
export function shownPath(from: string, path: string): string {
  const short = relative(from, path) || ".";
  return short.startsWith(join("..", "..")) ? path : short;
}
