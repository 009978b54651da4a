import { expect } from "chai";
import { inList, judgeTenants } from "../../../components/workload/check-tenants.ts";
import { areChecked, verdictOf } from "../../../components/workload/checked-tenant.ts";
import type { TenantArgs } from "../../../components/workload/tenant.ts";
import { Tenants } from "../../../components/workload/tenants.ts";
import { deploy } from "../../harness.ts";
import { cluster, clusterRef, refusal } from "./fixtures.ts";

const checkout: TenantArgs = {
  name: "checkout",
  team: "shop",
  calls: [{ to: { namespace: "payments" }, port: 8443 }],
};
const payments: TenantArgs = {
  name: "payments",
  team: "pay",
  accepts: [{ from: { namespace: "checkout" }, port: 8443 }],
};
const toMetadata = { to: { cidr: "169.254.169.254/32" }, port: 80, reason: "x" };

/** The paths of the problems. */
function places(...tenants: unknown[]): string[] {
  return judgeTenants(tenants, { cluster, prefix: inList }).problems.map(({ path }) => path);
}

describe("a problem of one part of a tenant", () => {
  const cases: [what: string, tenants: unknown[], ...places: string[]][] = [
    [
      "hides none of another part",
      [{ ...checkout, team: 7, access: { viewers: ["oidc:all"] }, calls: [toMetadata] }],
      "tenants[0].team",
      "tenants[0].access.viewers[0]",
      "tenants[0].calls[0].to.cidr",
    ],
    [
      "hides none of another item of the same list",
      [{ ...checkout, calls: [{ to: {}, port: 1 }, toMetadata] }],
      "tenants[0].calls[0].to",
      "tenants[0].calls[1].to.cidr",
    ],
    [
      "hides none of another tenant, nor between tenants",
      [
        { ...checkout, hosts: ["a.example.com"], size: "tiny" },
        { ...payments, hosts: ["a.example.com"] },
      ],
      "tenants[0].size",
      "tenants[1].hosts[0]",
    ],
    [
      "hides no flow that only one end declares",
      [checkout, { ...payments, accepts: [], size: "tiny" }],
      "tenants[1].size",
      "tenants[0].calls[0]",
    ],
    [
      "says nothing of the end that a broken flow would be",
      [checkout, { ...payments, accepts: [{ from: { namespace: "checkout" }, port: "8443" }] }],
      "tenants[1].accepts[0].port",
    ],
    [
      "says nothing of the end that a misspelt field would be",
      [checkout, { name: "payments", team: "pay", acepts: payments.accepts }],
      "tenants[1].acepts",
    ],
    [
      "says nothing of the tenant that a broken name would be",
      [checkout, { ...payments, name: "Payments" }],
      "tenants[1].name",
    ],
    [
      "says nothing of workloads that a broken list would have",
      [{ ...checkout, workloads: { Web: {} }, calls: [{ from: "web", to: { namespace: "far" }, port: 1 }] }],
      "tenants[0].workloads.Web",
    ],
    [
      "says nothing of addresses where the class, or a waiver, isn't known",
      [
        { ...checkout, class: "PCI", calls: [{ ...toMetadata, to: { cidr: "52.0.0.0/24" } }] },
        {
          name: "search",
          team: "shop",
          waivers: [{}],
          calls: [{ ...toMetadata, to: { cidr: "0.0.0.0/0" } }],
        },
      ],
      "tenants[0].class",
      "tenants[1].waivers[0].control",
      "tenants[1].waivers[0].reason",
      "tenants[1].waivers[0].owner",
      "tenants[1].waivers[0].expires",
    ],
    [
      "hides no name twice",
      [{ ...payments, accepts: [] }, { name: "payments" }],
      "tenants[1].team",
      "tenants[1].name",
    ],
    [
      "of what is no tenant hides no other",
      [null, { ...payments, team: "" }],
      "tenants[0]",
      "tenants[1].team",
    ],
  ];
  for (const [what, tenants, ...expected] of cases) {
    it(what, () => {
      expect(places(...tenants)).to.deep.equal(expected);
    });
  }

  it("of the cluster hides none of the tenants", async () => {
    const lines = await refusal(
      (ref) =>
        new Tenants("shop", {
          cluster: ref,
          tenants: [
            { ...checkout, team: "" },
            { ...payments, accepts: [] },
          ],
        }),
      { vpcCidr: "10.64.0.0" },
    );
    expect(lines.map((line) => line.split(": ")[1])).to.deep.equal([
      "cluster.vpcCidr",
      "tenants[0].team",
      "tenants[0].calls[0]",
    ]);
  });
});

describe("a checked tenant", () => {
  const waivers = [{ control: "flow-to-everyone", reason: "x", owner: "web", expires: "2020-01-31" }];
  const judge = () =>
    judgeTenants([{ ...checkout, waivers }, payments], { cluster, prefix: inList, today: "2020-01-01" })
      .tenants;

  it("has its policies, and keeps them in a copy", () => {
    const [first] = judge().map((tenant) => ({ cluster, ...tenant }));
    expect((first && verdictOf(first))?.policies.map(({ name }) => name)).to.deep.equal([
      "default-deny",
      "allow",
    ]);
  });

  it("isn't checked again by Tenants, for the cluster that it was checked against", async () => {
    const { all } = await deploy(() => void new Tenants("shop", { cluster: clusterRef(), tenants: judge() }));
    const namespaces = new Map(
      all("casemate:workload:WorkloadNamespace").map(({ name, inputs }) => [name, inputs]),
    );
    expect([...namespaces.keys()]).to.have.members(["shop-checkout", "shop-payments"]);
    expect(namespaces.get("shop-checkout")).to.deep.equal({
      clusterName: "prod",
      ...checkout,
      waivers,
    });
  });

  it("is checked again for another cluster, or if it is given without the others or with more", async () => {
    const expired = /^Tenants "shop": tenants\[\d\]\.waivers\[0\]\.expires: /;
    const refused = (tenants: readonly TenantArgs[], rest = {}) =>
      refusal((ref) => new Tenants("shop", { cluster: ref, tenants }), rest);
    expect((await refused(judge(), { vpcCidr: "10.65.0.0/16" }))[0]).to.match(expired);
    expect((await refused(judge().slice(0, 1)))[0]).to.match(expired);
    expect((await refused([...judge(), { name: "search", team: "shop" }]))[0]).to.match(expired);
  });

  it("can't come from a plain tenant", () => {
    expect(areChecked([{ ...checkout, verdict: {} } as TenantArgs], cluster)).to.equal(false);
  });
});
