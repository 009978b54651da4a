import { execFileSync } from "node:child_process";
import { LabError } from "../lab-errors.ts";

/** A Go toolchain that can build the lab. */
export interface Go {
  /** As `go1.26.3`. */
  readonly version: string;
  /** As `linux/amd64`. */
  readonly platform: string;
}

/** As a minor version: since 1.21, Go fetches the toolchain that a module asks for. */
const firstThatFetches = 21;
const install = "Install it from https://go.dev/dl/ or by your package manager";

/**
 * Finds Go for a module.
 *
 * @throws LabError where Go is missing, or older than the module asks for and not allowed to fetch a newer one
 */
export function findGo(moduleDirectory: string, needed: string): Go {
  try {
    // Inside the module, since Go then answers with the toolchain that it would build with.
    const [version = "", os, arch] = execFileSync("go", ["env", "GOVERSION", "GOOS", "GOARCH"], {
      cwd: moduleDirectory,
      encoding: "utf8",
      env: { ...process.env, GOWORK: "off" },
      stdio: ["ignore", "pipe", "pipe"],
    })
      .trim()
      .split("\n");
    if (Number(/^go1\.(\d+)/.exec(version)?.[1]) < firstThatFetches) {
      throw tooOld(version, needed);
    }
    return { version, platform: `${os}/${arch}` };
  } catch (error) {
    throw error instanceof LabError
      ? error
      : unusable(error as NodeJS.ErrnoException & { stderr?: string }, needed);
  }
}

function unusable(error: NodeJS.ErrnoException & { stderr?: string }, needed: string): LabError {
  if (error.code === "ENOENT") {
    return new LabError(
      `the lab builds Kubernetes from source and needs Go ${needed} or later; found no \`go\` on the PATH. ${install}.`,
    );
  }
  const said = (error.stderr ?? error.message).trim();
  // How Go before 1.21 reads a version with a patch.
  if (said.includes("invalid go version")) {
    return tooOld("one before 1.21", needed);
  }
  const running = /running go ([\d.]+)/.exec(said)?.[1];
  if (running !== undefined) {
    return new LabError(
      `the lab needs Go ${needed} or later; found Go ${running}, which may not fetch a newer one (GOTOOLCHAIN=local). ` +
        `${install}, or unset GOTOOLCHAIN.`,
    );
  }
  return new LabError(`the lab needs Go ${needed} or later; \`go env\` failed: ${said}. ${install}.`);
}

function tooOld(found: string, needed: string): LabError {
  return new LabError(
    `the lab needs Go ${needed} or later; found ${found}, and Go fetches a newer one only since 1.21. ${install}.`,
  );
}
