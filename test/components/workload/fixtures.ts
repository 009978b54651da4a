import * as k8s from "@pulumi/kubernetes";
import { expect } from "chai";
import type { ClusterRef } from "../../../components/contract/cluster-ref.ts";
import { InputError } from "../../../components/shared/input/input-error.ts";
import type { TenantArgs } from "../../../components/workload/tenant.ts";
import { deploy } from "../../harness.ts";

/** The facts of a cluster that the check of tenants uses, without the provider, which only a deployment can create. */
export const cluster = {
  clusterName: "prod",
  kubernetesVersion: "1.35",
  vpcCidr: "10.64.0.0/16",
  serviceCidr: "172.20.0.0/16",
} as const;

/** A cluster from an object literal. Only inside `deploy`. */
export function clusterRef(rest: Partial<ClusterRef> = {}): ClusterRef {
  const provider = new k8s.Provider("prod", { clusterIdentifier: "prod", kubeconfig: "{}" });
  return { ...cluster, hasTenantRoles: true, provider, ...rest };
}

/** A tenant with all fields that are valid without other tenants and without node classes. */
export const payments: TenantArgs = {
  name: "payments",
  team: "pay",
  class: "pci",
  size: "medium",
  access: { viewers: ["auditors"], developers: ["pay-dev"], operators: ["pay-ops"] },
  workloads: { api: {} },
  accepts: [{ from: { namespace: "checkout" }, port: 8443 }],
  calls: [{ to: { cidr: "10.20.0.0/24" }, port: 443, reason: "acquirer, over the peering" }],
};

/** The lines of the `InputError` that `build` throws. Also asserts that `build` registered no resource. */
export async function refusal(
  build: (cluster: ClusterRef) => unknown,
  rest: Partial<ClusterRef> = {},
): Promise<string[]> {
  let thrown: unknown;
  const { resources } = await deploy(() => {
    const ref = clusterRef(rest);
    try {
      build(ref);
    } catch (error) {
      thrown = error;
    }
  });
  expect(resources.map(({ type }) => type)).to.deep.equal(["pulumi:providers:kubernetes"]);
  expect(thrown).to.be.instanceOf(InputError);
  return (thrown as InputError).message.split("\n");
}
