import { connect, type TLSSocket } from "node:tls";
import { expect } from "chai";
import { parse } from "yaml";
import { send } from "../../lab/api/http.ts";
import { listAt, objectAt, stringAt } from "../../plan/json.ts";
import { lab } from "./suite.ts";
import { identityOf } from "./support/actors.ts";
import { callerOf } from "./support/callers.ts";
import { exampleObjects } from "./support/example.ts";
import { pathOf } from "./support/requests.ts";
import { restore } from "./support/stack.ts";
import { waitUntil } from "./support/wait-until.ts";

/**
 * A flood that costs the attacker nothing: a request whose body never arrives holds a seat until the server gives up.
 * Without their own priority level, tenants share these seats with the platform's administrators.
 *
 * Requirements: D4. Controls: MITRE T1499.
 */

const flooder = "developer of catalog";
const connections = 700;
/** A queued request waits a quarter of the request timeout, 15 s, before the server refuses it. */
const queued = 10_000;
const flowSchemas = pathOf("flowcontrol.apiserver.k8s.io/v1", "flowschemas");

describe("a flood of requests that never end", () => {
  const flood: TLSSocket[] = [];
  /** The FlowSchemas of the stack. */
  let ownSchemas: string[];

  before(async () => {
    const objects = await exampleObjects();
    ownSchemas = objects.filter(({ kind }) => kind === "FlowSchema").map(({ metadata }) => metadata.name);
  });

  afterEach(async () => {
    for (const socket of flood.splice(0)) {
      socket.destroy();
    }
    await waitUntil("the platform is served again", ask, ({ status }) => status === 200);
    await restore(({ kind }) => kind === "FlowSchema");
    await levelOfFlooder((schema) => ownSchemas.includes(schema));
  });

  it("leaves the platform its seats", async () => {
    await fillSeats(flood, await levelOfFlooder((schema) => ownSchemas.includes(schema)));
    for (let time = 0; time < 10; time++) {
      const { status, milliseconds } = await ask();
      expect(status).to.equal(200);
      expect(milliseconds).to.be.lessThan(queued);
    }
  });

  it("takes the platform's seats if tenants have no own level", async () => {
    const platform = await callerOf("platform");
    expect(ownSchemas).not.to.be.empty;
    for (const name of ownSchemas) {
      expect((await platform.request("DELETE", `${flowSchemas}/${name}`)).status).to.equal(200);
    }
    const level = await levelOfFlooder((schema) => !ownSchemas.includes(schema));
    // Every ten seconds a full level borrows seats from others, so the flood must take these as well.
    await waitUntil(
      "the platform is refused, or waits",
      async () => {
        await fillSeats(flood, level);
        return await ask();
      },
      ({ status, milliseconds }) => status === 429 || milliseconds > queued,
    );
  });
});

/** Reads as the platform. */
async function ask(): Promise<{ status: number; milliseconds: number }> {
  const platform = await callerOf("platform");
  const started = performance.now();
  const { status } = await platform.request("GET", "/api/v1/namespaces/payments");
  return { status, milliseconds: performance.now() - started };
}

/** The priority level of the flooder's requests, as soon as a wanted FlowSchema matches them. */
async function levelOfFlooder(isWanted: (schema: string) => boolean): Promise<string> {
  const developer = await callerOf(flooder);
  const platform = await callerOf("platform");
  const { level } = await waitUntil(
    "the API server uses the existing FlowSchemas",
    async () => {
      const { headers } = await developer.request("GET", pathOf("v1", "configmaps", "catalog"));
      const { body } = await platform.request("GET", flowSchemas);
      const schema = listAt(objectAt(body)["items"])
        .map(objectAt)
        .find(({ metadata }) => objectAt(metadata)["uid"] === headers["x-kubernetes-pf-flowschema-uid"]);
      return {
        schema: stringAt(objectAt(schema?.["metadata"])["name"]),
        level: stringAt(objectAt(objectAt(schema?.["spec"])["priorityLevelConfiguration"])["name"]) ?? "",
      };
    },
    ({ schema }) => schema !== undefined && isWanted(schema),
  );
  return level;
}

/** Opens connections as a tenant's developer, who may create ConfigMaps, until requests must wait. */
async function fillSeats(flood: TLSSocket[], level: string): Promise<void> {
  const { users } = parse(await lab().kubeconfig(identityOf(flooder))) as Record<string, unknown>;
  const token = stringAt(objectAt(objectAt(listAt(users)[0])["user"])["token"]);
  const { hostname, port, host } = new URL(lab().url);
  const request = [
    "POST /api/v1/namespaces/catalog/configmaps?dryRun=All HTTP/1.1",
    `Host: ${host}`,
    `Authorization: Bearer ${token}`,
    "Content-Type: application/json",
    "Content-Length: 5000",
    "",
    "{",
  ].join("\r\n");
  for (let batch = 0; batch < connections / 50; batch++) {
    await Promise.all(
      Array.from({ length: 50 }, async () => {
        const socket = connect({ host: hostname, port: Number(port), ca: lab().authority });
        flood.push(socket);
        socket.on("error", () => {}).resume();
        await new Promise((resolve, reject) => socket.once("secureConnect", resolve).once("close", reject));
        socket.write(request);
      }),
    );
  }
  await waitUntil(
    `requests wait for a seat of ${level}`,
    () => waitingRequests(level),
    (count) => count > 0,
  );
}

/** The number of requests that wait in a level. The server's administrator, who asks, never waits. */
async function waitingRequests(level: string): Promise<number> {
  const { url, authority, coordinates } = lab();
  const path = "/debug/api_priority_and_fairness/dump_priority_levels";
  const { body } = await send({ url, authority, ...coordinates.admin }, "GET", path);
  const [header = [], ...rows] = String(body)
    .split("\n")
    .map((line) => line.split(",").map((cell) => cell.trim()));
  const row = rows.find(([name]) => name === level);
  return Number(row?.[header.indexOf("WaitingRequests")] ?? 0);
}
