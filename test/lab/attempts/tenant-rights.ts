import { cis, mitre, nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { make, makeForReal, mergePatch, pathOf, read } from "../support/requests.ts";
import { table } from "../support/tables.ts";
import {
  asWorkshopAdmin,
  legacyDeveloper,
  workshopDeveloper,
  workshopOperator,
  workshopViewer,
} from "../support/workshop.ts";

const custom = (plural: string, namespace = "workshop") =>
  `/apis/databases.example.com/v1/namespaces/${namespace}/${plural}`;
const object = (kind: string) => ({
  apiVersion: "databases.example.com/v1",
  kind,
  metadata: { name: "attempt" },
});
const leases = pathOf("coordination.k8s.io/v1", "leases", "workshop");
const routes = (namespace: string) => pathOf("gateway.networking.k8s.io/v1", "httproutes", namespace);
const route = (host: string) => ({
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "HTTPRoute",
  metadata: { name: "attempt" },
  spec: { parentRefs: [{ name: "shared", namespace: "gateway" }], hostnames: [host] },
});

/** Rights from a tenant's `access.customResources`, `access.rules` and `hosts`. */
export const attempts: readonly Attempt[] = [
  ...table(
    {
      expect: "admitted",
      why: "The tenant's file gives this right to the persona.",
      serves: [...requirement("B7")],
    },
    [
      { as: workshopViewer, name: "lists custom resources", does: read(custom("databases")) },
      {
        as: workshopDeveloper,
        name: "creates a custom resource",
        does: make(custom("databases"), object("Database")),
      },
      {
        as: workshopOperator,
        name: "creates a custom resource that only operators write",
        does: make(custom("restores"), object("Restore")),
      },
      {
        as: workshopDeveloper,
        name: "creates a Lease for the election of a leader",
        does: makeForReal(leases, {
          apiVersion: "coordination.k8s.io/v1",
          kind: "Lease",
          metadata: { name: "attempt" },
          spec: { holderIdentity: "a" },
        }),
      },
      {
        as: workshopDeveloper,
        name: "routes a host that its tenant declares",
        does: make(routes("workshop"), route("workshop.example.com")),
      },
    ],
  ),
  ...table(
    {
      expect: "refused",
      by: "rbac",
      why: "The right belongs to another persona, or to another tenant.",
      serves: [...requirement("B7", "D2"), ...cis("4.1.8")],
    },
    [
      {
        as: workshopViewer,
        name: "creates a custom resource",
        does: make(custom("databases"), object("Database")),
      },
      {
        as: workshopDeveloper,
        name: "creates a custom resource that only operators write",
        does: make(custom("restores"), object("Restore")),
      },
      {
        as: workshopDeveloper,
        name: "creates a custom resource in another namespace",
        does: make(custom("databases", "legacy"), object("Database")),
      },
      {
        as: legacyDeveloper,
        name: "lists custom resources that its tenant doesn't name",
        does: read(custom("databases", "legacy")),
      },
      {
        as: legacyDeveloper,
        name: "reads a Lease of another namespace",
        does: read(`${leases}/attempt`),
      },
      {
        as: workshopDeveloper,
        name: "deletes all Leases",
        does: { method: "DELETE", path: `${leases}?dryRun=All` },
      },
      {
        as: workshopViewer,
        name: "routes a host that its tenant declares",
        does: make(routes("workshop"), route("workshop.example.com")),
      },
      {
        as: legacyDeveloper,
        name: "routes a host without hosts of its tenant",
        does: make(routes("legacy"), route("workshop.example.com")),
      },
      {
        as: workshopDeveloper,
        name: "creates a Gateway",
        does: make(pathOf("gateway.networking.k8s.io/v1", "gateways", "workshop"), {
          apiVersion: "gateway.networking.k8s.io/v1",
          kind: "Gateway",
          metadata: { name: "attempt" },
          spec: { gatewayClassName: "x", listeners: [{ name: "http", port: 80, protocol: "HTTP" }] },
        }),
      },
      {
        as: workshopDeveloper,
        name: "changes its Namespace's cost centre",
        does: mergePatch("/api/v1/namespaces/workshop", {
          metadata: { labels: { "example.com/cost-center": "1" } },
        }),
      },
    ],
  ),
  {
    name: "routes a host that no tenant declares",
    as: workshopDeveloper,
    does: make(routes("workshop"), route("pay.example.com")),
    expect: "refused",
    by: "casemate-routes",
    why: "The right to write routes comes with hosts, and is for these hosts only.",
    serves: [...requirement("B4", "D5"), ...nsa("NSA-NET-16"), ...mitre("T1190")],
  },
  {
    name: "binds the role for routes in a namespace",
    as: asWorkshopAdmin,
    does: make(pathOf("rbac.authorization.k8s.io/v1", "rolebindings", "workshop"), {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "RoleBinding",
      metadata: { name: "attempt" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "casemate:routes" },
      subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "oidc:workshop-view" }],
    }),
    expect: "refused",
    by: "casemate-role-bindings",
    why: "Only the tenant's file says who writes routes.",
    serves: [...requirement("B7", "D5"), ...cis("4.1.8")],
  },
];
