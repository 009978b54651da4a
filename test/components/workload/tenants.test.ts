import { readdirSync, readFileSync } from "node:fs";
import { join, parse } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { parse as parseYaml } from "yaml";
import type { PolicyDocument } from "../../../components/shared/aws/policy-document.ts";
import { checkTenants, inList } from "../../../components/workload/check-tenants.ts";
import { verdictOf } from "../../../components/workload/checked-tenant.ts";
import type { TenantArgs } from "../../../components/workload/tenant.ts";
import { Tenants } from "../../../components/workload/tenants.ts";
import { deploy } from "../../harness.ts";
import { type Pod, reaches } from "../traffic/reach.ts";
import { cluster, clusterRef, payments, refusal } from "./fixtures.ts";

const checkout: TenantArgs = {
  name: "checkout",
  team: "shop",
  calls: [{ to: { namespace: "payments" }, port: 8443 }],
};

const readTable: PolicyDocument = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "dynamodb:GetItem", Resource: "*" }],
};

const refused = (tenants: readonly TenantArgs[]) =>
  refusal((ref) => new Tenants("shop", { cluster: ref, tenants }));

describe("Tenants", () => {
  it("creates a namespace for each, with the flows between them open at both ends", async () => {
    const { all, one } = await deploy(
      () => new Tenants("shop", { cluster: clusterRef(), tenants: [checkout, payments] }),
    );
    expect(all("casemate:workload:WorkloadNamespace").map(({ name }) => name)).to.deep.equal([
      "shop-checkout",
      "shop-payments",
    ]);
    const type = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
    expect(one(type, "shop-checkout-allow").inputs["spec"].egress[1].ports).to.deep.equal([
      { protocol: "TCP", port: 8443 },
    ]);
    expect(one(type, "shop-payments-allow").inputs["spec"].ingress[0].ports).to.deep.equal([
      { protocol: "TCP", port: 8443 },
    ]);
  });

  it("registers more namespaces than one batch, in any stage, without being awaited", async () => {
    const tenants = Array.from({ length: 60 }, (_, index): TenantArgs => ({ name: `t${index}`, team: "t" }));
    for (const preview of [true, false]) {
      const { all } = await deploy(() => void new Tenants("many", { cluster: clusterRef(), tenants }), {
        preview,
      });
      expect(all("casemate:workload:WorkloadNamespace")).to.have.length(60);
      expect(all("kubernetes:core/v1:Namespace")).to.have.length(60);
    }
  });

  it("waits for the cluster by one resource, which each namespace waits for", async () => {
    class Access extends pulumi.CustomResource {}
    for (const preview of [true, false]) {
      const { one, all } = await deploy(
        () => {
          const access = new Access("own:index:Access", "access");
          // A class may have getters, on its prototype.
          class Own {
            get ready() {
              return [access];
            }
          }
          const cluster = Object.assign(Object.create(Own.prototype), clusterRef({ hasTenantRoles: true }));
          new Tenants("shop", { cluster, tenants: [checkout, payments] });
        },
        { preview },
      );
      const schema = one("kubernetes:flowcontrol.apiserver.k8s.io/v1:FlowSchema");
      const level = one("kubernetes:flowcontrol.apiserver.k8s.io/v1:PriorityLevelConfiguration");
      expect(level.dependencies).to.deep.equal([one("own:index:Access").urn]);
      expect(schema.dependencies).to.deep.equal([level.urn]);
      for (const { dependencies } of all("kubernetes:core/v1:Namespace")) {
        expect(dependencies).to.deep.equal([schema.urn]);
      }
      expect(all("kubernetes:core/v1:Namespace")).to.have.length(2);
    }
  });

  it("accepts an empty list", async () => {
    const { resources } = await deploy(
      () => void new Tenants("none", { cluster: clusterRef(), tenants: [] }),
    );
    expect(resources.map(({ type }) => type)).to.include("casemate:workload:Tenants");
  });

  it("returns the namespaces by name", async () => {
    let names: string[] = [];
    await deploy(() => {
      const { namespaces } = new Tenants("shop", { cluster: clusterRef(), tenants: [checkout, payments] });
      return namespaces.apply((all) => {
        names = Object.keys(all);
      });
    });
    expect(names).to.deep.equal(["checkout", "payments"]);
  });

  it("names the problems of all tenants, with their index in the list", async () => {
    expect(
      await refused([
        { ...checkout, name: "Checkout" },
        { ...payments, team: "" },
      ]),
    ).to.deep.equal([
      'Tenants "shop": tenants[0].name: received "Checkout"; allowed: a DNS label: 1 to 63 lowercase letters, digits ' +
        "and hyphens, such as payments-api.",
      'Tenants "shop": tenants[1].team: received ""; allowed: a DNS label: 1 to 63 lowercase letters, digits and ' +
        "hyphens, such as payments-api.",
    ]);
  });

  it("names both ends of a one-sided flow", async () => {
    expect(await refused([{ name: "checkout", team: "shop" }, payments])).to.deep.equal([
      'Tenants "shop": tenants[1].accepts[0]: received {"from":{"namespace":"checkout"},"port":8443}; allowed: a flow ' +
        'that checkout calls to payments as well. Add { to: { namespace: "payments" }, port: 8443 } to the calls of ' +
        "checkout.",
    ]);
  });

  it("refuses a name twice", async () => {
    expect(await refused([checkout, payments, checkout])).to.include(
      'Tenants "shop": tenants[2].name: received "checkout"; allowed: a name that no tenant before it has.',
    );
  });

  for (const tenants of [undefined, null, "web", { web: {} }, Promise.resolve([]), pulumi.output([])]) {
    it(`refuses ${String(tenants).slice(0, 15)} for the list`, async () => {
      const [line, ...others] = await refused(tenants as never);
      expect(line).to.match(
        /^Tenants "shop": tenants: received .*; allowed: (a list of tenants|a plain value)/,
      );
      expect(others).to.deep.equal([]);
    });
  }

  it("refuses a list with a hole, or with an output", async () => {
    const hole: TenantArgs[] = [];
    hole[1] = checkout;
    expect((await refused(hole))[0]).to.match(
      /^Tenants "shop": tenants\[0\]: received nothing; allowed: the fields/,
    );
    expect(await refused([pulumi.output(checkout)] as never)).to.deep.equal([
      'Tenants "shop": tenants[0]: received an output that is not known yet; allowed: a plain value, known at preview.',
    ]);
  });

  const collisions: [string, TenantArgs, TenantArgs, string][] = [
    [
      "NetworkPolicies",
      { name: "a", team: "a", workloads: { allow: { kubernetesApi: true } } },
      { name: "a-allow", team: "b" },
      "NetworkPolicy a-allow-allow",
    ],
    [
      "ServiceAccounts",
      { name: "a", team: "a", workloads: { "x-account-y": {} } },
      { name: "a-account-x", team: "b", workloads: { y: {} } },
      "ServiceAccount a-account-x-account-y",
    ],
    [
      "roles",
      { name: "a", team: "a", workloads: { "x-aws-y": { awsPolicy: readTable } } },
      { name: "a-aws-x", team: "b", workloads: { y: { awsPolicy: readTable } } },
      "role a-aws-x-aws-y",
    ],
  ];
  for (const [what, one, other, name] of collisions) {
    it(`refuses tenants whose ${what} would have the same name`, async () => {
      expect(await refused([one, other])).to.deep.equal([
        `Tenants "shop": tenants[1].name: received "${other.name}"; allowed: a tenant that shares no resource ` +
          `name with a; both have the ${name}. Rename a workload, or a tenant that isn't deployed yet.`,
      ]);
    });
  }

  it("refuses more ports with one peer than the VPC CNI enforces", async () => {
    const calls = Array.from({ length: 25 }, (_, index) => ({
      to: { namespace: "far" },
      port: 8000 + index,
    }));
    expect(await refused([{ ...checkout, calls }])).to.deep.equal([
      'Tenants "shop": tenants[0].calls: received "25 ports with far/*"; allowed: at most 24 ports and protocols with ' +
        "one peer, which is what the VPC CNI enforces. Name the workloads that the ports belong to.",
    ]);
  });

  it("lists flows whose other end is in another program", () => {
    const [checked] = checkTenants('Tenants "shop"', [checkout], { cluster, prefix: inList });
    expect((checked && verdictOf(checked))?.halfOpen.map(({ missing }) => missing)).to.deep.equal([
      "payments",
    ]);
  });
});

