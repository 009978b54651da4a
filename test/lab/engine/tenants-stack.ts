import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import type { TenantArgs } from "../../../components/index.ts";
import type { Lab } from "../../../lab/lab.ts";
import { platform } from "../../../lab/lab.ts";
import { atExit } from "../../engine/at-exit.ts";
import { type Run, type StateResource, succeeded, type Workspace } from "../../engine/workspace.ts";
import { registry } from "../support/workloads.ts";
import { killTree } from "./kill-tree.ts";

/** The state of a stack. */
export interface Deployment {
  readonly resources?: readonly StateResource[];
  readonly pending_operations?: readonly { readonly resource: StateResource; readonly type: string }[];
}

/** A stack of the program `programs/tenants`, which `pulumi` applies to the lab as the platform. */
export class TenantsStack {
  readonly name: string;
  readonly #workspace: Workspace;
  readonly #directory: string;

  private constructor(workspace: Workspace, name: string) {
    this.name = name;
    this.#workspace = workspace;
    this.#directory = join(workspace.repository, "test", "lab", "engine", "programs", "tenants");
  }

  static async create(
    workspace: Workspace,
    lab: Lab,
    name: string,
    tenants: readonly TenantArgs[],
  ): Promise<TenantsStack> {
    const stack = new TenantsStack(workspace, name);
    // A file, since its path stays the same when the token in it changes.
    const kubeconfig = join(workspace.directory, `${name}.kubeconfig`);
    writeFileSync(kubeconfig, await lab.kubeconfig(platform), { mode: 0o600 });
    writeFileSync(stack.#configFile, stringify({ config: { "tenants:kubeconfig": kubeconfig } }));
    stack.configure({ kubernetesVersion: lab.kubernetes, registries: [registry], tenants });
    succeeded(await stack.#pulumi("stack", "init"));
    return stack;
  }

  /** Changes the stack's config; the next `up` applies it. */
  configure(values: Readonly<Record<string, unknown>>): void {
    const file = parse(readFileSync(this.#configFile, "utf8"));
    for (const [key, value] of Object.entries(values)) {
      file.config[`tenants:${key}`] = value;
    }
    writeFileSync(this.#configFile, stringify(file));
  }

  /** `pulumi up`. */
  up(...args: string[]): Promise<Run> {
    return this.#pulumi("up", "--yes", "--skip-preview", ...args);
  }

  /** The steps of `pulumi preview`. For example: `update Namespace lab-shop-web-namespace`. */
  async preview(): Promise<string[]> {
    const { stdout } = succeeded(await this.#pulumi("preview", "--json"));
    const steps: { op: string; urn: string }[] = JSON.parse(stdout).steps;
    return steps.filter(({ op }) => op !== "same").map(({ op, urn }) => `${op} ${titleOf(urn)}`);
  }

  /** `pulumi destroy`. */
  destroy(): Promise<Run> {
    return this.#pulumi("destroy", "--yes");
  }

  /**
   * Starts `pulumi up`, and kills it with all its processes as soon as `when` resolves.
   *
   * @param when - receives a signal that aborts when the update has ended
   * @throws Error if the update ends by itself
   */
  async upKilled(when: (isOver: AbortSignal) => Promise<void>): Promise<void> {
    const args = ["--stack", this.name, "--non-interactive", "--color", "never"];
    const child = this.#workspace.start("pulumi", ["up", "--yes", "--skip-preview", ...args], {
      cwd: this.#directory,
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    const closed = once(child, "close");
    const isKilled = atExit(() => killTree(child));
    const over = new AbortController();
    await Promise.race([when(over.signal), closed]);
    over.abort();
    killTree(child);
    const [code] = await closed;
    isKilled();
    if (code !== null) {
      throw new Error(`up ended with ${code} before it was killed\n${output}`);
    }
  }

  /**
   * The commands of a user after an update was killed.
   *
   * - `cancel` removes the lock of the killed process. Pulumi Cloud's locks expire.
   * - `refresh` removes pending creations from the state. The next command finds out whether their objects exist.
   * - `up`, with a Kubernetes provider that takes over existing objects. This must not be the default: after a rename,
   *   it would update the object under the new name, and then delete the old one. `force` is necessary,
   *   because the creator of the object manages the fields that the server sets.
   */
  async recover(): Promise<Run> {
    succeeded(await this.#pulumi("cancel", "--yes"));
    succeeded(await this.#pulumi("refresh", "--yes", "--skip-preview", "--clear-pending-creates"));
    return this.#run(["up", "--yes", "--skip-preview"], {
      PULUMI_K8S_UPSERT_EXISTING_OBJECTS: "true",
      PULUMI_K8S_ENABLE_PATCH_FORCE: "true",
    });
  }

  /** The state that the engine stores. */
  async deployment(): Promise<Deployment> {
    return JSON.parse(succeeded(await this.#pulumi("stack", "export")).stdout).deployment;
  }

  get #configFile(): string {
    return join(this.#directory, `Pulumi.${this.name}.yaml`);
  }

  #pulumi(...args: string[]): Promise<Run> {
    return this.#run(args);
  }

  #run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Run> {
    return this.#workspace.pulumi([...args, "--stack", this.name], { cwd: this.#directory, env });
  }
}

/** The kind of a resource and its name in the program. */
function titleOf(urn: string): string {
  const [type, name] = urn.split("::").slice(-2);
  return `${type?.split(":").at(-1)} ${name}`;
}
