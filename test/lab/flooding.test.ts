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
 * One tenant sends all that it can, while another and the platform work. Tenants' people and workloads have a priority
 * level of their own (`components/workload/api-fairness.ts`), and in it each is queued apart.
 *
 * Requirements: D4. Controls: T1499.
 */

const flooder: Actor = "developer of catalog";
const others: readonly Actor[] = ["developer of storefront", "platform"];
const seconds = 10;

describe("API flooding by one tenant", () => {
  it("keeps nobody else from the API", async () => {
    const callers = await Promise.all(others.map(callerOf));
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
    // All share the machine's few cores, so a time says nothing. Who is queued apart doesn't wait for the flood.
    expect(quantile(busy, 0.5), "how long others wait").to.be.lessThan(quantile(flood, 0.5));
  });
});

async function tokenOf(actor: Actor): Promise<string> {
  const { users } = parse(await lab().kubeconfig(identityOf(actor))) as Record<string, unknown>;
  return stringAt(objectAt(objectAt(listAt(users)[0])["user"])["token"]) ?? "";
}

/** Pods that all of admission judges, and lists that the server reads from its database. */
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

/** A few requests a second by each of the others, reads and writes in turn. */
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
