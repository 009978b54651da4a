import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import { LabError } from "../lab-errors.ts";
import { cacheFolder } from "../places.ts";
import { findGo, type Go } from "./go.ts";
import { type GoBuild, goBuild } from "./go-build.ts";
import type { KubernetesMinor } from "./versions.ts";

/** Paths of the programs that a lab consists of. */
export interface Binaries {
  readonly apiServer: string;
  readonly controllerManager: string;
  readonly etcd: string;
  /** Ties the others to the life of this process: binaries/leash. */
  readonly leash: string;
  /** As `v1.36.3`. */
  readonly version: string;
}

const modules = join(import.meta.dirname, "../binaries");

/**
 * Builds a version of Kubernetes from its Go modules, or takes it from the cache.
 *
 * The modules are pinned in binaries/kubernetes-*, and held to their checksums by go.sum. What was built once
 * from the same sums, flags and toolchain is taken again.
 *
 * @throws LabError where Go is missing or too old, the build fails, or the system isn't one for it
 */
export async function build(minor: KubernetesMinor, onProgress: (line: string) => void): Promise<Binaries> {
  if (process.platform === "win32") {
    throw new LabError("the lab runs on Linux and macOS. On Windows, use it inside WSL.");
  }
  const module = join(modules, `kubernetes-${minor}`);
  const goMod = readFileSync(join(module, "go.mod"), "utf8");
  const version = match(goMod, /^(?:require )?\s*k8s\.io\/kubernetes (v[\d.]+)/m);
  const go = findGo(module, match(goMod, /^go ([\d.]+)$/m));
  const leash = await buildLeash(go);
  const directory = await cached({
    name: version,
    sources: [join(module, "go.mod"), join(module, "go.sum")],
    go,
    build: { directory: module, target: "tool", flags: linkerFlags(version), leash },
    onProgress: (line) => onProgress(`Building Kubernetes ${version} (once): ${line}`),
  });
  return {
    apiServer: join(directory, "kube-apiserver"),
    controllerManager: join(directory, "kube-controller-manager"),
    // Go names a program by the last part of its path that is no version.
    etcd: join(directory, "server"),
    leash,
    version,
  };
}

export async function buildLeash(go: Go): Promise<string> {
  const folder = join(modules, "leash");
  const directory = await cached({
    name: "leash",
    sources: readdirSync(folder).map((file) => join(folder, file)),
    go,
    build: { directory: folder, target: ".", flags: "-s -w" },
    onProgress: () => {},
  });
  return join(directory, "leash");
}

interface Cached {
  readonly name: string;
  /** Files that make a build another one. */
  readonly sources: readonly string[];
  readonly go: Go;
  readonly build: Pick<GoBuild, "directory" | "target" | "flags" | "leash">;
  readonly onProgress: (line: string) => void;
}

/** Builds beside the place and renames: what is in the place is whole, whoever was interrupted or came second. */
async function cached({ name, sources, go, build, onProgress }: Cached): Promise<string> {
  const hash = createHash("sha256");
  for (const part of [...sources.map((path) => readFileSync(path)), build.flags, go.version, go.platform]) {
    hash.update(part).update("\0");
  }
  const cache = cacheFolder();
  const directory = join(cache, `${name}-${hash.digest("hex").slice(0, 16)}`);
  if (existsSync(directory)) {
    return directory;
  }
  const draft = newDraft(cache);
  try {
    await goBuild({ ...build, out: draft, onProgress });
    try {
      renameSync(draft, directory);
    } catch (error) {
      if (!existsSync(directory)) {
        throw error;
      }
    }
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return directory;
}

function newDraft(cache: string): string {
  try {
    mkdirSync(cache, { recursive: true, mode: 0o700 });
    removeOldDrafts(cache);
    return mkdtempSync(join(cache, ".draft-"));
  } catch (error) {
    throw new LabError(
      `the cache can't be used: ${(error as Error).message}. XDG_CACHE_HOME says where it goes.`,
    );
  }
}

/** Nothing ties the draft of the leash to the life of who builds it. No build takes a day. */
function removeOldDrafts(cache: string): void {
  for (const name of readdirSync(cache).filter((each) => each.startsWith(".draft-"))) {
    const draft = join(cache, name);
    const { mtimeMs } = statSync(draft, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() };
    if (Date.now() - mtimeMs > 24 * 3_600_000) {
      rmSync(draft, { recursive: true, force: true });
    }
  }
}

/**
 * The version is stamped as Kubernetes' own build does it (hack/lib/version.sh), since clients and the
 * server's own compatibility rules read it. Symbols are left out, since nobody debugs here.
 */
function linkerFlags(version: string): string {
  const [major, minor] = version.slice(1).split(".");
  const stamps = ["k8s.io/component-base/version", "k8s.io/client-go/pkg/version"].flatMap((path) => [
    `-X ${path}.gitVersion=${version}`,
    `-X ${path}.gitMajor=${major}`,
    `-X ${path}.gitMinor=${minor}`,
    `-X ${path}.gitTreeState=clean`,
  ]);
  return ["-s", "-w", ...stamps].join(" ");
}

function match(text: string, pattern: RegExp): string {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) {
    throw new LabError(`go.mod of the lab: nothing matches ${pattern}`);
  }
  return found;
}
