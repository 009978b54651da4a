import { managedBy, managedByLabel } from "../../../../components/contract/classes.ts";
import { eachOf } from "../../../../lab/api/each-of.ts";
import { listAt, objectAt, stringAt } from "../../../../plan/json.ts";
import { pathOf } from "../discovery.ts";
import type { Benchmark } from "./benchmark.ts";
import { allowed, allVerbs, type Tenancy } from "./tenancy.ts";

/** Every authenticated user may send these reviews (ClusterRole system:basic-user). They create no objects. */
const aboutOneself = [
  "create selfsubjectaccessreviews",
  "create selfsubjectreviews",
  "create selfsubjectrulesreviews",
];

/** Benchmarks about what tenants can read and change. */
export const isolation: readonly Benchmark[] = [
  {
    name: "block_access_to_cluster_resources",
    id: "MTB-PL1-CC-CPI-1",
    title: "Block access to cluster resources",
    profile: 1,
    category: "Control Plane Isolation",
    shortfalls: async ({ tenant, resources }) => {
      const ofCluster = resources.filter(({ isNamespaced }) => !isNamespaced);
      const results = await allowed(tenant, ofCluster, allVerbs);
      return results.filter((right) => !aboutOneself.includes(right));
    },
  },
  {
    name: "block_multitenant_resources",
    id: "MTB-PL1-BC-CPI-2",
    title: "Block Multitenant Resources",
    profile: 1,
    category: "Tenant Isolation",
    shortfalls: changedByTenant,
  },
  {
    name: "block_other_tenant_resources",
    id: "MTB-PL1-CC-TI-2",
    title: "Block access to other tenant resources",
    profile: 2,
    category: "Tenant Isolation",
    shortfalls: async ({ tenant, otherTenant, namespace, other, resources }) => {
      const inNamespaces = resources.filter(({ isNamespaced }) => isNamespaced);
      return [
        ...(await allowed(tenant, inNamespaces, allVerbs, other)),
        ...(await allowed(otherTenant, inNamespaces, allVerbs, namespace)),
      ];
    },
  },
  {
    name: "block_ns_quota",
    id: "MTB-PL1-CC-TI-1",
    title: "Block modification of resource quotas",
    profile: 1,
    category: "Tenant Isolation",
    shortfalls: ({ tenant, namespace }) =>
      allowed(
        tenant,
        [{ group: "", name: "resourcequotas" }],
        ["create", "update", "patch", "delete", "deletecollection"],
        namespace,
      ),
  },
  {
    name: "block_network_access",
    title: "Block network access across tenant namespaces",
    profile: 1,
    category: "Network Isolation",
    pending: 1201,
    shortfalls: async ({ clusterAdmin, namespace, other }) => {
      const missing = await Promise.all(
        [namespace, other].map(async (each) => {
          const path = `/apis/networking.k8s.io/v1/namespaces/${each}/networkpolicies`;
          const { body } = await clusterAdmin.request("GET", path);
          return listAt(objectAt(body)["items"]).some(deniesEverything) ? [] : [`no default deny in ${each}`];
        }),
      );
      return missing.flat();
    },
  },
];

/** Selects every pod, for both directions, and allows no traffic. */
function deniesEverything(policy: unknown): boolean {
  const { podSelector, policyTypes, ingress, egress } = objectAt(objectAt(policy)["spec"]);
  const types = listAt(policyTypes);
  return (
    Object.keys(objectAt(podSelector)).length === 0 &&
    types.includes("Ingress") &&
    types.includes("Egress") &&
    listAt(ingress).length === 0 &&
    listAt(egress).length === 0
  );
}

/**
 * The platform's objects in the namespace that the tenant can change or delete. The group's code lists objects as the
 * tenant, and so misses those that the tenant can't read.
 */
async function changedByTenant({ clusterAdmin, tenant, namespace, resources }: Tenancy): Promise<string[]> {
  const label = encodeURIComponent(`${managedByLabel}=${managedBy}`);
  const listed = resources.filter(({ isNamespaced, verbs }) => isNamespaced && verbs.includes("list"));
  const results = await eachOf(listed, async (resource) => {
    const path = pathOf(resource, namespace);
    const { body } = await clusterAdmin.request("GET", `${path}?labelSelector=${label}`);
    return listAt(objectAt(body)["items"]).map((item) => {
      const name = stringAt(objectAt(objectAt(item)["metadata"])["name"]) ?? "";
      return { what: `${resource.name}/${name}`, path: `${path}/${encodeURIComponent(name)}?dryRun=All` };
    });
  });
  const marked = results.flat();
  if (marked.length < 5) {
    throw new Error(`only ${marked.length} objects of the platform in ${namespace}`);
  }
  const annotation = { metadata: { annotations: { benchmark: "changed" } } };
  const changed = await eachOf(marked, async ({ what, path }) => {
    const patched = await tenant.request("PATCH", path, annotation, "application/merge-patch+json");
    const deleted = await tenant.request("DELETE", path);
    return [
      ...(patched.status === 403 ? [] : [`annotate ${what}: ${patched.status}`]),
      ...(deleted.status === 403 ? [] : [`delete ${what}: ${deleted.status}`]),
    ];
  });
  return changed.flat();
}
