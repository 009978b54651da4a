import { realpathSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { LabError } from "./lab-errors.ts";

/**
 * The folder for labs' directories. A file system in memory is too small for etcd's data and the audit log.
 * XDG_RUNTIME_DIR is one, and /tmp can be one. file-hierarchy(7) recommends TMPDIR, then /var/tmp.
 *
 * @throws LabError if the folder doesn't exist
 */
export function temporaryFolder(): string {
  try {
    // Resolved, because it is a link on macOS.
    return realpathSync(process.env["TMPDIR"] || "/var/tmp");
  } catch (error) {
    throw new LabError(
      `there is no folder for labs: ${(error as Error).message}. TMPDIR says where it is to be.`,
    );
  }
}

/**
 * The folder for built programs.
 *
 * @throws LabError if XDG_CACHE_HOME isn't absolute, which the XDG Base Directory Specification requires
 */
export function cacheFolder(): string {
  const home = process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache");
  if (!isAbsolute(home)) {
    throw new LabError(`XDG_CACHE_HOME: received ${home}; allowed: an absolute path.`);
  }
  return join(home, "casemate", "lab");
}
