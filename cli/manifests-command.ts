import { resolve } from "node:path";
import { Command } from "commander";
import { manifests } from "../plan/output/manifests.ts";
import { assertReplaceable, draftFolder } from "../plan/output/write.ts";
import { plan } from "../plan/plan.ts";
import { plural } from "../report/text/style.ts";
import { displayPath } from "./display-path.ts";
import { exitCodes } from "./exit-codes.ts";
import { progress } from "./progress.ts";
import { notEmpty, readTarget, type StackOptions, withStackOptions } from "./stack-options.ts";

interface ManifestsCommandOptions extends StackOptions {
  readonly out: string;
}

/** `casemate manifests`: the Kubernetes objects of a stack as YAML. */
export function manifestsCommand(end: (code: number) => void): Command {
  return withStackOptions(new Command("manifests"))
    .description("Write the Kubernetes objects of a stack as YAML, one file per object.")
    .requiredOption("--out <dir>", "the folder to write: a new one, or one that casemate wrote", notEmpty)
    .action(async ({ out, ...options }: ManifestsCommandOptions) => {
      const target = readTarget(options);
      const folder = resolve(out);
      assertReplaceable(folder);
      const workingDirectory = process.cwd();
      const planProgress = progress(`Planning ${target.stack}`, false);
      // Without packs: policies don't change the objects.
      const document = await plan({ ...target, packs: [], onProgress: planProgress.update }).finally(
        planProgress.end,
      );
      const files = manifests(document.resources);
      (await draftFolder(folder, files)).commit();
      process.stdout.write(
        `Wrote ${plural(files.length, "object")} in ${displayPath(workingDirectory, folder)}.\n`,
      );
      end(exitCodes.fine);
    });
}
