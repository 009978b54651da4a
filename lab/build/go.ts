import { execFileSync } from "node:child_process";
import { LabError } from "../lab-errors.ts";

/** A Go toolchain that can build the lab. */
export interface Go {
  /** The version, for example `go1.26.3`. */
  readonly version: string;
  /** The platform, for example `linux/amd64`. */
  readonly platform: string;
}

/** The oldest minor version that fetches the toolchain of a module. */
const firstThatFetches = 21;
const install = "Install it from https://go.dev/dl/ or by your package manager";

/**
 * Finds Go for a module.
 *
 * @throws LabError if Go is missing, or if it is older than the module needs and may not fetch a newer one
 */
export function findGo(moduleDirectory: string, needed: string): Go {
  try {
    // Inside the module, because Go then answers with the toolchain for the build.
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
  const output = (error.stderr ?? error.message).trim();
  // The message of Go before 1.21 for a version with a patch number.
  if (output.includes("invalid go version")) {
    return tooOld("one before 1.21", needed);
  }
  const running = /running go ([\d.]+)/.exec(output)?.[1];
  if (running !== undefined) {
    return new LabError(
      `the lab needs Go ${needed} or later; found Go ${running}, which may not fetch a newer one (GOTOOLCHAIN=local). ` +
        `${install}, or unset GOTOOLCHAIN.`,
    );
  }
  return new LabError(`the lab needs Go ${needed} or later; \`go env\` failed: ${output}. ${install}.`);
}

function tooOld(found: string, needed: string): LabError {
  return new LabError(
    `the lab needs Go ${needed} or later; found ${found}, and Go fetches a newer one only since 1.21. ${install}.`,
  );
}
