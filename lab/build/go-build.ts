import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { LabError } from "../lab-errors.ts";

export interface GoBuild {
  /** The folder of the module. */
  readonly directory: string;
  /** The folder that gets the programs. */
  readonly out: string;
  /** What to build: packages, or `tool` for all tools of the module. */
  readonly target: string;
  /** Flags for the linker. */
  readonly flags: string;
  /** Ends the build, its compilers and `out` with this process: binaries/leash. Absent when it builds the leash. */
  readonly leash?: string;
  readonly onProgress: (line: string) => void;
}

/** Runs `go build`, and reports its progress every few seconds. */
export async function goBuild({ directory, out, target, flags, leash, onProgress }: GoBuild): Promise<void> {
  const begun = Date.now();
  let packages = 0;
  let downloads = 0;
  const lines: string[] = [];
  const tell = () => {
    const seconds = Math.round((Date.now() - begun) / 1000);
    onProgress(`${downloads} modules fetched, ${packages} packages compiled, ${seconds} s`);
  };
  const build = ["go", "build", "-v", "-trimpath", "-ldflags", flags, "-o", `${out}/`, target];
  const [command = "", ...args] = leash === undefined ? build : [leash, "-remove", out, ...build];
  const child = spawn(command, args, {
    cwd: directory,
    // No cgo: it needs a C compiler, and its programs need a matching libc.
    env: { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-mod=readonly -buildvcs=false", GOWORK: "off" },
    // For the leash, the end of its input is the end of this process.
    stdio: ["pipe", "ignore", "pipe"],
    detached: leash !== undefined,
  });
  const timer = setInterval(tell, 5000);
  createInterface({ input: child.stderr }).on("line", (line) => {
    if (line.startsWith("go: downloading ")) {
      downloads++;
    } else if (/^[\w.-]+(\/[\w.~-]+)*$/.test(line)) {
      packages++;
    } else {
      lines.push(line);
    }
  });
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject).once("close", resolve);
    });
    if (code !== 0) {
      const end = lines.slice(-20).join("\n");
      const remedy = end.includes("no space left on device")
        ? `\nOf these, one is on a disk that is full: ${out}, whose place XDG_CACHE_HOME sets; ` +
          "Go's own caches (GOCACHE, GOMODCACHE); Go's temporary folder (GOTMPDIR)."
        : "";
      throw new LabError(`go build failed in ${directory}:\n${end}${remedy}`);
    }
  } finally {
    clearInterval(timer);
  }
}
