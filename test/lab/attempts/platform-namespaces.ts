import { type Controls, mitre, nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt, Request } from "../support/attempt.ts";
import { collection, type WorkloadKind } from "../support/kinds.ts";
import { labelPatch, namespace, namespacePath, service } from "../support/objects.ts";
import {
  controllerAccount,
  onTheNode,
  platformNamespace,
  platformTemplate,
} from "../support/platform-scene.ts";
import { make, mergePatch, pathOf, read } from "../support/requests.ts";
import { table } from "../support/tables.ts";
import { type Change, digest, image, registry } from "../support/workloads.ts";

const platformLabel = "casemate.dev/platform";
const account = controllerAccount.name;

const run = (of: "controller" | "agent", change?: Change, kind: WorkloadKind = "Deployment"): Request => {
  const template = platformTemplate(of, change);
  const selector = { matchLabels: template.metadata?.labels ?? {} };
  const apps = { spec: { selector, template } };
  const body =
    kind === "Pod"
      ? { metadata: { name: "attempt", labels: selector.matchLabels }, spec: template.spec }
      : apps;
  return make(collection(kind, platformNamespace), {
    apiVersion: kind === "Pod" ? "v1" : "apps/v1",
    kind,
    metadata: { name: "attempt" },
    ...body,
  });
};
const configMap = make(pathOf("v1", "configmaps", platformNamespace), {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "attempt" },
});
const token = make(pathOf("v1", "serviceaccounts", platformNamespace, `${account}/token`), {
  apiVersion: "authentication.k8s.io/v1",
  kind: "TokenRequest",
  spec: { audiences: [] },
});
const secret = (type: string, annotations = {}) =>
  make(pathOf("v1", "secrets", platformNamespace), {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "attempt", annotations },
    type,
  });
const openAll = make(pathOf("networking.k8s.io/v1", "networkpolicies", platformNamespace), {
  apiVersion: "networking.k8s.io/v1",
  kind: "NetworkPolicy",
  metadata: { name: "attempt" },
  spec: { podSelector: {}, policyTypes: ["Ingress"], ingress: [{}] },
});
const binding = (tenant: string) =>
  make(pathOf("rbac.authorization.k8s.io/v1", "rolebindings", tenant), {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    metadata: { name: "attempt" },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "attempt" },
    subjects: [{ kind: "ServiceAccount", ...controllerAccount }],
  });

const ofMarks: Controls = [...requirement("A8", "E2"), ...nsa("NSA-AUTH-04")];
const ofWriters: Controls = [...requirement("A2", "B7", "E2"), ...nsa("NSA-AUTH-03")];
const ofPods: Controls = [...requirement("A5", "C2"), ...nsa("NSA-POD-05")];
const ofImages: Controls = [...requirement("D1"), ...nsa("NSA-POD-04")];

const exempting = "Only the platform makes a namespace the platform's, where other policies hold.";
const takingOver =
  "Who writes objects of a controller, or uses its account, has its rights in the whole cluster.";
const declared = "Only the pods that the namespace names with a reason may have more rights than restricted.";
const ownImages = "A controller's account must not run images of other repositories, such as a tenant's.";
const ordinary = "Platform software does its work with what its PlatformNamespace declares.";

