import { existsSync, statSync } from "node:fs";
import { relative, resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { isDay, plannedDayVariable } from "../calendar/today.ts";
import { UsageError } from "../plan/errors.ts";
import { OwnPack } from "../plan/packs/own-pack.ts";
import { type PackProcess, startPack } from "../plan/packs/pack-process.ts";
import { type Project, readProject } from "../plan/project/project.ts";
import { chooseStack, readStackConfig, type StackConfig } from "../plan/project/stack-config.ts";

/** The options of every command that plans a stack. */
export interface StackOptions {
  readonly stack?: string;
  readonly tenants?: string;
  readonly policyPack?: readonly string[];
  readonly today?: string;
}

/** Adds {@link StackOptions} to a command. */
export function withStackOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--stack <name>",
        "the stack, by its Pulumi.<name>.yaml (default: dev, or the only one)",
      ).env("PULUMI_STACK"),
    )
    .option("--tenants <dir>", "the folder of tenant files, instead of the config key tenants", notEmpty)
    .addOption(
      new Option("--today <day>", "plan for another day, to see what expires (default: today)")
        .env(plannedDayVariable)
        .argParser(parseDay),
    );
}

function parseDay(value: string): string {
  if (!isDay(value)) {
    throw new InvalidArgumentError(`Received ${JSON.stringify(value)}; allowed: a day such as 2027-01-31.`);
  }
  return value;
}

/** Refuses an empty path. Usually it comes from a shell variable that isn't set. */
export function notEmpty(value: string): string {
  if (value === "") {
    throw new InvalidArgumentError('Received ""; allowed: a path.');
  }
  return value;
}

/** The stack that a command plans. */
export interface Target {
  readonly project: Project;
  readonly stack: string;
  readonly config: StackConfig;
}

/** @throws UsageError */
export function readTarget({ stack: requestedStack, tenants, today }: StackOptions): Target {
  if (today !== undefined) {
    // The program reads the variable, and so do the processes of the stacks that it refers to.
    process.env[plannedDayVariable] = today;
  }
  const project = readProject(process.cwd());
  const stack = chooseStack(project, requestedStack);
  const config = readStackConfig(project, stack);
  return { project, stack, config: tenants === undefined ? config : withTenants(project, config, tenants) };
}

/** Makes the path relative to the project: the program runs in its folder, and the user may be in another. */
function withTenants(project: Project, config: StackConfig, tenants: string): StackConfig {
  if (!existsSync(tenants) || !statSync(tenants).isDirectory()) {
    throw new UsageError(`--tenants: received ${tenants}; allowed: a directory of tenant files.`);
  }
  const directory = relative(project.directory, resolve(tenants)) || ".";
  return { ...config, values: { ...config.values, [`${project.name}:tenants`]: directory } };
}

/** Casemate's own policy pack: `policy/` in a clone, `dist/policy/` in the package. */
export function loadOwnPack(): OwnPack {
  return new OwnPack(resolve(import.meta.dirname, "..", "policy"));
}

/** The policy packs that the user names. */
export function startPacks(directories: readonly string[] = []): PackProcess[] {
  return directories.map((directory) => startPack(resolve(directory)));
}
