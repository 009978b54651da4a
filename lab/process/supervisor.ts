/**
 * Owns a lab that runs on its own. Whoever starts this process tells it which lab, hears of its progress, and tells
 * it to keep the lab; if that one ends before, so does the lab. From then on it runs until it is asked to stop, or a
 * part of it ends.
 */
import { messageOf } from "../../plan/errors.ts";
import { explained, LabError } from "../lab-errors.ts";
import { listen } from "./control-socket.ts";
import { writeEnd } from "./state.ts";
import type { Order, Report } from "./supervise.ts";

process.once("message", (order: Order) => void run(order));
// Whoever started it has gone. The programs and the directory go with this process: see daemon.ts.
const onAbandoned = () => process.exit(1);
process.once("disconnect", onAbandoned);

async function run({ directory, kubernetes, prefix }: Order): Promise<void> {
  try {
    // Here, so that a package that is missing is told as well.
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
        // Only now, since it may be that the lab has filled the disk.
        if (reason !== undefined) {
          writeEnd(directory, reason);
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
