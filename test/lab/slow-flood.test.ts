import { setTimeout as sleep } from "node:timers/promises";
import { connect, type TLSSocket } from "node:tls";
import { expect } from "chai";
import { parse } from "yaml";
import { listAt, objectAt, stringAt } from "../../plan/json.ts";
import { identityOf } from "./attempts/actors.ts";
import { callerOf } from "./callers.ts";
import { restore } from "./stack.ts";
import { lab } from "./suite.ts";

/**
 * A flood that costs nothing: requests whose body never comes hold a seat each until the server gives up on them.
 * Without a level of their own, tenants share these seats with the platform's administrators.
 *
 * Requirements: D4. Controls: T1499.
 */

const connections = 700;
/** What has to wait at all waits a quarter of the request timeout before it is refused: 15 s. */
const queued = 10_000;
const flowSchemas = "/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas";

describe("a flood of requests that never end", () => {
  let flood: TLSSocket[] = [];

  afterEach(async () => {
    for (const socket of flood) {
      socket.destroy();
    }
    flood = [];
    await restore(({ kind }) => kind === "FlowSchema");
  });

  it("leaves the platform its seats", async () => {
    flood = await startFlood();
    const answers = await ask(10);
    expect(answers.filter(({ status }) => status !== 200)).to.deep.equal([]);
    expect(Math.max(...answers.map(({ milliseconds }) => milliseconds))).to.be.lessThan(queued);
  });

  it("takes them where the tenants have no level of their own", async () => {
    const platform = await callerOf("platform");
    const { body } = await platform.request("GET", flowSchemas);
    const own = listAt(objectAt(body)["items"])
      .map((item) => stringAt(objectAt(objectAt(item)["metadata"])["name"]) ?? "")
      .filter((name) => name.startsWith("casemate-"));
    expect(own).not.to.be.empty;
    for (const name of own) {
      expect((await platform.request("DELETE", `${flowSchemas}/${name}`)).status).to.equal(200);
    }
    await sleep(2000);
    flood = await startFlood();
    const [answer] = await ask(1);
    expect(answer?.status === 429 || (answer?.milliseconds ?? 0) > queued, JSON.stringify(answer)).to.equal(
      true,
    );
  });
});

/** Reads of the platform, one after the other. */
async function ask(times: number): Promise<{ status: number; milliseconds: number }[]> {
  const platform = await callerOf("platform");
  const answers = [];
  for (let time = 0; time < times; time++) {
    const started = performance.now();
    const { status } = await platform.request("GET", "/api/v1/namespaces/payments");
    answers.push({ status, milliseconds: performance.now() - started });
  }
  return answers;
}

/** As the developer of one tenant, who may make ConfigMaps there. */
async function startFlood(): Promise<TLSSocket[]> {
  const { users } = parse(await lab().kubeconfig(identityOf("developer of catalog"))) as Record<
    string,
    unknown
  >;
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
  const sockets: TLSSocket[] = [];
  for (let batch = 0; batch < connections / 50; batch++) {
    const opened = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const socket = connect({ host: hostname, port: Number(port), ca: lab().authority });
        socket.on("error", () => {}).resume();
        await new Promise((resolve, reject) => socket.once("secureConnect", resolve).once("close", reject));
        socket.write(request);
        return socket;
      }),
    );
    sockets.push(...opened);
  }
  await sleep(3000);
  return sockets;
}
