import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { expect } from "chai";
import { parse } from "yaml";
import type { Caller } from "../../lab/lab.ts";
import { listAt, objectAt, stringAt } from "../../plan/json.ts";
import { lab } from "./suite.ts";
import { identityOf } from "./support/actors.ts";
import type { Actor } from "./support/attempt.ts";
import { callerOf } from "./support/callers.ts";
import type { Flood, Sample } from "./support/flood.ts";
import { workload } from "./support/kinds.ts";
import { make, pathOf, read } from "./support/requests.ts";

/**
 * One tenant sends as many requests as it can, while another tenant and the platform work. Tenants' users and workloads
 * have their own priority level (`components/workload/api-fairness.ts`). In it, each user has a separate queue.
 *
 * Requirements: D4. Controls: MITRE T1499.
 */

const flooder: Actor = "developer of catalog";
const otherCallers: readonly Actor[] = ["developer of storefront", "platform"];
const seconds = 10;

describe("API flooding by one tenant", () => {
  it("doesn't block other callers of the API", async () => {
    const callers = await Promise.all(otherCallers.map(callerOf));
    const quiet = await samplesOf(callers, 2);
    const flooding = startFlood(await tokenOf(flooder));
    await sleep(1000);
    const busy = await samplesOf(callers, seconds - 2);
    const flood = await flooding;

    console.log(
      [
        `      the flood: ${flood.length} requests, ${quantiles(flood)}`,
        `      others: ${quantiles(busy)}; in quiet ${quantiles(quiet)}`,
      ].join("\n"),
    );
    expect(flood.length, "requests of the flood").to.be.greaterThan(200);
    expect(busy.filter(({ status }) => status !== 200 && status !== 201)).to.deep.equal([]);
    // All share the machine's cores, so absolute times mean nothing. A separate queue is faster than the flood's.
    expect(quantile(busy, 0.5), "how long others wait").to.be.lessThan(quantile(flood, 0.5));
  });
});

async function tokenOf(actor: Actor): Promise<string> {
  const { users } = parse(await lab().kubeconfig(identityOf(actor))) as Record<string, unknown>;
  return stringAt(objectAt(objectAt(listAt(users)[0])["user"])["token"]) ?? "";
}

/** Floods with pods, which pass all of admission, and with lists, which the server reads from its database. */
function startFlood(token: string): Promise<Sample[]> {
  const { url, authority } = lab();
  const workerData: Flood = {
    url,
    authority,
    token,
    requests: [
      make(pathOf("v1", "pods", "catalog"), workload("Pod", "catalog")),
      read(pathOf("v1", "secrets", "catalog")),
    ],
    atOnce: 200,
    seconds,
  };
  const worker = new Worker(new URL("./support/flood.ts", import.meta.url), { workerData });
  return once(worker, "message").then(([samples]) => samples as Sample[]);
}

/** Each caller sends a few requests a second, alternately reads and writes. */
async function samplesOf(callers: readonly Caller[], forSeconds: number): Promise<Sample[]> {
  const path = pathOf("v1", "configmaps", "storefront");
  const requests = [
    read(path),
    make(path, { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "work" } }),
  ];
  const samples: Promise<Sample>[] = [];
  for (let round = 0; round < forSeconds * 2; round++) {
    for (const { method, path: to, body } of requests) {
      samples.push(...callers.map((caller) => timed(() => caller.request(method, to, body))));
      await sleep(250);
    }
  }
  return await Promise.all(samples);
}

async function timed(send: () => Promise<{ status: number }>): Promise<Sample> {
  const started = performance.now();
  const { status } = await send();
  return { status, milliseconds: performance.now() - started };
}

function quantile(samples: readonly Sample[], share: number): number {
  const sorted = samples.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
}

function quantiles(samples: readonly Sample[]): string {
  return `p50 ${quantile(samples, 0.5).toFixed(0)} ms, p95 ${quantile(samples, 0.95).toFixed(0)} ms`;
}
