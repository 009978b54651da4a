import { Command, InvalidArgumentError, Option } from "commander";
import { kubernetesMinors } from "../lab/build/versions.ts";
import type { Up, UpOptions } from "../lab/commands/up.ts";
import { explained, LabError, LabFailure } from "../lab/lab-errors.ts";
import { type LabRecord, namespacesOf } from "../lab/process/state.ts";
import { UsageError } from "../plan/errors.ts";
import { plan } from "../plan/plan.ts";
import { plural } from "../report/text/style.ts";
import { exitCodes } from "./exit-codes.ts";
import { lines } from "./lab-progress.ts";
import { runIn } from "./lab-shell.ts";
import { progress } from "./progress.ts";
import { readTarget, type StackOptions, withStackOptions } from "./stack-options.ts";

type End = (code: number) => void;

/** `casemate lab`: a real control plane on this machine, with the stack's Kubernetes objects in it. */
export function labCommand(end: End): Command {
  return new Command("lab")
    .description("Run the stack's Kubernetes objects in a real API server on this machine, and try them.")
    .addCommand(upCommand(end), { isDefault: true })
    .addCommand(downCommand(end))
    .addCommand(statusCommand(end))
    .addCommand(shellCommand(end))
    .hook("preSubcommand", assertKnown);
}

/** Commander takes an unknown command for an argument of the default command. */
function assertKnown(lab: Command): void {
  const [first = ""] = lab.args;
  const commandNames = lab.commands.map((command) => command.name());
  if (first !== "" && !first.startsWith("-") && !commandNames.includes(first)) {
    throw new UsageError(`lab: received ${first}; allowed: ${commandNames.join(", ")}.`);
  }
}

interface UpCommandOptions extends StackOptions {
  readonly name: string;
  readonly kubernetes?: NonNullable<UpOptions["kubernetes"]>;
}

function upCommand(end: End): Command {
  return withName(withStackOptions(new Command("up")))
    .description("Start a lab, or update the running one to the stack's current state.")
    .addOption(
      new Option("--kubernetes <version>", `its version (default: ${kubernetesMinors[0]})`).choices(
        kubernetesMinors,
      ),
    )
    .action(async ({ name, kubernetes, ...options }: UpCommandOptions) => {
      await inLab(end, async () => {
        const [{ up }, { identityPrefix, objectsOf }] = await Promise.all([
          import("../lab/commands/up.ts"),
          import("../lab/objects/planned-objects.ts"),
        ]);
        const target = readTarget(options);
        const planProgress = progress(`Planning ${target.stack}`, false);
        const { resources } = await plan({ ...target, packs: [], onProgress: planProgress.update }).finally(
          planProgress.end,
        );
        const prefix = identityPrefix(resources);
        const progressLines = lines();
        const result = await up({
          name,
          ...(kubernetes === undefined ? {} : { kubernetes }),
          ...(prefix === undefined ? {} : { prefix }),
          stack: `${target.project.name}/${target.stack}`,
          objects: objectsOf(resources),
          onProgress: progressLines.update,
        }).finally(progressLines.end);
        process.stdout.write(summaryOf(result));
        return exitCodes.fine;
      });
    });
}

function downCommand(end: End): Command {
  return withName(new Command("down"))
    .description("End a lab, and delete everything that it created.")
    .action(async ({ name }: { name: string }) => {
      await inLab(end, async () => {
        await (await import("../lab/commands/down.ts")).down(name);
        process.stdout.write(`The lab ${name} is gone.\n`);
        return exitCodes.fine;
      });
    });
}

function statusCommand(end: End): Command {
  return new Command("status").description("List the running labs.").action(async () => {
    await inLab(end, async () => {
      const { endedLabs, runningLabs } = await import("../lab/process/running.ts");
      for (const { name, reason } of endedLabs()) {
        process.stdout.write(`The lab ${name} has ended by itself: ${reason}\n`);
      }
      const labs = await runningLabs();
      process.stdout.write(
        labs.length === 0 ? "No lab is running. Start one: casemate lab up\n" : labs.map(statusOf).join("\n"),
      );
      return exitCodes.fine;
    });
  });
}

function shellCommand(end: End): Command {
  return withName(new Command("shell"))
    .description(
      "Open a shell or run a command with one caller's rights in the lab. KUBECONFIG has a real token.",
    )
    .requiredOption("--as <who>", "platform, payments:developer, payments:workload/api, …")
    .option("--print", "print only the path of the kubeconfig")
    .argument("[command...]", "a command to run instead of a shell, after --")
    .action(async (command: string[], options: { name: string; as: string; print?: boolean }) => {
      await inLab(end, async () => {
        const { personaKubeconfig } = await import("../lab/commands/shell.ts");
        const { kubeconfig, title, namespace } = await personaKubeconfig(options.name, options.as);
        if (options.print === true || (command.length === 0 && !process.stdout.isTTY)) {
          process.stdout.write(`${kubeconfig}\n`);
          return exitCodes.fine;
        }
        if (command.length === 0) {
          const location = namespace === undefined ? "" : `, in namespace ${namespace}`;
          process.stderr.write(`You are ${title}${location}. Leave with exit.\n`);
        }
        return await runIn(kubeconfig, command);
      });
    });
}

function withName(command: Command): Command {
  return command.option("--name <name>", "the lab's name, if there are several", labName, "default");
}

/** A name becomes part of a socket's path, which can have about a hundred characters. */
function labName(value: string): string {
  if (!/^[a-z0-9][a-z0-9-]{0,31}$/.test(value)) {
    throw new InvalidArgumentError(
      `Received "${value}"; allowed: up to 32 lower-case letters, digits and hyphens, none of these first.`,
    );
  }
  return value;
}

/** Turns the lab's errors into usage errors and exit codes. */
async function inLab(end: End, run: () => Promise<number>): Promise<void> {
  try {
    end(await run());
  } catch (error) {
    const reason = explained(error);
    if (reason instanceof LabError) {
      throw new UsageError(reason.message);
    }
    if (!(reason instanceof LabFailure)) {
      throw reason;
    }
    process.stderr.write(`casemate: ${reason.message}\n`);
    end(exitCodes.violations);
  }
}

function summaryOf({ record, applied, deleted, personas }: Up): string {
  const counts = (["created", "configured", "unchanged"] as const)
    .map((result) => ({ result, count: applied.filter((each) => each.result === result).length }))
    .filter(({ count }) => count > 0)
    .map(({ result, count }) => `${count} ${result}`);
  const deletions = deleted.length === 0 ? "" : `, ${plural(deleted.length, "object")} deleted`;
  const option = record.name === "default" ? "" : ` --name ${record.name}`;
  const entrances = [...personas.map((who) => `lab shell${option} --as ${who}`), `lab down${option}`];
  return (
    `${statusOf(record)}  ${plural(applied.length, "object")} applied (${counts.join(", ")})${deletions}\n\n` +
    `Enter the lab with a real token, and delete it at the end:\n\n` +
    `${entrances.map((line) => `  casemate ${line}\n`).join("")}`
  );
}

function statusOf(lab: LabRecord): string {
  const { name, version, coordinates, pid, auditLog, stacks } = lab;
  return (
    `Lab ${name}: Kubernetes ${version} at ${coordinates.url}, process ${pid}\n` +
    `  stack ${Object.keys(stacks).join(", ")}; namespaces ${namespacesOf(lab).join(", ") || "none"}\n` +
    `  audit log ${auditLog}\n`
  );
}
