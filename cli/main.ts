import { Command, CommanderError } from "commander";
import { messageOf, PackError, ProgramError, UsageError } from "../plan/errors.ts";
import { addonsCommand } from "./addons-command.ts";
import { driftCommand } from "./drift-command.ts";
import { exitCodes } from "./exit-codes.ts";
import { labCommand } from "./lab-command.ts";
import { manifestsCommand } from "./manifests-command.ts";
import { planCommand } from "./plan-command.ts";

/** Runs the command line and ends the process. */
export async function main(args: readonly string[]): Promise<void> {
  endWithoutReader();
  endOnSignals();
  const code = await run(args);
  // Open handles, such as a pack's socket or the program's timers, would keep the process alive.
  process.stdout.write("", () => process.exit(code));
}

async function run(args: readonly string[]): Promise<number> {
  let code: number = exitCodes.fine;
  const program = new Command("casemate")
    .description(
      "Plans a hardened EKS cluster and its tenants, on a laptop, without cloud account or Pulumi CLI.",
    )
    .addHelpText("after", "\nExit codes: 0 fine, 1 violations or a program that failed, 2 bad input.");
  for (const command of [planCommand, manifestsCommand, driftCommand, addonsCommand, labCommand]) {
    program.addCommand(
      command((result) => {
        code = result;
      }),
    );
  }
  for (const command of [program, ...program.commands, ...program.commands.flatMap((sub) => sub.commands)]) {
    command
      .exitOverride()
      .allowExcessArguments(false)
      .configureOutput({ outputError: () => {} });
  }
  try {
    await program.parseAsync([...args], { from: "user" });
    return code;
  } catch (error) {
    return report(error);
  }
}

function report(error: unknown): number {
  if (error instanceof CommanderError) {
    return reportUsage(error);
  }
  if (error instanceof UsageError || (error instanceof ProgramError && error.isInputError)) {
    say(error.message);
    return exitCodes.badInput;
  }
  if (error instanceof PackError) {
    say(error.message);
    return exitCodes.violations;
  }
  if (error instanceof ProgramError) {
    say(`the program failed: ${error.message}`);
    for (const frame of error.causes.flatMap(ownFrames)) {
      console.error(frame);
    }
    return exitCodes.violations;
  }
  say(error instanceof Error ? (error.stack ?? error.message) : messageOf(error));
  return exitCodes.violations;
}

/** The stack frames of the user's program, without those of packages and of Node. */
function ownFrames(cause: unknown): string[] {
  const lines = cause instanceof Error ? (cause.stack ?? "").split("\n") : [];
  return lines.filter((line) => /^\s+at /.test(line) && !/node_modules|\(node:|at node:/.test(line));
}

/** Commander throws an error for `--help` and `--version` too. */
function reportUsage({ code, exitCode, message }: CommanderError): number {
  if (exitCode === 0) {
    return exitCodes.fine;
  }
  if (code !== "commander.help") {
    say(message.replace(/^error: /, ""));
    console.error("Run it with --help to see what is allowed.");
  }
  return exitCodes.badInput;
}

function say(message: string): void {
  console.error(`casemate: ${message}`);
}

/** `casemate plan | head` closes the pipe early, which isn't an error. */
function endWithoutReader(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") {
      process.exit();
    }
    throw error;
  });
}

/** Exits explicitly, because the handlers of `exit` stop the policy packs. A signal's default action skips them. */
function endOnSignals(): void {
  // A plan replaces `process.exit` while it runs the program.
  const exit = process.exit.bind(process);
  process.once("SIGINT", () => exit(130));
  process.once("SIGTERM", () => exit(143));
}
