import type { Attempt, Request } from "./attempt.ts";
import { admitted, type Case, refusedBy } from "./cases.ts";
import {
  forceApply,
  jsonPatch,
  make,
  mergePatch,
  pathOf,
  read,
  remove,
  replace,
  strategicPatch,
} from "./requests.ts";

/** Tampering with what the platform made in a tenant's namespace, by every way that the API has. */

const quota = (tenant: string, sub = "") => pathOf("v1", "resourcequotas", tenant, `quota${sub}`);
const limits = (tenant: string) => pathOf("v1", "limitranges", tenant, "limits");
const account = (tenant: string, name: string) => pathOf("v1", "serviceaccounts", tenant, name);
const bindingOf = (tenant: string, persona: string) =>
  pathOf("rbac.authorization.k8s.io/v1", "rolebindings", tenant, `casemate:${persona}`);

const markKey = "app.kubernetes.io/managed-by";
const mark = { [markKey]: "casemate" };
const vastQuota = {
  apiVersion: "v1",
  kind: "ResourceQuota",
  metadata: { name: "quota" },
  spec: { hard: { pods: "100000", "requests.cpu": "10000" } },
};
const limitRange = (labels: object, ...items: readonly object[]) => ({
  apiVersion: "v1",
  kind: "LimitRange",
  metadata: { name: "limits", labels },
  ...(items.length > 0 && { spec: { limits: items } }),
});
const configMap = (labels = {}) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "mine", labels },
});
/** An owner that doesn't exist: the garbage collector deletes what only such own. */
const goneOwner = {
  apiVersion: "v1",
  kind: "ConfigMap",
  name: "gone",
  uid: "00000000-0000-4000-8000-000000000000",
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

/** Ways of ownership, on the limits. */
const ofOwnership: readonly (readonly [what: string, does: Request])[] = [
  [
    "takes the mark off the limits",
    mergePatch(limits("checkout"), { metadata: { labels: { [markKey]: null } } }),
  ],
  [
    "gives the limits another mark",
    mergePatch(limits("checkout"), { metadata: { labels: { [markKey]: "me" } } }),
  ],
  [
    "lifts the limits by a strategic merge patch",
    strategicPatch(limits("checkout"), { spec: { limits: [{ type: "Pod", max: { cpu: "1k" } }] } }),
  ],
  [
    "lifts the limits by an update",
    replace(limits("checkout"), limitRange(mark, { type: "Pod", max: { cpu: "1k" } })),
  ],
  [
    "lifts the limits by server-side apply that takes the fields over",
    forceApply(limits("checkout"), limitRange({}, { type: "Pod", max: { cpu: "1k" } })),
  ],
  [
    "takes the fields of the limits over by server-side apply without changing one",
    forceApply(limits("checkout"), limitRange({ ...mark, mine: "too" })),
  ],
  [
    "hands the limits to an owner that is gone, for the garbage collector to delete",
    mergePatch(limits("checkout"), { metadata: { ownerReferences: [goneOwner] } }),
  ],
  [
    "hands the quota to an owner that is gone, through its status",
    mergePatch(quota("checkout", "/status"), { metadata: { ownerReferences: [goneOwner] } }),
  ],
  [
    "takes the mark off the quota through its status",
    mergePatch(quota("checkout", "/status"), { metadata: { labels: { [markKey]: null } } }),
  ],
  [
    "keeps the limits from being deleted by a finalizer of its own",
    mergePatch(limits("checkout"), { metadata: { finalizers: ["attempt.example/keep"] } }),
  ],
  [
    "annotates the limits for a tool that would change them",
    mergePatch(limits("checkout"), { metadata: { annotations: { "tool.example/prune": "true" } } }),
  ],
  ["deletes all limits at once", remove(pathOf("v1", "limitranges", "checkout"))],
];

const marking: readonly Case[] = (["developer of checkout", "delegate of checkout"] as const).map((as) => [
  as,
  "puts the platform's mark on a ConfigMap of its own",
  make(pathOf("v1", "configmaps", "checkout"), configMap(mark)),
]);

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
    "makes a ConfigMap without the mark",
    make(pathOf("v1", "configmaps", "checkout"), configMap()),
  ],
  [
    "delegate of checkout",
    "bounds its own namespace further",
    make(pathOf("v1", "resourcequotas", "checkout"), { ...vastQuota, metadata: { name: "mine" } }),
  ],
  ["developer of checkout", "reads the quota", read(quota("checkout"))],
];

const serves = ["B5", "D5", "E2", "NSA-NET-06", "namespace/label-tamper", "T1562.001"] as const;
const byRole = { why: "Quotas, limits and rights are the platform's side of the bargain.", serves } as const;
const byMark = {
  why: "A right that is too wide must not undo what the platform guarantees.",
  serves,
} as const;

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
    "rbac",
    ofOwnership.map(([what, does]) => ["developer of checkout", what, does]),
    byRole,
  ),
  ...refusedBy(
    "casemate-marked",
    tampering("payments", "paymentservice").map(([what, does]) => ["delegate of payments", what, does]),
    byMark,
  ),
  ...refusedBy(
    "casemate-marked",
    ofOwnership.map(([what, does]) => ["delegate of checkout", what, does]),
    byMark,
  ),
  ...refusedBy("casemate-marked", marking, {
    why: "What bears the mark must be the platform's, or alerts and clean-ups go by a lie.",
    serves,
  }),
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
