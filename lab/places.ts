import { realpathSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { LabError } from "./lab-errors.ts";

/**
 * Where directories of labs go: etcd's data and the audit log are too large for a file system in memory, as
 * XDG_RUNTIME_DIR is one and /tmp may be. file-hierarchy(7) has /var/tmp for that, and TMPDIR before it.
 *
 * @throws LabError where there is no such folder
 */
export function temporaryFolder(): string {
  try {
    // Resolved, since on macOS it is a link.
    return realpathSync(process.env["TMPDIR"] || "/var/tmp");
  } catch (error) {
    throw new LabError(
      `there is no folder for labs: ${(error as Error).message}. TMPDIR says where it is to be.`,
    );
  }
}

/**
 * Where what was built stays.
 *
 * @throws LabError where XDG_CACHE_HOME isn't absolute, as the XDG Base Directory Specification asks for
 */
export function cacheFolder(): string {
  const home = process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache");
  if (!isAbsolute(home)) {
    throw new LabError(`XDG_CACHE_HOME: received ${home}; allowed: an absolute path.`);
  }
  return join(home, "casemate", "lab");
}
