import type { V1PodTemplateSpec } from "@kubernetes/client-node";
import { judgePlatform } from "../../../components/platform/check-platform-namespace.ts";
import { annotationsOf, labelsOf } from "../../../components/platform/namespace-marks.ts";
import type { PlatformSettings } from "../../../components/platform/platform-namespace-args.ts";
import { managedByPlatform } from "./objects.ts";
import { type Change, digest, podTemplate, registry, unchanged } from "./workloads.ts";

/** The namespace of platform software, with the marks of a `PlatformNamespace`. */
export const platformNamespace = "mirror";

/** The account of its controller, which may write workloads and configuration in its namespace. */
export const controllerAccount = { namespace: platformNamespace, name: "controller" } as const;

/** The account of an agent on each node, whose pods may be privileged and use the node's network. */
const agentAccount = { namespace: platformNamespace, name: "agent" } as const;

/** An account that no workload of the PlatformNamespace has. */
const strayAccount = { namespace: platformNamespace, name: "stray" } as const;

/** May write everything in the cluster's core groups. EKS's access policy AmazonEKSEditPolicy gives similar rights. */
export const wideEditor = { namespace: "gitops", name: "wide-editor" } as const;

const settings: PlatformSettings = {
  namespace: platformNamespace,
  podSecurity: { level: "privileged", reason: "the agent reads the node's images" },
  images: [`${registry}/platform/mirror`],
  workloads: {
    controller: { labels: { app: "controller" }, kubernetesApi: true },
    agent: {
      labels: { app: "agent", tier: "node" },
      hostNetwork: { reason: "serves the node's runtime" },
      privileged: { reason: "reads the node's images" },
    },
  },
  managers: [{ namespace: "gitops", serviceAccount: "deployer" }],
};

export const platformImage = `${registry}/platform/mirror@${digest}`;

/** A template of the software, compliant but for `change`. */
export function platformTemplate(
  account: "controller" | "agent",
  change: Change = unchanged,
): V1PodTemplateSpec {
  const template = podTemplate("gitops", (spec, container) => {
    spec.serviceAccountName = account;
    container.image = platformImage;
    change(spec, container);
  });
  const labels = { controller: { app: "controller" }, agent: { app: "agent", tier: "node" } }[account];
  return { metadata: { labels }, ...(template.spec && { spec: template.spec }) };
}

/** Privileged and on the node's network. */
export const onTheNode: Change = (spec, container) => {
  spec.hostNetwork = true;
  container.securityContext = { privileged: true };
};

function marked(): object {
  const { checked } = judgePlatform(settings, { vpcCidr: "10.64.0.0/16", serviceCidr: "172.20.0.0/16" }, {});
  if (checked === undefined) {
    throw new Error("the settings of the lab's platform namespace are refused");
  }
  const { managers = [] } = settings;
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name: platformNamespace,
      labels: { ...managedByPlatform, ...labelsOf(checked.software, { kubernetesVersion: "1.36" }) },
      annotations: annotationsOf(checked.software, { managers, hosts: [], values: {} }),
    },
  };
}

const everyVerb = ["get", "list", "create", "update", "patch", "delete", "use"];
const apiGroup = "rbac.authorization.k8s.io";
const rules = [{ apiGroups: ["", "apps", "batch"], resources: ["*"], verbs: everyVerb }];

export const platformSceneObjects: readonly object[] = [
  marked(),
  ...[controllerAccount, agentAccount, strayAccount, wideEditor].map((metadata) => ({
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata,
  })),
  {
    apiVersion: `${apiGroup}/v1`,
    kind: "Role",
    metadata: controllerAccount,
    rules: [...rules, { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: everyVerb }],
  },
  {
    apiVersion: `${apiGroup}/v1`,
    kind: "RoleBinding",
    metadata: controllerAccount,
    roleRef: { apiGroup, kind: "Role", name: controllerAccount.name },
    subjects: [{ kind: "ServiceAccount", ...controllerAccount }],
  },
  { apiVersion: `${apiGroup}/v1`, kind: "ClusterRole", metadata: { name: wideEditor.name }, rules },
  {
    apiVersion: `${apiGroup}/v1`,
    kind: "ClusterRoleBinding",
    metadata: { name: wideEditor.name },
    roleRef: { apiGroup, kind: "ClusterRole", name: wideEditor.name },
    subjects: [{ kind: "ServiceAccount", ...wideEditor }],
  },
];
