import { expect } from "chai";
import { WorkloadNamespace } from "../../../components/index.ts";
import type { TenantArgs } from "../../../components/workload/tenant.ts";
import { deploy } from "../../harness.ts";
import { clusterRef, refusal } from "./fixtures.ts";

const ranges = {
  publicLoadBalancerCidrs: ["10.64.252.0/24"],
  internalLoadBalancerCidrs: ["10.64.248.0/24"],
};
const shop: TenantArgs = {
  name: "shop",
  team: "web",
  workloads: { frontend: {}, admin: {} },
  exposure: [
    { to: "frontend", port: 8080, visibility: "public" },
    { to: "admin", port: 9000 },
  ],
};
const deployed = (tenant = shop) =>
  deploy(() => new WorkloadNamespace("shop", { cluster: clusterRef(ranges), ...tenant }));

describe("the exposure of a tenant", () => {
  it("lets each load balancer reach its port only", async () => {
    const resources = await deployed();
    const ingressOf = (name: string) =>
      resources.one("kubernetes:networking.k8s.io/v1:NetworkPolicy", name).inputs["spec"].ingress;
    expect(ingressOf("shop-allow-frontend")).to.deep.equal([
      {
        from: [{ ipBlock: { cidr: "10.64.252.0/24" } }],
        ports: [{ protocol: "TCP", port: 8080 }],
      },
    ]);
    expect(ingressOf("shop-allow-admin")).to.deep.equal([
      {
        from: [{ ipBlock: { cidr: "10.64.248.0/24" } }],
        ports: [{ protocol: "TCP", port: 9000 }],
      },
    ]);
  });

  it("is on the Namespace, where admission and the platform's classes read it", async () => {
    const { metadata } = (await deployed()).one("kubernetes:core/v1:Namespace").inputs;
    expect(metadata.annotations["casemate.dev/exposure"]).to.equal(
      "internal TCP 9000 admin\npublic TCP 8080 frontend",
    );
    expect(metadata.annotations["casemate.dev/load-balancers"]).to.equal(
      "internal 10.64.248.0/24\npublic 10.64.252.0/24",
    );
    expect(metadata.labels["casemate.dev/exposure"]).to.equal("public");
  });

  it("is no annotation without one, and no load balancer", async () => {
    const resources = await deployed({ name: "shop", team: "web" });
    const { metadata } = resources.one("kubernetes:core/v1:Namespace").inputs;
    expect(Object.keys({ ...metadata.annotations, ...metadata.labels })).to.not.include(
      "casemate.dev/exposure",
    );
    const { spec } = resources.one("kubernetes:core/v1:ResourceQuota").inputs;
    expect(spec.hard).to.include({ "services.loadbalancers": "0", "services.nodeports": "0" });
  });

  it("allows one Service of type LoadBalancer each, and still no port on nodes", async () => {
    const { spec } = (await deployed()).one("kubernetes:core/v1:ResourceQuota").inputs;
    expect(spec.hard).to.include({ "services.loadbalancers": "2", "services.nodeports": "0" });
  });

  it("leaves the VPC out of the clients of a load balancer that keeps their addresses", async () => {
    const resources = await deployed({
      ...shop,
      exposure: [{ to: "frontend", port: 8443, visibility: "public", clients: ["0.0.0.0/0"] }],
    });
    const { spec } = resources.one(
      "kubernetes:networking.k8s.io/v1:NetworkPolicy",
      "shop-allow-frontend",
    ).inputs;
    expect(spec.ingress[0].from).to.deep.equal([
      { ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.0.0/16", "172.20.0.0/16", "10.64.0.0/16"] } },
      { ipBlock: { cidr: "10.64.252.0/24" } },
    ]);
  });

  it("needs load balancer subnets in the cluster's network", async () => {
    const lines = await refusal((cluster) => new WorkloadNamespace("shop", { cluster, ...shop }));
    expect(lines.join("\n")).to.include(
      'exposure[0].visibility: received "public"; allowed: no exposure, because the cluster\'s network names no load ' +
        "balancer subnets",
    );
  });
});

describe("flows that belong to a load balancer or to the mesh", () => {
  const lines = (accepts: NonNullable<TenantArgs["accepts"]>) =>
    refusal(
      (cluster) =>
        new WorkloadNamespace("edge", {
          cluster,
          name: "edge",
          team: "web",
          workloads: { proxy: {} },
          accepts,
        }),
    );

  it("name the exposure for a flow from all addresses", async () => {
    const [line] = await lines([
      { from: { cidr: "0.0.0.0/0" }, to: "proxy", port: 8443, reason: "clients" },
    ]).then((all) => all.filter((one) => one.includes("0.0.0.0/0")));
    expect(line).to.include("declare exposure: [{ to: proxy, port: 8443, visibility: public }]");
  });

  it("name the mesh for its probes", async () => {
    const text = (
      await lines([{ from: { cidr: "169.254.7.127/32" }, port: 8080, reason: "ambient probes" }])
    ).join("\n");
    expect(text).to.include("it belongs to the mesh");
    expect(text).to.not.include("awsPolicy");
  });
});
