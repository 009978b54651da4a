import { fork } from "node:child_process";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { UsageError } from "../errors.ts";
import type { Project } from "../project/project.ts";
import { stackNames } from "../project/stack-config.ts";
import type { StackOutputs } from "./handlers.ts";

/** What a stack's process is asked for. */
export interface StackRequest {
  readonly directory: string;
  readonly stack: string;
  /** The stacks that wait for it. */
  readonly waiting: readonly string[];
}

/** What it answers. */
export type StackAnswer =
  | { readonly kind: "outputs"; readonly outputs: StackOutputs }
  | { readonly kind: "usage" | "failure"; readonly message: string };

/**
 * The outputs of a stack that the planned one refers to, by planning that stack in a process of its own: one
 * program may run per process, since its modules keep what it registered.
 *
 * @throws UsageError if the stack can't be planned from this project.
 */
export async function planReferencedStack(
  project: Project,
  name: string,
  waiting: readonly string[],
): Promise<StackOutputs> {
  const stack = ownStack(project, name);
  const known = stackNames(project);
  if (!known.includes(stack)) {
    throw new UsageError(
      `stack reference: received ${JSON.stringify(name)}; allowed: a stack of ${project.name} (${known.join(", ")}). ` +
        `A plan needs its config, Pulumi.${stack}.yaml, to know what it puts out.`,
    );
  }
  if (waiting.includes(stack)) {
    throw new UsageError(
      `stack reference: ${[...waiting, stack].join(" refers to ")}: a circle can't be deployed.`,
    );
  }
  const answer = await ask({ directory: project.directory, stack, waiting });
  switch (answer.kind) {
    case "outputs":
      return answer.outputs;
    case "usage":
      throw new UsageError(`stack ${stack}: ${answer.message}`);
    case "failure":
      throw new Error(`the plan of stack ${stack} failed: ${answer.message}`);
  }
}

/** `organization/project/stack`, `project/stack` or `stack`, if it is of this project. */
function ownStack(project: Project, name: string): string {
  const [stack = "", owner = project.name] = name.split("/").reverse();
  if (owner !== project.name) {
    throw new UsageError(
      `stack reference: received ${JSON.stringify(name)}; allowed: a stack of ${project.name}. A plan can't see other projects.`,
    );
  }
  return stack;
}

function ask(request: StackRequest): Promise<StackAnswer> {
  const script = fileURLToPath(new URL(`stack-process${extname(import.meta.url)}`, import.meta.url));
  return new Promise((resolve, reject) => {
    const child = fork(script, { stdio: ["ignore", "ignore", "inherit", "ipc"], serialization: "advanced" });
    child.once("message", (answer) => resolve(answer as StackAnswer));
    child.once("error", reject);
    child.once("exit", (code) =>
      reject(new Error(`the plan of stack ${request.stack} ended with code ${code}`)),
    );
    child.send(request);
  });
}
