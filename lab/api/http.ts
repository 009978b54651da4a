import { Agent, request } from "node:https";
import { messageOf } from "../../plan/errors.ts";
import type { Json } from "../../plan/json.ts";
import { LabFailure } from "../lab-errors.ts";

/** A server of the lab, and the identity of its caller. */
export interface Target {
  readonly url: string;
  /** PEM of the authority that signs the server's certificate. */
  readonly authority: string;
  readonly certificate?: string;
  readonly key?: string;
  readonly token?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The parsed JSON, or the text if it isn't JSON. */
  readonly body: Json;
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });
const patience = 60_000;

/** Sends one request. A text body is sent unchanged, everything else as JSON. */
export async function send(
  target: Target,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
  for (;;) {
    try {
      return await exchange(target, method, path, text, headers);
    } catch (error) {
      if (!(error instanceof StaleConnection)) {
        throw new LabFailure(`${target.url} doesn't answer: ${messageOf(error)}`, { cause: error });
      }
    }
  }
}

/** The server closed an idle connection while this process was busy. */
class StaleConnection extends Error {}

async function exchange(
  { url, authority, certificate, key, token }: Target,
  method: string,
  path: string,
  text: string | undefined,
  headers: Readonly<Record<string, string>>,
): Promise<Answer> {
  return await new Promise((resolve, reject) => {
    const outgoing = request(
      new URL(path, url),
      {
        method,
        agent,
        ca: authority,
        // Without undefined fields, because an agent selects connections by these fields.
        ...(certificate === undefined ? {} : { cert: certificate }),
        ...(key === undefined ? {} : { key }),
        headers: {
          accept: "application/json",
          // Node sends the body of a DELETE without its length. The server would read it as the next request.
          ...(text === undefined
            ? {}
            : { "content-type": "application/json", "content-length": String(Buffer.byteLength(text)) }),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...headers,
        },
        timeout: patience,
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.once("error", reject);
        incoming.once("end", () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            body: parsed(Buffer.concat(chunks).toString("utf8")),
          }),
        );
      },
    );
    outgoing.once("timeout", () =>
      outgoing.destroy(new Error(`no answer from ${url} within ${patience / 1000} s`)),
    );
    outgoing.once("error", (error: NodeJS.ErrnoException) => {
      reject(outgoing.reusedSocket && error.code === "ECONNRESET" ? new StaleConnection() : error);
    });
    outgoing.end(text);
  });
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
