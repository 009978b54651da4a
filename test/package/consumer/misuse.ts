import {
  HardenedCluster,
  type HardenedClusterArgs,
  NodePool,
  type TenantArgs,
  WorkloadNamespace,
} from "casemate";

declare const network: HardenedClusterArgs["network"];
declare const cluster: HardenedCluster;

// @ts-expect-error a cluster without admins locks all users out
new HardenedCluster("a", { kubernetesVersion: "1.35", network, admins: [] });

// @ts-expect-error access to the endpoint needs a reason
export const access: HardenedClusterArgs["apiAccess"] = [{ cidr: "10.0.0.0/8" }];

// @ts-expect-error a namespace needs a team that owns it
new WorkloadNamespace("c", { cluster, name: "c" });

// @ts-expect-error an empty peer never means everyone
export const everyone: TenantArgs["calls"] = [{ to: {}, port: 443 }];

// @ts-expect-error addresses outside the cluster need a reason
export const unexplained: TenantArgs["calls"] = [{ to: { cidr: "10.0.0.0/24" }, port: 443 }];

// @ts-expect-error the class doesn't exist
new NodePool("f", { cluster, nodes: cluster.nodes, class: "secret" });
