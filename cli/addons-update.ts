import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { UsageError } from "../plan/errors.ts";
import { replaceFile } from "../plan/whole-file.ts";

/** The version of each add-on, by minor version of Kubernetes. */
export type AddonLock = Record<string, Record<string, string>>;

export interface UpdateAddonsOptions {
  /** The lock to rewrite. @default - the one that the library reads */
  readonly lockFile?: string;
  /** A minor version of Kubernetes to add to the lock, for example `1.37`. @default - no version is added */
  readonly add?: string;
  /** Runs the AWS CLI and returns what it printed. @default - `aws` on the PATH, with its credentials */
  readonly aws?: (args: readonly string[]) => Promise<string>;
  /** @default - standard output */
  readonly print?: (line: string) => void;
}

const ownLock = fileURLToPath(new URL("../components/cluster/addons/addon-versions.json", import.meta.url));

/**
 * Rewrites the lock with the add-on versions that EKS installs by default on each version of Kubernetes, and
 * prints the changes. AWS has tested the default with that version. The newest may be minutes old.
 *
 * @throws UsageError if a call to AWS fails. It lists the commands, and the lock stays unchanged.
 */
export async function updateAddons({
  lockFile = ownLock,
  add,
  aws = runAws,
  print = console.log,
}: UpdateAddonsOptions = {}): Promise<void> {
  const lock: AddonLock = JSON.parse(await readFile(lockFile, "utf8"));
  const questions = questionsFor(lock, add);
  const answers = await Promise.all(questions.map((question) => ask(question, questions, aws)));
  const updated: AddonLock = {};
  for (const { kubernetesVersion, addon, version } of answers) {
    updated[kubernetesVersion] = { ...updated[kubernetesVersion], [addon]: version };
  }
  const changes = describeChanges(lock, updated);
  if (changes.length > 0) {
    replaceFile(lockFile, `${JSON.stringify(updated, undefined, 2)}\n`);
  }
  for (const line of changes.length > 0 ? changes : ["All add-ons are at EKS' default versions."]) {
    print(line);
  }
}

interface Question {
  readonly kubernetesVersion: string;
  readonly addon: string;
}

function questionsFor(lock: AddonLock, add: string | undefined): Question[] {
  const addons = [...new Set(Object.values(lock).flatMap((versions) => Object.keys(versions)))].sort();
  const kubernetesVersions = new Set([...Object.keys(lock), ...(add === undefined ? [] : [add])]);
  return [...kubernetesVersions].flatMap((kubernetesVersion) =>
    addons.map((addon) => ({ kubernetesVersion, addon })),
  );
}

function commandOf({ kubernetesVersion, addon }: Question): string[] {
  return [
    "eks",
    "describe-addon-versions",
    "--kubernetes-version",
    kubernetesVersion,
    "--addon-name",
    addon,
    "--output",
    "json",
  ];
}

async function ask(
  question: Question,
  all: readonly Question[],
  aws: (args: readonly string[]) => Promise<string>,
): Promise<Question & { readonly version: string }> {
  const answer = await aws(commandOf(question)).catch((error: unknown) => {
    throw new UsageError(
      `AWS can't be asked for add-on versions (${reasonOf(error)}); the lock is unchanged. It would run:\n` +
        all.map((each) => `  aws ${commandOf(each).join(" ")}`).join("\n"),
    );
  });
  const version = defaultVersion(answer);
  if (version === undefined) {
    throw new UsageError(
      `EKS names no default version of ${question.addon} on Kubernetes ${question.kubernetesVersion}; the lock is unchanged.`,
    );
  }
  return { ...question, version };
}

/** The version marked as default in the answer of `describe-addon-versions`. */
export function defaultVersion(answer: string): string | undefined {
  const { addons = [] }: DescribeAddonVersions = JSON.parse(answer);
  return addons
    .flatMap(({ addonVersions = [] }) => addonVersions)
    .find(({ compatibilities = [] }) => compatibilities.some((entry) => entry.defaultVersion === true))
    ?.addonVersion;
}

interface DescribeAddonVersions {
  readonly addons?: readonly {
    readonly addonVersions?: readonly {
      readonly addonVersion: string;
      readonly compatibilities?: readonly { readonly defaultVersion?: boolean }[];
    }[];
  }[];
}

function describeChanges(before: AddonLock, after: AddonLock): string[] {
  return Object.entries(after).flatMap(([kubernetesVersion, addons]) =>
    Object.entries(addons)
      .filter(([addon, version]) => before[kubernetesVersion]?.[addon] !== version)
      .map(
        ([addon, version]) =>
          `${kubernetesVersion} ${addon}: ${before[kubernetesVersion]?.[addon] ?? "none"} -> ${version}`,
      ),
  );
}

async function runAws(args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)("aws", [...args], { maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

function reasonOf(error: unknown): string {
  const { code, stderr, message }: { code?: unknown; stderr?: unknown; message?: unknown } = Object(error);
  if (code === "ENOENT") {
    return "the AWS CLI is not on the PATH";
  }
  const lines = String(stderr || message || error)
    .trim()
    .split("\n");
  return lines.at(-1) ?? "";
}
