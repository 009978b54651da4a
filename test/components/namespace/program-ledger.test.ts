import * as k8s from "@pulumi/kubernetes";
import { expect } from "chai";
import type { ClusterRef } from "../../../components/contract/cluster-ref.ts";
import { InputError } from "../../../components/shared/input/input-error.ts";
import type { TenantArgs } from "../../../components/workload/tenant.ts";
import { Tenants } from "../../../components/workload/tenants.ts";
import { WorkloadNamespace } from "../../../components/workload/workload-namespace.ts";
import { deploy } from "../../harness.ts";
import { clusterRef } from "../workload/fixtures.ts";

const caller: TenantArgs = { name: "web", team: "shop", calls: [{ to: { namespace: "pay" }, port: 8443 }] };
const receiver: TenantArgs = {
  name: "pay",
  team: "pay",
  accepts: [{ from: { namespace: "web" }, port: 8443 }],
};

/** The lines of the error that the second component throws, which must register nothing. */
async function refusal(
  first: (cluster: ClusterRef) => unknown,
  second: (cluster: ClusterRef) => unknown,
): Promise<string[]> {
  let thrown: unknown;
  const alone = await deploy(() => void first(clusterRef()));
  const both = await deploy(() => {
    const cluster = clusterRef();
    first(cluster);
    try {
      second(cluster);
    } catch (error) {
      thrown = error;
    }
  });
  expect(thrown).to.be.instanceOf(InputError);
  expect(both.resources.map(({ urn }) => urn)).to.deep.equal(alone.resources.map(({ urn }) => urn));
  return (thrown as InputError).message.split("\n");
}

const tenants =
  (name: string, ...list: TenantArgs[]) =>
  (cluster: ClusterRef) =>
    new Tenants(name, { cluster, tenants: list });
const single = (name: string, tenant: TenantArgs) => (cluster: ClusterRef) =>
  new WorkloadNamespace(name, { cluster, ...tenant });

describe("namespaces of several components of one program", () => {
  it("have flows with each other, which are no longer half-open", async () => {
    const open: number[] = [];
    await deploy(() => {
      const cluster = clusterRef();
      const first = new Tenants("shop", { cluster, tenants: [caller] });
      open.push(first.halfOpenFlows.length);
      const second = new WorkloadNamespace("pay", { cluster, ...receiver });
      open.push(first.halfOpenFlows.length, second.halfOpenFlows.length);
    });
    expect(open).to.deep.equal([1, 0, 0]);
  });

  it("can't have a flow that only one end declares, in any order", async () => {
    const first = await refusal(tenants("shop", caller), tenants("pay", { name: "pay", team: "pay" }));
    expect(first.join("\n")).to.contain('Tenants "shop": tenants[0].calls[0]');
    const second = await refusal(single("pay", { name: "pay", team: "pay" }), tenants("shop", caller));
    expect(second.join("\n")).to.match(/^Tenants "shop": tenants\[0\]\.calls\[0\]/);
  });

  it("can't have one host", async () => {
    const lines = await refusal(
      tenants("shop", { name: "web", team: "shop", hosts: ["*.example.com"] }),
      tenants("pay", { name: "pay", team: "pay", hosts: ["pay.example.com"] }),
    );
    expect(lines.join("\n")).to.contain("tenants[0].hosts[0]");
    expect(lines.join("\n")).to.contain("web claims it");
    expect(lines.join("\n")).not.to.contain('Tenants "shop"');
  });

  it("can't have one name", async () => {
    const lines = await refusal(single("web", caller), tenants("shop", { name: "web", team: "shop" }));
    expect(lines.join("\n")).to.contain('WorkloadNamespace "web" creates web');
    const backwards = await refusal(tenants("shop", { name: "web", team: "shop" }), single("web", caller));
    expect(backwards.join("\n")).to.contain('Tenants "shop" creates web');
  });

  it("can't name a workload that the other doesn't declare", async () => {
    const misspelt = { ...caller, calls: [{ to: { namespace: "pay", workload: "apu" }, port: 8443 }] };
    const lines = await refusal(
      tenants("shop", misspelt),
      tenants("pay", { ...receiver, workloads: { api: {} } }),
    );
    expect(lines.join("\n")).to.contain('Did you mean "api"?');
  });

  it("are remembered only if their component was accepted", async () => {
    await deploy(() => {
      const cluster = clusterRef();
      expect(() => new Tenants("bad", { cluster, tenants: [{ ...caller, team: "" }] })).to.throw();
      new Tenants("shop", { cluster, tenants: [caller] });
    });
  });

  it("are forgotten with their program, and apart from those of another cluster", async () => {
    const program = () => {
      const cluster = clusterRef();
      const provider = new k8s.Provider("west", { clusterIdentifier: "west", kubeconfig: "{}" });
      new Tenants("east", { cluster, tenants: [caller] });
      new Tenants("west", {
        cluster: { ...cluster, clusterName: "west", provider },
        tenants: [{ ...caller, calls: [] }],
      });
    };
    await deploy(program);
    await deploy(program);
  });
});
