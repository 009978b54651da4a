import { fork } from "node:child_process";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { UsageError } from "../errors.ts";
import type { Project } from "../project/project.ts";
import { stackNames } from "../project/stack-config.ts";
import type { StackOutputs } from "./handlers.ts";

/** The request to the process that plans another stack. */
export interface StackRequest {
  readonly directory: string;
  readonly stack: string;
  /** The stacks that wait for this one. */
  readonly waiting: readonly string[];
}

/** The answer of that process. */
export type StackAnswer =
  | { readonly kind: "outputs"; readonly outputs: StackOutputs }
  | { readonly kind: "usage" | "failure"; readonly message: string };

/**
 * The outputs of a stack to which the planned stack refers. It plans that stack in a separate process, because a
 * process can run only one program: its modules keep their state.
 *
 * @throws UsageError if the stack can't be planned from this project.
 */
export async function planReferencedStack(
  project: Project,
  name: string,
  waiting: readonly string[],
): Promise<StackOutputs> {
  const stack = ownStack(project, name);
  const stacks = stackNames(project);
  if (!stacks.includes(stack)) {
    throw new UsageError(
      `stack reference: received ${JSON.stringify(name)}; allowed: a stack of ${project.name} (${stacks.join(", ")}). ` +
        `A plan needs its config, Pulumi.${stack}.yaml, to compute its outputs.`,
    );
  }
  if (stack === waiting.at(-1)) {
    // A stack that refers to itself gets the outputs of its last update. A plan knows of none.
    return { outputs: {}, secretOutputNames: [] };
  }
  if (waiting.includes(stack)) {
    throw new UsageError(
      `stack reference: ${[...waiting, stack].join(" refers to ")}: a circle of references can't be deployed.`,
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

/** The stack of `organization/project/stack`, `project/stack` or `stack`, if it belongs to this project. */
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
