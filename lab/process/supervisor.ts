/**
 * Owns a lab in its own process. The parent process names the lab, receives its progress, and then sends `keep`. If the
 * parent ends before that, the lab ends. After that, the lab runs until a request to stop, or until one of its parts
 * ends.
 */
import { messageOf } from "../../plan/errors.ts";
import { explained, LabError } from "../lab-errors.ts";
import { listen } from "./control-socket.ts";
import { writeExitReason } from "./state.ts";
import type { Order, Report } from "./supervise.ts";

process.once("message", (order: Order) => void run(order));
// The parent has ended. The programs and the directory go with this process: see daemon.ts.
const onAbandoned = () => process.exit(1);
process.once("disconnect", onAbandoned);

async function run({ directory, kubernetes, prefix }: Order): Promise<void> {
  try {
    // Imported here, so that a missing package is also reported.
    const { startLab } = await import("../lab.ts");
    const lab = await startLab({
      directory,
      kubernetes,
      groupsPrefix: prefix,
      onProgress: (line) => report({ kind: "progress", line }),
    });
    let isStopping = false;
    const stop = async (reason?: string) => {
      if (!isStopping) {
        isStopping = true;
        process.off("disconnect", onAbandoned);
        await lab.stop();
        // Only after the end of the lab, because the lab can have filled the disk.
        if (reason !== undefined) {
          writeExitReason(directory, reason);
        }
        process.exit(0);
      }
    };
    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
      process.once(signal, () => void stop());
    }
    await listen(directory, () => void stop());
    void lab.ended.then(stop);
    process.once("message", () => {
      process.off("disconnect", onAbandoned);
      process.send?.("kept");
    });
    report({ kind: "ready", version: lab.version, coordinates: lab.coordinates, pid: process.pid });
  } catch (error) {
    const reason = explained(error);
    const kind = reason instanceof LabError ? "error" : "failure";
    report({ kind, message: messageOf(reason) }, () => process.exit(1));
  }
}

function report(message: Report, done?: () => void): void {
  process.send?.(message, undefined, undefined, () => done?.());
}
