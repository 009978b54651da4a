import { expect } from "chai";
import { hostPattern } from "../../../components/contract/host-pattern.ts";
import { WorkloadNamespace } from "../../../components/index.ts";
import { Tenants } from "../../../components/workload/tenants.ts";
import { deploy } from "../../harness.ts";
import { clusterRef, refusal } from "./fixtures.ts";

describe("the hosts of a tenant", () => {
  for (const host of ["shop.example.com", "*.shop.example.com", "a-1.io"]) {
    it(`accepts ${host}`, () => expect(host).to.match(hostPattern));
  }

  const bad = [
    "*",
    "localhost",
    "*.com.",
    "Shop.example.com",
    "a.*.com",
    "**.example.com",
    "-a.example.com",
    "https://a.example.com",
    "a.example.com:443",
    "a.example.com\nb.example.com",
    `${"a".repeat(64)}.example.com`,
  ];
  for (const host of bad) {
    it(`refuses ${JSON.stringify(host).slice(0, 40)}`, async () => {
      const lines = await refusal(
        (cluster) => new WorkloadNamespace("web", { cluster, name: "web", team: "web", hosts: [host] }),
      );
      expect(lines.join("\n")).to.contain("hosts[0]").and.to.contain("a DNS name");
    });
  }

  it("refuses a host that another tenant claims, exactly or by a wildcard", async () => {
    const lines = await refusal(
      (cluster) =>
        new Tenants("shop", {
          cluster,
          tenants: [
            { name: "web", team: "web", hosts: ["shop.example.com", "*.example.org"] },
            {
              name: "thief",
              team: "thief",
              hosts: ["shop.example.com", "pay.example.org", "a.b.example.org"],
            },
          ],
        }),
    );
    expect(lines.join("\n"))
      .to.contain("tenants[1].hosts[0]")
      .and.to.contain("tenants[1].hosts[1]")
      .and.not.to.contain("hosts[2]");
  });

  it("are annotations of the Namespace, with the groups and the workloads that use the API", async () => {
    const { one } = await deploy(() => {
      new WorkloadNamespace("web", {
        cluster: clusterRef({ groupsPrefix: "login:" }),
        name: "web",
        team: "web",
        hosts: ["www.example.com", "shop.example.com"],
        access: { viewers: ["all"], developers: ["web-dev", "all"] },
        workloads: { operator: { kubernetesApi: true }, site: {} },
      });
    });
    expect(one("kubernetes:core/v1:Namespace").inputs["metadata"].annotations).to.include({
      "casemate.dev/hosts": "shop.example.com\nwww.example.com",
      "casemate.dev/groups": "login:all\nlogin:web-dev",
      "casemate.dev/kubernetes-api": "operator",
    });
  });

  it("add no annotation if a tenant declares none of them", async () => {
    const { one, all } = await deploy(() => {
      new WorkloadNamespace("web", { cluster: clusterRef(), name: "web", team: "web" });
    });
    const { metadata } = one("kubernetes:core/v1:Namespace").inputs;
    expect(metadata.annotations).not.to.have.property("casemate.dev/hosts");
    expect(metadata.annotations).not.to.have.property("casemate.dev/groups");
    expect(metadata.labels["casemate.dev/lifecycle"]).to.equal("protected");
    expect(
      all("kubernetes:core/v1:ServiceAccount").map(({ inputs }) => inputs["metadata"].name),
    ).to.deep.equal(["web"]);
  });
});
