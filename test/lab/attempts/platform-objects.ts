import type { Attempt, Request } from "../support/attempt.ts";
import { admitted, type Case, refusedBy } from "../support/cases.ts";
import { byMark, byRole } from "../support/guaranteed.ts";
import { jsonPatch, make, mergePatch, pathOf, read, remove, replace } from "../support/requests.ts";

/** Tampering with what the platform made in a tenant's namespace. */

const quota = (tenant: string, sub = "") => pathOf("v1", "resourcequotas", tenant, `quota${sub}`);
const limits = (tenant: string) => pathOf("v1", "limitranges", tenant, "limits");
const account = (tenant: string, name: string) => pathOf("v1", "serviceaccounts", tenant, name);
const bindingOf = (tenant: string, persona: string) =>
  pathOf("rbac.authorization.k8s.io/v1", "rolebindings", tenant, `casemate:${persona}`);

const vastQuota = {
  apiVersion: "v1",
  kind: "ResourceQuota",
  metadata: { name: "quota" },
  spec: { hard: { pods: "100000", "requests.cpu": "10000" } },
};
const tampering = (tenant: string, workload: string): readonly (readonly [what: string, does: Request])[] => [
  ["raises the quota", mergePatch(quota(tenant), { spec: vastQuota.spec })],
  ["replaces the quota", replace(quota(tenant), vastQuota)],
  ["deletes the quota", remove(quota(tenant))],
  ["deletes all quotas at once", remove(pathOf("v1", "resourcequotas", tenant))],
  [
    "forgets what the quota has counted",
    mergePatch(quota(tenant, "/status"), { status: { used: { pods: "0" } } }),
  ],
  [
    "raises the quota in its status, which is what admission reads",
    mergePatch(quota(tenant, "/status"), { status: { hard: { pods: "100000" } } }),
  ],
  [
    "lifts the limits",
    jsonPatch(limits(tenant), {
      op: "replace",
      path: "/spec/limits",
      value: [{ type: "Pod", max: { cpu: "1k" } }],
    }),
  ],
  ["deletes the limits", remove(limits(tenant))],
  ["deletes the operators' RoleBinding", remove(bindingOf(tenant, "operator"))],
  [
    "gives a workload's pods their API token",
    mergePatch(account(tenant, workload), { automountServiceAccountToken: true }),
  ],
  [
    "gives every pod that names no account an API token",
    mergePatch(account(tenant, "default"), { automountServiceAccountToken: true }),
  ],
  [
    "gives a workload an AWS role of its choice",
    mergePatch(account(tenant, workload), {
      metadata: {
        annotations: { "eks.amazonaws.com/role-arn": "arn:aws:iam::111122223333:role/platform-admin" },
      },
    }),
  ],
  ["deletes a workload's service account", remove(account(tenant, workload))],
];

const work: readonly Case[] = [
  [
    "platform",
    "annotates the limits",
    jsonPatch(limits("payments"), { op: "add", path: "/metadata/annotations", value: { note: "x" } }),
  ],
  ["platform", "raises a tenant's quota", mergePatch(quota("payments"), { spec: { hard: { pods: "90" } } })],
  [
    "platform",
    "deletes a workload's service account that a tenant gave up",
    remove(account("checkout", "emailservice")),
  ],
  [
    "delegate of checkout",
    "bounds its own namespace further",
    make(pathOf("v1", "resourcequotas", "checkout"), { ...vastQuota, metadata: { name: "mine" } }),
  ],
  ["developer of checkout", "reads the quota", read(quota("checkout"))],
];

/** Quotas, limits, bindings and service accounts with the platform's mark. */
export const marked: readonly Attempt[] = [
  ...refusedBy(
    "rbac",
    tampering("payments", "paymentservice").map(([what, does]) => ["operator of payments", what, does]),
    byRole,
  ),
  ...refusedBy(
    "rbac",
    tampering("checkout", "checkoutservice")
      .slice(0, 6)
      .map(([what, does]) => ["developer of storefront", what, does]),
    byRole,
  ),
  ...refusedBy(
    "casemate-marked",
    tampering("payments", "paymentservice").map(([what, does]) => ["delegate of payments", what, does]),
    byMark,
  ),
  {
    name: "lets itself in by the developers' RoleBinding",
    as: "delegate of payments",
    does: jsonPatch(bindingOf("payments", "developer"), {
      op: "add",
      path: "/subjects/-",
      value: { kind: "ServiceAccount", name: "delegate", namespace: "payments" },
    }),
    expect: "refused",
    by: ["casemate-marked", "casemate-role-bindings"],
    ...byMark,
  },
  ...admitted(work, {
    why: "The guard must not keep anybody from his work.",
    serves: ["B5", "E2", "NSA-AUTH-04"],
  }),
];
