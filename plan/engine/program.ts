import { existsSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { messageOf, PackError, ProgramError, UsageError } from "../errors.ts";
import { readJsonFile } from "../project/map-file.ts";
import { findUpwards, type Project } from "../project/project.ts";
import type { PlanMonitor } from "./monitor.ts";
import type { RunOptions, Sdk } from "./sdk.ts";

/**
 * Runs `program` on `monitor` to its end.
 *
 * @throws ProgramError if any part of it fails, even a promise without a handler: the engine would fail too. UsageError
 * or PackError if the monitor's handlers threw it.
 */
export async function runProgram(
  sdk: Sdk,
  monitor: PlanMonitor,
  options: RunOptions,
  program: () => unknown,
): Promise<void> {
  sdk.use(monitor, options);
  const failures = new Set<unknown>();
  const restore = takeOver(failures);
  try {
    await untilEnd(runToEnd(sdk, program, failures));
  } finally {
    restore();
    sdk.disconnect();
  }
  const causes = causesOf([...failures], monitor.refusals);
  const [usage] = causes.filter((cause) => cause instanceof UsageError || cause instanceof PackError);
  if (usage !== undefined) {
    throw usage;
  }
  if (causes.length > 0) {
    const inputErrors = causes.filter((cause) => sdk.pulumi.RunError.isInstance(cause));
    throw new ProgramError(inputErrors.length > 0 ? inputErrors : causes, inputErrors.length > 0);
  }
}

/** The distinct failures. The SDK repeats the monitor's refusals inside nested errors. */
function causesOf(failures: readonly unknown[], refusals: readonly unknown[]): readonly unknown[] {
  const refusalMessages = refusals.map(messageOf);
  return [
    ...refusals,
    ...failures.filter((failure) => !refusalMessages.some((message) => messageOf(failure).includes(message))),
  ];
}

async function runToEnd(sdk: Sdk, program: () => unknown, failures: Set<unknown>): Promise<void> {
  try {
    await sdk.runInStack(async () => await program());
    await sdk.settle();
    // Node emits `unhandledRejection` after the promises' callbacks. These can register more resources.
    await nextTurn();
    await sdk.settle();
  } catch (error) {
    failures.add(error);
  }
  await nextTurn();
}

/** Listens for unhandled failures instead of all other listeners, and sends the program's stdout to stderr. */
function takeOver(failures: Set<unknown>): () => void {
  const events = ["unhandledRejection", "uncaughtException"] as const;
  const otherListeners = events.map((event) => [event, process.rawListeners(event)] as const);
  const add = (failure: unknown) => {
    failures.add(failure);
  };
  const { write } = process.stdout;
  const { exit } = process;
  // A program that ends early would look like a program without failures.
  process.exit = (code) => {
    const failure = new Error(`it ended the process itself, by process.exit(${code ?? ""})`);
    add(failure);
    throw failure;
  };
  for (const event of events) {
    process.removeAllListeners(event);
    process.on(event, add);
  }
  process.stdout.write = process.stderr.write.bind(process.stderr) as typeof write;
  return () => {
    process.stdout.write = write;
    process.exit = exit;
    for (const [event, listeners] of otherListeners) {
      process.removeListener(event, add);
      for (const listener of listeners) {
        process.on(event, listener as () => void);
      }
    }
  };
}

/** Rejects when Node has nothing left to do while `work` still waits. */
async function untilEnd(work: Promise<void>): Promise<void> {
  let end = () => {};
  const idle = new Promise<never>((_, reject) => {
    end = () => {
      const message = "the program never ends: it awaits something that nothing resolves";
      reject(new ProgramError([new Error(message)], false));
    };
  });
  process.once("beforeExit", end);
  try {
    await Promise.race([work, idle]);
  } finally {
    process.removeListener("beforeExit", end);
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/**
 * Loads the program's file like the engine's language host does. Returns the stack's outputs: the result of the
 * exported function, or the named exports.
 */
export async function loadProgram(sdk: Sdk, project: Project): Promise<unknown> {
  process.chdir(dirname(project.main));
  const programExport = await load(sdk, project);
  return await (typeof programExport === "function" ? programExport() : programExport);
}

async function load(sdk: Sdk, { main, typescript }: Project): Promise<unknown> {
  const file = realpathSync(main);
  if (isModule(file)) {
    const { default: defaultExport, ...namedExports } = (await import(pathToFileURL(file).href)) as Record<
      string,
      unknown
    >;
    return defaultExport ?? namedExports;
  }
  if (typescript && file.endsWith(".ts")) {
    sdk.registerTypeScript({ hasProject: existsSync(join(dirname(file), "tsconfig.json")) });
  }
  return createRequire(file)(file);
}

function isModule(file: string): boolean {
  if (/\.m[jt]s$/.test(file)) {
    return true;
  }
  const directory = findUpwards(dirname(file), "package.json");
  if (directory === undefined || !existsSync(join(directory, "package.json"))) {
    return false;
  }
  return readJsonFile(join(directory, "package.json"))["type"] === "module" && !/\.c[jt]s$/.test(file);
}
