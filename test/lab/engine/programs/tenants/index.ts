import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import {
  AdmissionPolicies,
  type ClusterRef,
  type TenantArgs,
  TenantRoles,
  Tenants,
  WorkloadDefaults,
} from "../../../../../components/index.ts";

const config = new pulumi.Config();

const cluster: ClusterRef = {
  clusterName: "lab",
  kubernetesVersion: config.require("kubernetesVersion"),
  provider: new k8s.Provider("lab", {
    kubeconfig: config.require("kubeconfig"),
    clusterIdentifier: "lab",
    enableServerSideApply: true,
  }),
  vpcCidr: "10.64.0.0/16",
  serviceCidr: "172.20.0.0/16",
  hasTenantRoles: true,
};
const { roles } = new TenantRoles("lab", { cluster });
const admission = new AdmissionPolicies("lab", {
  cluster,
  registries: config.requireObject<[string]>("registries"),
});

new Tenants("lab", {
  cluster: { ...cluster, ready: admission.ready.apply((policies) => [...roles, ...policies]) },
  tenants: config.requireObject<TenantArgs[]>("tenants"),
});

const deployed = config.getObject<{ namespace: string; workload: string; image: string }>("deployed");
if (deployed !== undefined) {
  const { namespace, workload, image } = deployed;
  const defaults = new WorkloadDefaults({ workload });
  new k8s.apps.v1.Deployment(
    "deployed",
    {
      metadata: { name: workload, namespace, annotations: { "pulumi.com/skipAwait": "true" } },
      spec: {
        selector: defaults.selector,
        template: defaults.podTemplate({ containers: [{ name: workload, image }] }),
      },
    },
    { provider: cluster.provider, dependsOn: admission.ready },
  );
}
