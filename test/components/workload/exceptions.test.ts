import { expect } from "chai";
import { WorkloadNamespace } from "../../../components/workload/workload-namespace.ts";
import { deploy } from "../../harness.ts";
import { clusterRef, refusal } from "./fixtures.ts";

const legacy = { name: "legacy", team: "tools", podSecurity: "baseline" } as const;
const waiver = {
  control: "namespace-restricted-pod-security",
  reason: "the vendor's image starts as root",
  owner: "tools",
  expires: "2999-12-31",
};

describe("a namespace with an exception from Pod Security", () => {
  it("enforces baseline, warns by restricted, and names the end", async () => {
    const { one } = await deploy(() => {
      new WorkloadNamespace("legacy", { cluster: clusterRef(), ...legacy, waivers: [waiver] });
    });
    const { labels, annotations } = one("kubernetes:core/v1:Namespace").inputs["metadata"];
    expect(labels).to.include({
      "pod-security.kubernetes.io/enforce": "baseline",
      "pod-security.kubernetes.io/audit": "restricted",
      "pod-security.kubernetes.io/warn": "restricted",
    });
    expect(annotations).to.include({
      "casemate.dev/pod-security-exception": "baseline until 2999-12-31 (tools)",
    });
  });

  const refused = async (args: object) =>
    (
      await refusal((cluster) => new WorkloadNamespace("legacy", { cluster, ...legacy, ...args } as never))
    ).map((line) => line.replace('WorkloadNamespace "legacy": ', ""));

  it("needs a waiver of that control", async () => {
    for (const waivers of [undefined, [], [{ ...waiver, control: "other" }]]) {
      const lines = await refused({ waivers });
      expect(lines).to.have.length(1);
      expect(lines[0]).to.match(/^podSecurity: received "baseline"; .*namespace-restricted-pod-security/);
    }
  });

  it("needs a waiver that is valid", async () => {
    expect((await refused({ waivers: [{ ...waiver, expires: "2020-01-31" }] }))[0]).to.contain(
      "waivers[0].expires",
    );
  });

  it("is never privileged", async () => {
    expect(await refused({ podSecurity: "privileged", waivers: [waiver] })).to.deep.equal([
      'podSecurity: received "privileged"; allowed: "restricted" or "baseline".',
    ]);
  });

  it("stays restricted with only a waiver", async () => {
    const { one } = await deploy(() => {
      new WorkloadNamespace("legacy", {
        cluster: clusterRef(),
        name: "legacy",
        team: "tools",
        waivers: [waiver],
      });
    });
    const { labels, annotations } = one("kubernetes:core/v1:Namespace").inputs["metadata"];
    expect(labels["pod-security.kubernetes.io/enforce"]).to.equal("restricted");
    expect(annotations).not.to.have.property("casemate.dev/pod-security-exception");
  });
});
