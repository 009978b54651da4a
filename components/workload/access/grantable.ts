import type { Persona } from "../../contract/persona-rights.ts";

/**
 * What a tenant's file may add to its personas. Everything else is refused: each right of Kubernetes' own kinds is in one
 * of the tables below, with the lowest persona that may have it.
 */

const readVerbs = ["get", "list", "watch"];
const writeVerbs = ["create", "update", "patch", "delete", "deletecollection"];

/** The verbs that a rule may have. `escalate`, `bind`, `impersonate`, `use`, `approve` and `sign` give other rights. */
export const plainVerbs: readonly string[] = [...readVerbs, ...writeVerbs];

interface Grantable {
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly least: Persona;
}

const collections: Grantable["verbs"] = ["deletecollection"];

/** Kubernetes' own kinds, by API group. Cluster-scoped kinds are missing: a Role can't grant them. */
const builtIn: Readonly<Record<string, readonly Grantable[]>> = {
  "": [
    { resources: ["podtemplates", "replicationcontrollers"], verbs: plainVerbs, least: "developer" },
    { resources: ["replicationcontrollers/scale"], verbs: plainVerbs, least: "developer" },
    { resources: ["podtemplates", "replicationcontrollers"], verbs: readVerbs, least: "viewer" },
    { resources: ["pods/eviction"], verbs: ["create"], least: "developer" },
    { resources: ["events"], verbs: ["create", "patch", "update"], least: "developer" },
    {
      resources: ["configmaps", "persistentvolumeclaims", "pods", "services"],
      verbs: collections,
      least: "developer",
    },
    { resources: ["secrets"], verbs: collections, least: "developer" },
    { resources: ["persistentvolumeclaims/status", "services/status"], verbs: readVerbs, least: "viewer" },
    {
      resources: ["resourcequotas/status", "replicationcontrollers/status"],
      verbs: readVerbs,
      least: "viewer",
    },
  ],
  apps: [
    { resources: ["replicasets", "replicasets/scale"], verbs: plainVerbs, least: "developer" },
    { resources: ["deployments", "statefulsets"], verbs: collections, least: "developer" },
    {
      resources: ["daemonsets/status", "deployments/status", "replicasets/status", "statefulsets/status"],
      verbs: readVerbs,
      least: "viewer",
    },
    {
      resources: ["deployments/scale", "replicasets/scale", "statefulsets/scale"],
      verbs: readVerbs,
      least: "viewer",
    },
  ],
  batch: [
    { resources: ["cronjobs", "jobs"], verbs: collections, least: "developer" },
    { resources: ["cronjobs/status", "jobs/status"], verbs: readVerbs, least: "viewer" },
  ],
  autoscaling: [
    { resources: ["horizontalpodautoscalers"], verbs: collections, least: "developer" },
    { resources: ["horizontalpodautoscalers/status"], verbs: readVerbs, least: "viewer" },
  ],
  policy: [
    { resources: ["poddisruptionbudgets"], verbs: collections, least: "developer" },
    { resources: ["poddisruptionbudgets/status"], verbs: readVerbs, least: "viewer" },
  ],
  "networking.k8s.io": [
    { resources: ["ingresses"], verbs: collections, least: "developer" },
    { resources: ["ingresses/status"], verbs: readVerbs, least: "viewer" },
  ],
  "coordination.k8s.io": [
    { resources: ["leases"], verbs: plainVerbs, least: "developer" },
    { resources: ["leases"], verbs: readVerbs, least: "viewer" },
  ],
  "events.k8s.io": [{ resources: ["events"], verbs: ["create", "patch", "update"], least: "developer" }],
  "gateway.networking.k8s.io": [
    {
      resources: ["grpcroutes", "httproutes", "tlsroutes", "gateways", "backendtlspolicies"],
      verbs: readVerbs,
      least: "viewer",
    },
    {
      resources: ["grpcroutes/status", "httproutes/status", "tlsroutes/status"],
      verbs: readVerbs,
      least: "viewer",
    },
    { resources: ["grpcroutes", "httproutes", "tlsroutes"], verbs: plainVerbs, least: "developer" },
  ],
};

const rank: Readonly<Record<Persona, number>> = { viewer: 0, developer: 1, operator: 2 };

/** Whether a persona may get this right on one of Kubernetes' own kinds. */
export function isGrantable(persona: Persona, apiGroup: string, resource: string, verb: string): boolean {
  return (builtIn[apiGroup] ?? []).some(
    ({ resources, verbs, least }) =>
      rank[persona] >= rank[least] && resources.includes(resource) && verbs.includes(verb),
  );
}

/** Domains of groups that Kubernetes, EKS and Casemate keep for themselves. A domain includes its subdomains. */
const ownDomains = [
  "k8s.io",
  "x-k8s.io",
  "kubernetes.io",
  "casemate.dev",
  "eks.amazonaws.com",
  "karpenter.sh",
  "karpenter.k8s.aws",
  "crd.k8s.amazonaws.com",
  // Who writes PolicyEndpoints owns the data plane, and SecurityGroupPolicies give pods other security groups.
  "networking.k8s.aws",
  "vpcresources.k8s.aws",
];
/** Custom resources of Kubernetes' own projects that live in namespaces. */
const sigGroups = ["externaldns.k8s.io", "snapshot.storage.k8s.io", "secrets-store.csi.x-k8s.io"];

/** Whether the group is one of custom resources: a domain, and none of Kubernetes, EKS or Casemate. */
export function isCustomGroup(apiGroup: string): boolean {
  return (
    sigGroups.includes(apiGroup) ||
    (/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+$/.test(apiGroup) &&
      !ownDomains.some((domain) => apiGroup === domain || apiGroup.endsWith(`.${domain}`)))
  );
}

/**
 * Groups whose controllers use their own rights for the author of an object. No admission policy of Casemate judges these
 * objects. A tenant could deploy to other namespaces, publish any host, or create AWS resources.
 */
const deputies: readonly { readonly domains: readonly string[]; readonly reach: string }[] = [
  {
    domains: ["kustomize.toolkit.fluxcd.io", "helm.toolkit.fluxcd.io"],
    reach: "Flux deploys with its own rights if it isn't locked down",
  },
  { domains: ["argoproj.io"], reach: "Argo CD deploys what an Application names, with its own rights" },
  { domains: ["externaldns.k8s.io", "externaldns.nginx.org"], reach: "external-dns publishes any host" },
  { domains: ["elbv2.k8s.aws"], reach: "it attaches pods to any target group" },
  {
    domains: [
      "getambassador.io",
      "haproxy.com",
      "haproxy.org",
      "k8s.nginx.org",
      "konghq.com",
      "projectcontour.io",
      "traefik.containo.us",
      "traefik.io",
    ],
    reach: "its routes claim hosts that admission doesn't judge",
  },
  { domains: ["istio.io", "linkerd.io"], reach: "the mesh may apply it to other namespaces" },
  {
    domains: ["services.k8s.aws", "crossplane.io", "upbound.io"],
    reach: "it creates cloud resources with its own role",
  },
  { domains: ["external-secrets.io"], reach: "a store may read secrets with the controller's own role" },
  { domains: ["keda.sh"], reach: "triggers may use the controller's own role" },
  { domains: ["kyverno.io", "velero.io"], reach: "it works on the whole cluster" },
];

/** What a controller of the group may reach for a tenant; undefined if it isn't known to reach further. */
export function reachOfDeputy(apiGroup: string): string | undefined {
  return deputies.find(({ domains }) =>
    domains.some((domain) => apiGroup === domain || apiGroup.endsWith(`.${domain}`)),
  )?.reach;
}
