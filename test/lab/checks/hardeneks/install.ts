import { execFile } from "node:child_process";
import { globSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** hardeneks, installed in its own directory. */
export interface Hardeneks {
  readonly program: string;
  /** Its default configuration, with all rules. */
  readonly config: string;
}

/**
 * Installs hardeneks and its dependencies at the versions and hashes of requirements.txt.
 *
 * @returns the reason in words, if Python, its `venv`, or the package index isn't available
 * @throws Error if a package doesn't have the known hash
 */
export async function installHardeneks(directory: string): Promise<Hardeneks | string> {
  const requirements = join(import.meta.dirname, "requirements.txt");
  try {
    await run("python3", [
      "-c",
      "import sys; assert sys.version_info >= (3, 10), 'Python is older than 3.10'",
    ]);
    await run("python3", ["-m", "venv", directory]);
    await run(join(directory, "bin/pip"), [
      "install",
      "--quiet",
      "--disable-pip-version-check",
      "--no-input",
      "--require-hashes",
      "--only-binary=:all:",
      "--requirement",
      requirements,
    ]);
  } catch (error) {
    const message = String((error as { stderr?: string }).stderr || error).trim();
    if (message.includes("DO NOT MATCH THE HASHES")) {
      throw new Error(message);
    }
    return message.split("\n").at(-1) ?? message;
  }
  const [config] = globSync(join(directory, "lib/python3*/site-packages/hardeneks/config.yaml"));
  if (config === undefined) {
    throw new Error("hardeneks has no config.yaml any more");
  }
  return { program: join(directory, "bin/hardeneks"), config };
}
