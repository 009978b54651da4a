import type { Benchmark } from "./benchmark.ts";
import { isolation } from "./isolation.ts";
import { podBenchmarks } from "./pods.ts";
import { storage } from "./storage.ts";
import { allowed, allVerbs, quotaNames } from "./tenancy.ts";

/** The wanted names that no name contains. The group's code does the same: `requests.cpu` limits `cpu`. */
const missing = (names: readonly string[], wanted: readonly string[]) =>
  wanted.filter((each) => !names.some((name) => name.includes(each))).map((each) => `no quota of ${each}`);

const fairness: readonly Benchmark[] = [
  {
    name: "configure_ns_quotas",
    id: "MTB-PL1-CC-FNS-1",
    title: "Configure namespace resource quotas",
    profile: 1,
    category: "Fairness",
    shortfalls: async (tenancy) => missing(await quotaNames(tenancy), ["cpu", "memory", "ephemeral-storage"]),
  },
  {
    name: "configure_ns_object_quota",
    id: "MTB-PL1-CC-FNS-2",
    title: "Configure namespace object limits",
    profile: 1,
    category: "Fairness",
    shortfalls: async (tenancy) =>
      missing(await quotaNames(tenancy), [
        "pods",
        "services",
        "replicationcontrollers",
        "resourcequotas",
        "secrets",
        "configmaps",
        "persistentvolumeclaims",
        "services.nodeports",
        "services.loadbalancers",
      ]),
  },
];

const selfService: readonly Benchmark[] = [
  {
    name: "create_role_bindings",
    id: "MTB-PL2-BC-OPS-3",
    title: "Create Role Bindings",
    profile: 2,
    category: "Self-Service Operations",
    shortfalls: async ({ tenant, namespace }) => {
      const group = "rbac.authorization.k8s.io";
      const resources = ["roles", "rolebindings"].map((name) => ({ group, name }));
      const rights = await allowed(tenant, resources, allVerbs, namespace);
      return resources
        .flatMap(({ name }) => allVerbs.map((verb) => `${verb} ${name}`))
        .filter((right) => !rights.includes(right));
    },
  },
  {
    name: "create_network_policies",
    id: "MTB-PL2-BC-OPS-4",
    title: "Create Network Policies",
    profile: 2,
    category: "Self-Service Operations",
    shortfalls: async ({ tenant, namespace }) => {
      const verbs = ["get", "create", "update", "patch", "delete", "deletecollection"];
      const resources = [{ group: "networking.k8s.io", name: "networkpolicies" }];
      const rights = await allowed(tenant, resources, verbs, namespace);
      return verbs.map((verb) => `${verb} networkpolicies`).filter((right) => !rights.includes(right));
    },
  },
];

/**
 * The benchmarks of the working group's README: those with code, and those that it only announces.
 *
 * Source: kubernetes-sigs/multi-tenancy (now kubernetes-retired), benchmarks/README.md and
 * benchmarks/kubectl-mtb/test/benchmarks, commit 5fa4907 of 2021-05-28, Apache-2.0.
 */
export const benchmarks: readonly Benchmark[] = [
  ...isolation,
  ...podBenchmarks,
  ...fairness,
  ...storage,
  ...selfService,
];

const writing = ["create", "update", "patch", "delete", "deletecollection"];

/** The benchmarks that Casemate fails: the exact result, and the reason. It must pass all others. */
export const unmet: Readonly<
  Record<string, { readonly shortfalls: readonly string[]; readonly reason: string }>
> = {
  block_access_to_cluster_resources: {
    shortfalls: [
      "ingressclasses",
      "storageclasses",
      "volumeattributesclasses",
      "priorityclasses",
      "gatewayclasses",
    ].flatMap((kind) => [`get ${kind}`, `list ${kind}`]),
    reason:
      "a tenant must write the names of classes, so it may read them; they hold nothing of other tenants",
  },
  require_always_pull_image: {
    shortfalls: ["never pulls its image", "pulls its image if it isn't there"],
    reason:
      "it protects images for which only some tenants have credentials; here all nodes pull by digest and with one role",
  },
  configure_ns_object_quota: {
    shortfalls: ["no quota of replicationcontrollers", "no quota of resourcequotas"],
    reason: "no role of a tenant may create either kind, which is stricter than a quota",
  },
  create_role_bindings: {
    shortfalls: ["roles", "rolebindings"].flatMap((kind) => writing.map((verb) => `${verb} ${kind}`)),
    reason: "the tenant's file declares rights; self-service would bypass its review",
  },
  create_network_policies: {
    shortfalls: writing.map((verb) => `${verb} networkpolicies`),
    reason:
      "a flow opens only if both ends declare it; a tenant's own policy would open one end without a review",
  },
};