/** Namespaces for platform software: who makes one, who may use it, and what runs in it. */
export const attempts: readonly Attempt[] = [
  ...table({ expect: "refused", why: exempting, serves: ofMarks }, [
    {
      name: "makes its namespace the platform's",
      as: "developer of payments",
      does: mergePatch(namespacePath("payments"), labelPatch({ [platformLabel]: "payments" })),
      by: "rbac",
    },
    {
      name: "makes its namespace the platform's by a wide role",
      as: "delegate of payments",
      does: mergePatch(namespacePath("payments"), labelPatch({ [platformLabel]: "payments" })),
      by: ["casemate-marked", "casemate-namespaces"],
    },
    {
      name: "creates a namespace that is the platform's",
      as: "wide editor",
      does: make(pathOf("v1", "namespaces"), namespace("attempt", { [platformLabel]: "attempt" })),
      by: "casemate-namespaces",
    },
    {
      name: "makes a tenant's namespace the platform's",
      as: "platform",
      does: mergePatch(namespacePath("payments"), labelPatch({ [platformLabel]: "payments" })),
      by: "casemate-namespaces",
    },
  ]),
  ...table({ expect: "refused", why: takingOver, serves: ofWriters }, [
    {
      name: "runs a Deployment of the controller",
      as: "wide editor",
      does: run("controller"),
      by: "casemate-platform-writers",
    },
    {
      name: "writes the controller's configuration",
      as: "wide editor",
      does: configMap,
      by: "casemate-platform-writers",
    },
    {
      name: "writes a Secret of the controller",
      as: "wide editor",
      does: secret("Opaque"),
      by: "casemate-platform-writers",
    },
    {
      name: "takes a token of the controller",
      as: "wide editor",
      does: token,
      by: "casemate-platform-writers",
    },
    {
      name: "opens all ingress of platform software",
      as: "traffic editor",
      does: openAll,
      by: "casemate-platform-writers",
    },
    { name: "writes the platform's configuration", as: "developer of checkout", does: configMap, by: "rbac" },
    {
      name: "takes a token of the platform's controller",
      as: "developer of checkout",
      does: token,
      by: "rbac",
    },
    {
      name: "reads Secrets of platform software",
      as: "developer of checkout",
      does: read(pathOf("v1", "secrets", platformNamespace)),
      by: "rbac",
    },
    {
      name: "acts as the platform's controller",
      as: "developer of checkout",
      does: read(pathOf("v1", "pods", "payments"), {
        "Impersonate-User": `system:serviceaccount:${platformNamespace}:${account}`,
      }),
      by: "rbac",
    },
    {
      name: "gives the platform's controller rights in its namespace",
      as: "delegate of payments",
      does: binding("payments"),
      by: "casemate-role-bindings",
    },
    {
      name: "makes a token that never expires",
      as: "platform software",
      does: secret("kubernetes.io/service-account-token", { "kubernetes.io/service-account.name": account }),
      by: "casemate-secrets",
    },
  ]),
  ...table({ as: "platform software", expect: "refused", why: declared, serves: ofPods }, [
    {
      name: "runs a privileged pod as the controller",
      does: run(
        "controller",
        (_, container) => {
          container.securityContext = { privileged: true };
        },
        "Pod",
      ),
      by: "casemate-platform-pods",
    },
    {
      name: "runs the controller on the node's network",
      does: run("controller", (spec) => {
        spec.hostNetwork = true;
      }),
      by: "casemate-platform-pods",
    },
    {
      name: "runs a privileged pod with the agent's account, without its labels",
      does: make(collection("Pod", platformNamespace), {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name: "attempt", labels: { app: "agent" } },
        spec: platformTemplate("agent", onTheNode).spec,
      }),
      by: "casemate-platform-pods",
    },
    {
      name: "runs a pod as an account of no workload",
      does: run("controller", (spec) => {
        spec.serviceAccountName = "stray";
      }),
      by: "casemate-platform-pods",
    },
    {
      name: "mounts a token in a workload that doesn't call the API",
      does: run("agent", (spec) => {
        spec.automountServiceAccountToken = true;
      }),
      by: "casemate-platform-pods",
    },
  ]),
  ...table(
    {
      as: "platform software",
      expect: "refused",
      by: "casemate-platform-images",
      why: ownImages,
      serves: ofImages,
    },
    [
      {
        name: "runs an image of a tenant's repository as the controller",
        does: run("controller", (_, container) => {
          container.image = image;
        }),
      },
      {
        name: "runs its image by a tag where digests are required",
        does: run("controller", (_, container) => {
          container.image = `${registry}/platform/mirror:v1`;
        }),
      },
      {
        name: "runs an image whose name begins like its own",
        does: run("controller", (_, container) => {
          container.image = `${registry}/platform/mirror-fork@${digest}`;
        }),
      },
      {
        name: "runs an image below its own repository",
        does: run("controller", (_, container) => {
          container.image = `${registry}/platform/mirror/fork@${digest}`;
        }),
      },
    ],
  ),
  ...table({ expect: "admitted", why: ordinary, serves: [...requirement("B3"), ...mitre("T1078")] }, [
    { name: "deploys the controller", as: "platform", does: run("controller") },
    {
      name: "deploys the agent, privileged and on the node's network",
      as: "platform",
      does: run("agent", onTheNode, "DaemonSet"),
    },
    {
      name: "runs a pod of the agent, privileged and on the node's network",
      as: "platform",
      does: run("agent", onTheNode, "Pod"),
    },
    {
      name: "mounts the controller's token",
      as: "platform",
      does: run(
        "controller",
        (spec) => {
          spec.automountServiceAccountToken = true;
        },
        "Pod",
      ),
    },
    { name: "deploys platform software that lists it as a manager", as: "gitops", does: run("controller") },
    { name: "writes its own configuration", as: "platform software", does: [configMap, secret("Opaque")] },
    {
      name: "elects a leader",
      as: "platform software",
      does: make(pathOf("coordination.k8s.io/v1", "leases", platformNamespace), {
        apiVersion: "coordination.k8s.io/v1",
        kind: "Lease",
        metadata: { name: "attempt" },
      }),
    },
    {
      name: "opens a load balancer for platform software",
      as: "platform",
      does: make(pathOf("v1", "services", platformNamespace), service({ type: "LoadBalancer" })),
    },
  ]),
];
