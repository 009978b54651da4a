import { Agent, request } from "node:https";
import { parentPort, workerData } from "node:worker_threads";
import type { Request } from "./attempt.ts";

/** The requests of a flood, their sender, and how long it lasts. */
export interface Flood {
  readonly url: string;
  readonly authority: string;
  readonly token: string;
  readonly requests: readonly Pick<Request, "method" | "path" | "body">[];
  readonly atOnce: number;
  readonly seconds: number;
}

/** One request and how long its answer took. */
export interface Sample {
  /** 0 for no answer at all. */
  readonly status: number;
  readonly milliseconds: number;
}

/**
 * Runs in a worker. On the main thread, a flood would delay the other requests in the client, and the test would measure
 * itself instead of the server.
 */
async function flood({ url, authority, token, requests, atOnce, seconds }: Flood): Promise<Sample[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce, ca: authority });
  const deadline = Date.now() + seconds * 1000;
  const samples: Sample[] = [];
  const send = (index: number): Promise<number> => {
    const { method, path, body } = requests[index % requests.length] as Flood["requests"][number];
    return new Promise((resolve) => {
      const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
      const outgoing = request(new URL(path, url), { method, agent, headers }, (incoming) => {
        incoming.resume().once("end", () => resolve(incoming.statusCode ?? 0));
      });
      outgoing.once("error", () => resolve(0));
      outgoing.end(body === undefined ? undefined : JSON.stringify(body));
    });
  };
  const hose = async (start: number) => {
    for (let index = start; Date.now() < deadline; index++) {
      const started = performance.now();
      const status = await send(index);
      samples.push({ status, milliseconds: performance.now() - started });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, (_, index) => hose(index)));
  agent.destroy();
  return samples;
}

parentPort?.postMessage(await flood(workerData as Flood));
