import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parseAllDocuments } from "yaml";
import { objectAt, stringAt } from "../../../plan/json.ts";
import type { Request } from "../support/attempt.ts";
import { callerOf } from "../support/callers.ts";
import { pathOf } from "../support/requests.ts";
import { merge, must, strategic, waitUntilGone } from "./cluster.ts";

const docs = join(import.meta.dirname, "../../../docs");
const developer = "developer of cart";
const deployment = pathOf("apps/v1", "deployments", "cart", "cartservice");
const service = pathOf("v1", "services", "cart", "cartservice");
const inTemplate = (spec: object) => ({ spec: { template: { spec } } });

/** The lab gives the answers that the documents show. */
describe("the documents on the lab", () => {
  before("the workload of the example is admitted unchanged", async () => {
    const example = readFileSync(join(docs, "examples/workload.yaml"), "utf8");
    const objects = parseAllDocuments(example).map((document) => document.toJS() as object);
    expect(objects).to.have.length(2);
    await must(developer, "POST", pathOf("apps/v1", "deployments", "cart"), objects[0]);
    await must(developer, "POST", pathOf("v1", "services", "cart"), objects[1]);
  });

  after(async () => {
    for (const path of [deployment, service]) {
      await must(developer, "DELETE", path, { propagationPolicy: "Foreground" });
      await waitUntilGone(path);
    }
  });

  const shown = readFileSync(join(docs, "lab.md"), "utf8").replaceAll(/\s+/g, " ");
  const attacks: readonly [string, Request["method"], string, object, string][] = [
    [
      developer,
      "PATCH",
      deployment,
      inTemplate({ containers: [{ name: "server", image: "docker.io/library/nginx:latest" }] }),
      strategic,
    ],
    [
      developer,
      "PATCH",
      deployment,
      inTemplate({ nodeSelector: { "casemate.dev/node-class": "pci" } }),
      strategic,
    ],
    [
      "platform",
      "PATCH",
      "/api/v1/namespaces/payments?dryRun=All",
      { metadata: { labels: { "pod-security.kubernetes.io/enforce": "privileged" } } },
      merge,
    ],
    ["platform", "DELETE", "/api/v1/namespaces/payments?dryRun=All", {}, "application/json"],
  ];
  for (const [index, [as, method, path, body, type]] of attacks.entries()) {
    it(`answer attack ${index + 1} of docs/lab.md with the same text`, async () => {
      const caller = await callerOf(as as typeof developer);
      const { status, body: answer } = await caller.request(method, path, body, type);
      expect(status).to.equal(403);
      const message = stringAt(objectAt(answer)["message"]) ?? "";
      expect(shown).to.contain(message.slice(message.indexOf("ValidatingAdmissionPolicy")).trim());
    });
  }
});
