/** A role of users inside one namespace. */
export type Persona = "viewer" | "developer" | "operator";

/** One rule of a Role or ClusterRole. */
export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** The objects, by name. @default - all */
  readonly resourceNames?: readonly string[];
}

const read = ["get", "list", "watch"] as const;
const write = ["create", "update", "patch", "delete"] as const;

/**
 * All kinds except Secrets, each by its name. The verb `get` is enough for `pods/exec`, `pods/proxy` and
 * `services/proxy`, so a wildcard for subresources would give access to the pods.
 */
const view: readonly PolicyRule[] = [
  {
    apiGroups: [""],
    resources: [
      "configmaps",
      "endpoints",
      "events",
      "limitranges",
      "persistentvolumeclaims",
      "pods",
      "pods/log",
      "pods/status",
      // Unused, but `kubectl get all` asks for them.
      "replicationcontrollers",
      "resourcequotas",
      "serviceaccounts",
      "services",
    ],
    verbs: read,
  },
  // Bound by a RoleBinding, this shows only the binding's own namespace.
  { apiGroups: [""], resources: ["namespaces"], verbs: ["get"] },
  {
    apiGroups: ["apps"],
    resources: ["controllerrevisions", "daemonsets", "deployments", "replicasets", "statefulsets"],
    verbs: read,
  },
  { apiGroups: ["batch"], resources: ["cronjobs", "jobs"], verbs: read },
  { apiGroups: ["autoscaling"], resources: ["horizontalpodautoscalers"], verbs: read },
  { apiGroups: ["policy"], resources: ["poddisruptionbudgets"], verbs: read },
  { apiGroups: ["networking.k8s.io"], resources: ["ingresses", "networkpolicies"], verbs: read },
  {
    apiGroups: ["gateway.networking.k8s.io"],
    resources: ["gateways", "grpcroutes", "httproutes", "tlsroutes"],
    verbs: read,
  },
  { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: read },
  { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: read },
  { apiGroups: ["events.k8s.io"], resources: ["events"], verbs: read },
  { apiGroups: ["rbac.authorization.k8s.io"], resources: ["rolebindings", "roles"], verbs: read },
  { apiGroups: ["metrics.k8s.io"], resources: ["pods"], verbs: ["get", "list"] },
];

/**
 * What a team deploys. Left out on purpose:
 *
 * - networkpolicies, resourcequotas, limitranges, namespaces: the platform manages them;
 * - roles, rolebindings, serviceaccounts and their tokens, `escalate`, `bind`, `impersonate`: ways to more rights;
 * - daemonsets: they run on nodes, which belong to the platform;
 * - endpoints and endpointslices: a tenant could point its own Service at another tenant's pods (CVE-2021-25740);
 * - `pods/exec`, `pods/attach`, `pods/portforward`, `pods/ephemeralcontainers`: developers change what runs only by
 *   deploying.
 *
 * RBAC lets users who may create pods run them as any service account of the namespace. So admission demands a
 * verb that only Casemate uses: `use`, on the account.
 */
const deploy: readonly PolicyRule[] = [
  {
    apiGroups: [""],
    resources: ["configmaps", "persistentvolumeclaims", "pods", "services"],
    verbs: write,
  },
  { apiGroups: [""], resources: ["secrets"], verbs: [...read, ...write] },
  { apiGroups: [""], resources: ["serviceaccounts"], verbs: ["use"] },
  {
    apiGroups: ["apps"],
    resources: ["deployments", "deployments/scale", "statefulsets", "statefulsets/scale"],
    verbs: write,
  },
  // A Deployment that is deleted with `--cascade=orphan` leaves its ReplicaSets.
  { apiGroups: ["apps"], resources: ["replicasets"], verbs: ["delete"] },
  { apiGroups: ["apps"], resources: ["replicasets/scale"], verbs: ["update", "patch"] },
  {
    apiGroups: ["apps"],
    resources: ["deployments/scale", "replicasets/scale", "statefulsets/scale"],
    verbs: ["get"],
  },
  // For leader election of the team's own tools.
  { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: write },
  { apiGroups: ["batch"], resources: ["cronjobs", "jobs"], verbs: write },
  { apiGroups: ["autoscaling"], resources: ["horizontalpodautoscalers"], verbs: write },
  { apiGroups: ["policy"], resources: ["poddisruptionbudgets"], verbs: write },
  { apiGroups: ["networking.k8s.io"], resources: ["ingresses"], verbs: write },
];

/**
 * Sessions in running pods. Both verbs: clients open these streams by POST (SPDY) and by GET (WebSockets), and RBAC
 * maps them to `create` and `get`. No `pods/ephemeralcontainers`: their images bypass the deployment, and no limit
 * applies to what they use.
 */
const podSessions: readonly PolicyRule[] = [
  {
    apiGroups: [""],
    resources: ["pods/attach", "pods/exec", "pods/portforward"],
    verbs: ["create", "get"],
  },
];

/**
 * Cluster-scoped kinds whose names users write into their objects. They hold settings of the platform and no secrets.
 * All authenticated users may read them, like the API's own documentation (`system:discovery`).
 */
export const readableClasses: readonly PolicyRule[] = [
  {
    apiGroups: ["storage.k8s.io"],
    resources: ["storageclasses", "volumeattributesclasses"],
    verbs: ["get", "list"],
  },
  { apiGroups: ["networking.k8s.io"], resources: ["ingressclasses"], verbs: ["get", "list"] },
  { apiGroups: ["gateway.networking.k8s.io"], resources: ["gatewayclasses"], verbs: ["get", "list"] },
  { apiGroups: ["scheduling.k8s.io"], resources: ["priorityclasses"], verbs: ["get", "list"] },
];

/**
 * Routes of Gateway API, for developers of a tenant with `hosts`: the admission policy casemate-routes compares their
 * hostnames with these. No Gateways, which create load balancers, and no ReferenceGrants, which open Services and Secrets to
 * other namespaces.
 */
export const routeRights: readonly PolicyRule[] = [
  {
    apiGroups: ["gateway.networking.k8s.io"],
    resources: ["grpcroutes", "httproutes", "tlsroutes"],
    verbs: write,
  },
];

/** The name of the ClusterRole with `routeRights`, or of a namespace's own Role. */
export const routesRoleName = "casemate:routes";

/** What each persona may do inside a namespace that binds it. There are no wildcards. */
export const rights: Readonly<Record<Persona, readonly PolicyRule[]>> = {
  viewer: view,
  developer: [...view, ...deploy],
  operator: [...view, ...deploy, ...podSessions],
};

/** All personas, least rights first. */
export const personas: readonly Persona[] = ["viewer", "developer", "operator"];

/** The name of a persona's ClusterRole, or of its Role if a namespace has its own. */
export function tenantRoleName(persona: Persona): string {
  return `casemate:${persona}`;
}
