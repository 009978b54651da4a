import { nodeClassLabel } from "../../../components/contract/classes.ts";
import { machineAccounts } from "./machines.ts";

/**
 * Objects that the attempts need in addition to the example stack: accounts of tools outside the tenants, and a node that
 * has joined.
 */

/** Has the rights that Argo CD or Flux need: every kind of workload in every namespace, and no more. */
export const gitopsAccount = { namespace: "gitops", name: "deployer" } as const;

/** A node, named as EKS names nodes. */
export const nodeName = "ip-10-64-0-10.eu-central-1.compute.internal";

/** Has the same rights as `gitopsAccount`, except the right to use service accounts. */
export const builderAccount = { namespace: "gitops", name: "builder" } as const;

/** May write NetworkPolicies in every namespace. EKS's access policy AmazonEKSAdminPolicy gives the same right. */
export const trafficEditor = { namespace: "gitops", name: "traffic-editor" } as const;

const writing = ["get", "list", "create", "update", "patch", "delete"];
const workloads = [
  {
    apiGroups: [""],
    resources: ["pods", "podtemplates", "replicationcontrollers", "pods/ephemeralcontainers"],
    verbs: writing,
  },
  {
    apiGroups: ["apps"],
    resources: ["daemonsets", "deployments", "replicasets", "statefulsets"],
    verbs: writing,
  },
  { apiGroups: ["batch"], resources: ["cronjobs", "jobs"], verbs: writing },
];

export const sceneObjects: readonly object[] = [
  { apiVersion: "v1", kind: "Namespace", metadata: { name: gitopsAccount.namespace } },
  ...account(gitopsAccount, [
    ...workloads,
    { apiGroups: [""], resources: ["serviceaccounts"], verbs: ["use"] },
  ]),
  ...account(builderAccount, workloads),
  ...account(trafficEditor, [
    {
      apiGroups: ["networking.k8s.io"],
      resources: ["networkpolicies"],
      verbs: [...writing, "deletecollection"],
    },
  ]),
  ...[...new Set(machineAccounts.map(({ namespace }) => namespace))].map((name) => ({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name },
  })),
  ...machineAccounts.map((metadata) => ({ apiVersion: "v1", kind: "ServiceAccount", metadata })),
  {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: nodeName, labels: { [nodeClassLabel]: "standard" } },
  },
];

function account(metadata: { namespace: string; name: string }, rules: readonly object[]): object[] {
  const apiGroup = "rbac.authorization.k8s.io";
  const { name } = metadata;
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata },
    { apiVersion: `${apiGroup}/v1`, kind: "ClusterRole", metadata: { name }, rules },
    {
      apiVersion: `${apiGroup}/v1`,
      kind: "ClusterRoleBinding",
      metadata: { name },
      roleRef: { apiGroup, kind: "ClusterRole", name },
      subjects: [{ kind: "ServiceAccount", ...metadata }],
    },
  ];
}
