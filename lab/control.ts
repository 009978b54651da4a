import { connect, createServer, type Server } from "node:net";
import { join } from "node:path";

/*
 * Whoever owns a lab listens on a socket in its directory. That it answers shows that the lab runs; a process id
 * wouldn't, since another process may have got it. Whoever connects and writes asks for the lab's end, and sees
 * the connection close when it is done.
 */

/** Listens for who asks for the lab's end. */
export async function listen(directory: string, onStop: () => void): Promise<Server> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", onStop);
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

/** Asks for the lab's end and waits for it. */
export async function askToStop(directory: string): Promise<void> {
  await new Promise<void>((resolve) => {
    const socket = connect(socketOf(directory), () => socket.write("stop\n"));
    socket.on("error", () => {});
    socket.once("close", () => resolve());
    socket.resume();
  });
}

function socketOf(directory: string): string {
  return join(directory, "control.sock");
}
