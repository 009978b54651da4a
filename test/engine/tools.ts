import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Whether a command is on the PATH. */
export function isOnPath(command: string): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Whether the real provider and a real API server, which Go builds, are available. */
export const hasKubernetes = ["go", "pulumi-resource-kubernetes"].every(isOnPath);
