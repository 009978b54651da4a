import { ClusterNetwork, HardenedCluster, NodePool, WorkloadNamespace } from "casemate";

const network = new ClusterNetwork("prod", { cidr: "10.64.0.0/16" });
const cluster = new HardenedCluster("prod", {
  kubernetesVersion: "1.35",
  network,
  admins: [{ role: "arn:aws:iam::111122223333:role/platform-admin" }],
  apiAccess: [{ cidr: "10.1.0.0/24", reason: "deploy runner, over the peering" }],
});
new NodePool("prod-standard", { cluster, nodes: cluster.nodes });
new WorkloadNamespace("payments", {
  cluster,
  name: "payments",
  team: "pay",
  accepts: [{ from: { namespace: "checkout" }, port: 8443 }],
});

export const kubeconfig = cluster.kubeconfig;
