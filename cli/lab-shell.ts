import { spawn } from "node:child_process";
import { constants } from "node:os";
import { UsageError } from "../plan/errors.ts";

/** Runs a command, or the user's shell, with a kubeconfig. Returns the exit code that a shell would return. */
export async function runIn(
  kubeconfig: string,
  [command = userShell(), ...args]: readonly string[],
): Promise<number> {
  // The terminal sends Ctrl-C to the child too, which decides what to do.
  process.removeAllListeners("SIGINT").on("SIGINT", () => {});
  // Registered before the child starts. Otherwise a signal could arrive in between and be lost.
  for (const signal of ["SIGTERM", "SIGHUP"] as const) {
    process.removeAllListeners(signal).on(signal, () => child.kill(signal));
  }
  const child = spawn(command, args, { stdio: "inherit", env: { ...process.env, KUBECONFIG: kubeconfig } });
  return await new Promise((resolve, reject) => {
    child.once("error", ({ message }) => reject(new UsageError(`${command} can't be run: ${message}.`)));
    child.once("exit", (code, signal) =>
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
    );
  });
}

function userShell(): string {
  return process.env["SHELL"] || "/bin/sh";
}
