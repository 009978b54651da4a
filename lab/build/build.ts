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

/** Paths of the lab's programs. */
export interface Binaries {
  readonly apiServer: string;
  readonly controllerManager: string;
  readonly etcd: string;
  /** Ends the other programs with this process: binaries/leash. */
  readonly leash: string;
  /** The patch version, for example `v1.36.3`. */
  readonly version: string;
}

const modules = join(import.meta.dirname, "../binaries");

/**
 * Builds a version of Kubernetes from its Go modules, or takes it from the cache.
 *
 * `binaries/kubernetes-*` pin the modules, and `go.sum` holds their checksums. A build with the same checksums, flags
 * and toolchain is used again.
 *
 * @throws LabError if Go is missing or too old, if the build fails, or if the system isn't supported
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
    // Go names a program after the last part of its path that isn't a version.
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
  /** The files whose change requires a new build. */
  readonly sources: readonly string[];
  readonly go: Go;
  readonly build: Pick<GoBuild, "directory" | "target" | "flags" | "leash">;
  readonly onProgress: (line: string) => void;
}

/**
 * Builds into a draft folder next to the target and renames it. So the target is always complete, even after an
 * interruption or with two builds in parallel.
 */
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

/** Removes old drafts, because nothing ends the build of the leash with its parent. No build takes a day. */
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
 * Writes the version into the binaries like Kubernetes' own build (hack/lib/version.sh), because clients and the
 * server's compatibility rules read it. Leaves out symbols, because the lab needs no debugger.
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
