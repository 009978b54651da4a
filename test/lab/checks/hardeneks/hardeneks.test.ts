import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect } from "chai";
import { parseAllDocuments } from "yaml";
import type { ObjectAddress } from "../../../../lab/api/object-address.ts";
import { type Lab, platform } from "../../../../lab/lab.ts";
import { applyObjects } from "../../../../lab/objects/apply.ts";
import { listAt, objectAt } from "../../../../plan/json.ts";
import { lab } from "../../suite.ts";
import { identityOf } from "../../support/actors.ts";
import { buildBefore } from "../../support/builds.ts";
import { waitUntil } from "../../support/wait-until.ts";
import { waitUntilSettled } from "../../support/wait-until-settled.ts";
import { cleanLab } from "../clean-lab.ts";
import { stackObjects } from "../stack-objects.ts";
import { expected, leftOut } from "./findings.ts";
import { type Hardeneks, installHardeneks } from "./install.ts";
import { configFile, type Result, rulesOf, runHardeneks } from "./report.ts";

const exampleFile = resolve(import.meta.dirname, "../../../../docs/examples/workload.yaml");

describe("hardeneks", function () {
  this.timeout(300_000);
  let directory: string;
  let hardeneks: Hardeneks;
  let running: Lab;
  let namespaces: readonly string[];
  let results: readonly Result[];
  let installed: Hardeneks | string;

  buildBefore(this, async (onProgress) => {
    onProgress("Installing hardeneks");
    // The lab's directory is removed with the lab.
    directory = join(lab().directory, "hardeneks");
    installed = await installHardeneks(join(directory, "venv"));
  });

  before(async function () {
    if (typeof installed === "string") {
      console.log(`      skipped: hardeneks can't be installed: ${installed}`);
      return this.skip();
    }
    hardeneks = installed;
    running = await cleanLab();
    const objects = await stackObjects("dev");
    await applyObjects(await running.kubeconfig(platform), objects, { force: true });
    await waitUntilSettled(running);
    await runExample();
    namespaces = [
      "default",
      ...objects.filter(({ kind }) => kind === "Namespace").map(({ metadata }) => metadata.name),
    ];
    results = await runHardeneks(hardeneks, await running.kubeconfig(platform), join(directory, "run"));
  });

  after(async () => {
    const caller = await running?.as(platform);
    for (const { kind, metadata } of exampleObjects()) {
      const root = kind === "Deployment" ? "/apis/apps/v1" : "/api/v1";
      await caller?.request(
        "DELETE",
        `${root}/namespaces/${metadata.namespace}/${kind.toLowerCase()}s/${metadata.name}`,
      );
    }
  });

  /** Applies the example of the docs with its team's rights, because rules about pods need pods. */
  async function runExample() {
    const developer = identityOf("developer of cart");
    await applyObjects(await running.kubeconfig(developer), exampleObjects());
    const caller = await running.as(developer);
    await waitUntil(
      "the example has two pods",
      async () =>
        listAt(objectAt((await caller.request("GET", "/api/v1/namespaces/cart/pods")).body)["items"]),
      (pods) => pods.length === 2,
    );
  }

  it("checks every rule, or leaves it out with a reason", () => {
    const checkedRules = rulesOf(configFile);
    expect([...checkedRules, ...Object.keys(leftOut)].sort()).to.deep.equal(rulesOf(hardeneks.config).sort());
    const ofCluster = checkedRules.filter((rule) => rule.startsWith("cluster_wide.")).length;
    const ofNamespaces = (checkedRules.length - ofCluster) * namespaces.length;
    expect(results).to.have.length(ofCluster + ofNamespaces);
  });

  it("finds the known violations, and no others", () => {
    const violations = results
      .filter(({ passed }) => !passed)
      .map(({ rule, namespace, resources }) => ({
        rule,
        ...(namespace !== undefined && { namespace }),
        resources,
      }));
    expect(sorted(violations)).to.deep.equal(sorted(expected.map(({ reason: _, ...finding }) => finding)));
  });
});

function exampleObjects(): ObjectAddress[] {
  return parseAllDocuments(readFileSync(exampleFile, "utf8")).map((document) => document.toJS());
}

function sorted<T>(findings: readonly T[]): T[] {
  return findings.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
