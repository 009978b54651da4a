import { connect, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { LabFailure } from "../lab-errors.ts";

/*
 * Whoever owns a lab listens on a socket in its directory. That it answers shows that the lab runs; a process id
 * wouldn't, since another process may have got it. Whoever connects and writes `stop` asks for the lab's end, and
 * sees the connection close when it is done. Whoever writes `hold` is answered when the lab is its own, until it
 * closes the connection, which the kernel does for who is killed.
 */

const patience = 15_000;

/** Listens for who asks for the lab's end, or to have it to itself. */
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
 * Runs with the lab to itself, one command after the other.
 *
 * @param onWait is told where another one has the lab
 * @throws LabFailure if the lab ends before it is this one's turn
 */
export async function alone<T>(directory: string, onWait: () => void, run: () => Promise<T>): Promise<T> {
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

/** Asks for the lab's end, and answers whether it has come within 15 s. */
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