describe("the example's tenants", () => {
  const directory = join(import.meta.dirname, "../../../tenants");
  const tenants = readdirSync(directory).map((file) => ({
    file,
    tenant: parseYaml(readFileSync(join(directory, file), "utf8")),
  }));
  const checked = checkTenants(
    "tenants",
    tenants.map(({ tenant }) => tenant),
    { cluster: { ...cluster, publicLoadBalancerCidrs: ["10.64.252.0/24"] }, prefix: inList },
  );
  const policies = new Map(checked.map((tenant) => [tenant.name, verdictOf(tenant)?.policies ?? []]));
  const halfOpen = checked.flatMap((tenant) => verdictOf(tenant)?.halfOpen ?? []);

  it("have the names of their files", () => {
    expect(tenants.map(({ tenant }) => tenant.name)).to.deep.equal(
      tenants.map(({ file }) => parse(file).name),
    );
  });

  it("allow the calls of Online Boutique and no others", () => {
    const pods = tenants.flatMap(({ tenant }): Pod[] =>
      Object.keys(tenant.workloads ?? {}).map((workload) => ({ namespace: tenant.name, workload })),
    );
    const ports = [3550, 5000, 5050, 6379, 7000, 7070, 8080, 9555, 50051];
    const open = pods.flatMap((from) =>
      pods.flatMap((to) =>
        ports
          .filter((port) => reaches(policies, from, to, { port, protocol: "TCP" }))
          .map((port) => `${from.workload} => ${to.workload}:${port}`),
      ),
    );
    expect(open.sort()).to.deep.equal([
      "cartservice => redis-cart:6379",
      "checkoutservice => cartservice:7070",
      "checkoutservice => currencyservice:7000",
      "checkoutservice => emailservice:8080",
      "checkoutservice => paymentservice:50051",
      "checkoutservice => productcatalogservice:3550",
      "checkoutservice => shippingservice:50051",
      "frontend => adservice:9555",
      "frontend => cartservice:7070",
      "frontend => checkoutservice:5050",
      "frontend => currencyservice:7000",
      "frontend => productcatalogservice:3550",
      "frontend => recommendationservice:8080",
      "frontend => shippingservice:50051",
      "recommendationservice => productcatalogservice:3550",
    ]);
  });

  it("have no half-open flows", () => {
    expect(halfOpen).to.deep.equal([]);
  });
});
