import { connect, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { LabFailure } from "../lab-errors.ts";

/*
 * The owner of a lab listens on a socket in its directory. An answer shows that the lab runs. A process id doesn't,
 * because another process can have the same id later.
 *
 * - A client that writes `stop` requests the lab's end. The connection closes when the lab has ended.
 * - A client that writes `hold` gets an answer when it has the lab for itself, until it closes the connection. The
 *   kernel closes the connection of a killed client.
 */

const patience = 15_000;

/** Listens for the requests `stop` and `hold`. */
export async function listen(directory: string, onStop: () => void): Promise<Server> {
  let turn = Promise.resolve();
  const lend = (socket: Socket) => {
    const returned = new Promise<void>((resolve) => socket.once("close", () => resolve()));
    turn = turn.then(() => {
      socket.write("yours\n");
      return returned;
    });
  };
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", (word) => (String(word) === "hold\n" ? lend(socket) : onStop()));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(socketOf(directory), resolve);
  });
  return server;
}

/** Whether the lab in a directory runs. */
export async function answers(directory: string): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connect(socketOf(directory));
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

/**
 * Runs a command while no other command uses the lab.
 *
 * @param onWait called if another command uses the lab
 * @throws LabFailure if the lab ends before this command's turn
 */
export async function withLock<T>(directory: string, onWait: () => void, run: () => Promise<T>): Promise<T> {
  const socket = connect(socketOf(directory), () => socket.write("hold\n"));
  const waiting = setTimeout(onWait, 500);
  try {
    await new Promise<void>((resolve, reject) => {
      socket.on("error", () => {});
      socket.once("data", () => resolve());
      socket.once("close", () => reject(new LabFailure("the lab has ended.")));
    }).finally(() => clearTimeout(waiting));
    return await run();
  } finally {
    socket.destroy();
  }
}

/** Requests the lab's end, and returns whether it ended within 15 s. */
export async function askToStop(directory: string): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connect(socketOf(directory), () => socket.write("stop\n"));
    const stuck = setTimeout(() => {
      resolve(false);
      socket.destroy();
    }, patience);
    socket.on("error", () => {});
    socket.once("close", () => {
      clearTimeout(stuck);
      resolve(true);
    });
    socket.resume();
  });
}

function socketOf(directory: string): string {
  return join(directory, "control.sock");
}
