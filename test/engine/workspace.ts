import { type ChildProcessByStdio, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";
import type { Readable } from "node:stream";
import type { Suite } from "mocha";
import { parse } from "yaml";
import { newest } from "../../lab/build/versions.ts";
import { type Identity, type Lab, platform, startLab } from "../../lab/lab.ts";
import { buildKubernetesBefore } from "../lab/support/builds.ts";
import { atExit } from "./at-exit.ts";
import { Account } from "./fake-aws/account.ts";
import { readWrites, type Write } from "./kubernetes-writes.ts";
import { writeShims } from "./shims.ts";
import { hasKubernetes } from "./tools.ts";

const repository = join(import.meta.dirname, "..", "..");
const serviceRole = "aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling";

export interface WorkspaceOptions {
  /** The role that runs the deployment. @default "platform-admin" */
  readonly callerRole?: string;
  /** Roles of the account in addition to AWS's own. @default ["platform-admin"] */
  readonly roles?: readonly string[];
  /** Whether the tests apply Kubernetes objects and need an API server. @default false */
  readonly kubernetes?: boolean;
}

/** For suites that create workspaces with Kubernetes: has it built before the first test, if the machine can. */
export function usesKubernetes(suite: Suite): void {
  if (hasKubernetes) {
    buildKubernetesBefore(suite, newest);
  }
}

/** The result of a command. */
export interface Run {
  readonly code: number;
  readonly stdout: string;
  /** Both streams, for readers and for `expect(...).to.include`. */
  readonly output: string;
}

/** A resource in a stack's state. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly custom: boolean;
  readonly inputs?: Record<string, unknown>;
  readonly outputs?: Record<string, unknown>;
  readonly parent?: string;
  readonly protect?: boolean;
  readonly dependencies?: readonly string[];
}

/**
 * A directory with a copy of the repository, its own account, a backend for the state and, if needed, an API server.
 * So no test sees the changes of another one, and no test leaves files behind.
 */
export class Workspace {
  readonly directory: string;
  /** The copy of the repository. */
  readonly repository: string;
  readonly account: Account;
  /** A real Kubernetes API, if the tests apply objects and the machine can run one. */
  readonly lab: Lab | undefined;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #remove: () => void;

  private constructor(directory: string, remove: () => void, environment: NodeJS.ProcessEnv, lab?: Lab) {
    this.directory = directory;
    this.lab = lab;
    this.repository = copyRepository(directory);
    this.account = new Account(join(directory, "account"));
    for (const part of ["home", "state"]) {
      mkdirSync(join(directory, part));
    }
    this.#environment = environment;
    this.#remove = remove;
  }

  static async create(options: WorkspaceOptions = {}): Promise<Workspace> {
    const directory = mkdtempSync(join(tmpdir(), "casemate-engine-"));
    const remove = () => rmSync(directory, { recursive: true, force: true });
    const removed = atExit(remove);
    const removeNow = () => {
      remove();
      removed();
    };
    const lab =
      options.kubernetes && hasKubernetes ? await startLab({ directory: join(directory, "lab") }) : undefined;
    return new Workspace(directory, removeNow, await environmentOf(directory, options, lab), lab);
  }

  /** Stops and removes everything. */
  async dispose(): Promise<void> {
    await this.lab?.stop();
    this.#remove();
  }

  /** The folder of a program under `programs/`, in the copy. */
  program(name: string): string {
    return join(this.repository, "test", "engine", "programs", name);
  }

  /** Runs the real CLI. @default `cwd` - the copy of the repository */
  pulumi(args: readonly string[], { cwd = this.repository, env = {} }: RunOptions = {}): Promise<Run> {
    return this.run("pulumi", [...args, "--non-interactive", "--color", "never"], { cwd, env });
  }

  /** Runs any command in the workspace's environment. */
  run(
    command: string,
    args: readonly string[],
    { cwd = this.repository, env = {} }: RunOptions = {},
  ): Promise<Run> {
    return new Promise((resolve, reject) => {
      const child = this.start(command, args, { cwd, env });
      let stdout = "";
      let output = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        stdout += text;
        output += text;
      });
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
      child.once("error", reject);
      const closed = new Promise((done) => child.once("close", done));
      const ended = atExit(() => {
        // The engine stops its plugins itself if it has enough time.
        child.kill("SIGTERM");
        return closed;
      });
      child.once("close", (code) => {
        ended();
        resolve({ code: code ?? 1, stdout, output });
      });
    });
  }

  /** Starts any command in the workspace's environment. The caller must wait for its end. */
  start(
    command: string,
    args: readonly string[],
    { cwd = this.repository, env = {} }: RunOptions = {},
  ): ChildProcessByStdio<null, Readable, Readable> {
    return spawn(command, args, {
      cwd,
      env: { ...this.#environment, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  /** Creates a stack. Its config is the file `Pulumi.<stack>.yaml`, if the program has one. */
  async initStack(stack: string, options: RunOptions = {}): Promise<void> {
    succeeded(await this.pulumi(["stack", "init", stack], options));
  }

  /** The engine's writes to Kubernetes, in order. */
  objectWrites(): Write[] {
    if (this.lab !== undefined) {
      return readWrites(this.lab.auditLog);
    }
    return this.account
      .journal()
      .filter((call) => call.package === "kubernetes" && ["create", "update", "delete"].includes(call.action))
      .map(({ action, type, id, at }) => {
        const [name = "", namespace] = id.split("/").reverse();
        const own = type.endsWith(":Namespace") ? name : "";
        return { verb: action, resource: pluralOf(type), namespace: namespace ?? own, name, at };
      });
  }

  /** The Kubernetes objects that the engine deleted, in order, in the form `resource namespace/name`. */
  objectDeletions(): string[] {
    return this.objectWrites()
      .filter(({ verb }) => verb === "delete")
      .map(({ resource, namespace, name }) => `${resource} ${namespace}/${name}`);
  }

  /** The resources in a stack's state. */
  async state(stack: string, options: RunOptions = {}): Promise<StateResource[]> {
    const run = succeeded(await this.pulumi(["stack", "export", "--stack", stack], options));
    return JSON.parse(run.stdout).deployment.resources ?? [];
  }
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** The run, if its exit code is 0. Otherwise throws its output, so that a failed test shows the reason. */
export function succeeded(run: Run): Run {
  if (run.code !== 0) {
    throw new Error(`exit code ${run.code}\n${run.output}`);
  }
  return run;
}

/** The run, if it failed. Otherwise throws its output. */
export function failed(run: Run): Run {
  if (run.code === 0) {
    throw new Error(`succeeded, but must fail\n${run.output}`);
  }
  return run;
}

/** The environment without the machine's AWS, Pulumi or Kubernetes settings. */
async function environmentOf(
  directory: string,
  options: WorkspaceOptions,
  lab?: Lab,
): Promise<NodeJS.ProcessEnv> {
  const ambient = Object.entries(process.env).filter(([name]) => !/^(AWS|PULUMI|KUBE|FAKE)/.test(name));
  return {
    ...Object.fromEntries(ambient),
    PATH: [writeShims(directory), dirname(process.execPath), process.env["PATH"]].join(delimiter),
    PULUMI_HOME: join(directory, "home"),
    // Without attribute files. The backend doesn't write them atomically, unlike the state. After a kill one of them
    // can be empty, and then the state can't be read until it is removed.
    PULUMI_BACKEND_URL: `file://${join(directory, "state")}?metadata=skip`,
    PULUMI_CONFIG_PASSPHRASE: "a test's",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    AWS_REGION: "eu-central-1",
    FAKE_ACCOUNT: join(directory, "account"),
    FAKE_CALLER_ROLE: options.callerRole ?? "platform-admin",
    FAKE_ROLES: [...(options.roles ?? ["platform-admin"]), serviceRole].join(","),
    ...(lab !== undefined && {
      FAKE_API_SERVER: lab.url,
      FAKE_API_SERVER_CA: Buffer.from(lab.authority).toString("base64"),
      FAKE_ADMIN_TOKEN: await tokenOf(lab, platform),
      FAKE_STRANGER_TOKEN: await tokenOf(lab, { person: "stranger", groups: [] }),
    }),
  };
}

/** The credentials of a user for the API server. */
async function tokenOf(lab: Lab, person: Identity): Promise<string> {
  return parse(await lab.kubeconfig(person)).users[0].user.token;
}

/** The API's resource of a type: `networkpolicies` for `kubernetes:networking.k8s.io/v1:NetworkPolicy`. */
function pluralOf(type: string): string {
  return `${type.split(":").at(-1)?.toLowerCase()}s`.replace(/ys$/, "ies");
}

function copyRepository(directory: string): string {
  const copy = join(directory, "repository");
  const left = ["node_modules", ".git", "out", "dist"];
  cpSync(repository, copy, { recursive: true, filter: (source) => !left.includes(basename(source)) });
  symlinkSync(join(repository, "node_modules"), join(copy, "node_modules"));
  return copy;
}
