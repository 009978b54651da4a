import { nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { byMark, byRole } from "../support/guarantee-reasons.ts";
import { jsonPatch, make, mergePatch, pathOf, read, remove, replace } from "../support/requests.ts";
import { table } from "../support/tables.ts";

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
const boundChanges = (tenant: string) => [
  { name: "raises the quota", does: mergePatch(quota(tenant), { spec: vastQuota.spec }) },
  { name: "replaces the quota", does: replace(quota(tenant), vastQuota) },
  { name: "deletes the quota", does: remove(quota(tenant)) },
  { name: "deletes all quotas in one request", does: remove(pathOf("v1", "resourcequotas", tenant)) },
  {
    name: "resets the quota's count",
    does: mergePatch(quota(tenant, "/status"), { status: { used: { pods: "0" } } }),
  },
  {
    name: "raises the quota in its status, which admission reads",
    does: mergePatch(quota(tenant, "/status"), { status: { hard: { pods: "100000" } } }),
  },
];
const changes = (tenant: string, workload: string) => [
  ...boundChanges(tenant),
  {
    name: "removes the limits",
    does: jsonPatch(limits(tenant), {
      op: "replace",
      path: "/spec/limits",
      value: [{ type: "Pod", max: { cpu: "1k" } }],
    }),
  },
  { name: "deletes the limits", does: remove(limits(tenant)) },
  { name: "deletes the operators' RoleBinding", does: remove(bindingOf(tenant, "operator")) },
  {
    name: "gives a workload's pods their API token",
    does: mergePatch(account(tenant, workload), { automountServiceAccountToken: true }),
  },
  {
    name: "gives an API token to every pod that names no account",
    does: mergePatch(account(tenant, "default"), { automountServiceAccountToken: true }),
  },
  {
    name: "gives a workload an AWS role of its choice",
    does: mergePatch(account(tenant, workload), {
      metadata: {
        annotations: { "eks.amazonaws.com/role-arn": "arn:aws:iam::111122223333:role/platform-admin" },
      },
    }),
  },
  { name: "deletes a workload's service account", does: remove(account(tenant, workload)) },
];

/** Changes of the platform's objects in a tenant's namespace: quotas, limits, bindings and service accounts. */
export const attempts: readonly Attempt[] = [
  ...table(
    { as: "operator of payments", expect: "refused", by: "rbac", ...byRole },
    changes("payments", "paymentservice"),
  ),
  ...table(
    { as: "developer of storefront", expect: "refused", by: "rbac", ...byRole },
    boundChanges("checkout"),
  ),
  ...table(
    { as: "delegate of payments", expect: "refused", by: "casemate-marked", ...byMark },
    changes("payments", "paymentservice"),
  ),
  {
    name: "adds itself to the developers' RoleBinding",
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
  ...table(
    {
      expect: "admitted",
      why: "The policy must not block legitimate work.",
      serves: [...requirement("B5", "E2"), ...nsa("NSA-AUTH-04")],
    },
    [
      {
        as: "platform",
        name: "annotates the limits",
        does: jsonPatch(limits("payments"), {
          op: "add",
          path: "/metadata/annotations",
          value: { note: "x" },
        }),
      },
      {
        as: "platform",
        name: "raises a tenant's quota",
        does: mergePatch(quota("payments"), { spec: { hard: { pods: "90" } } }),
      },
      {
        as: "platform",
        name: "deletes a removed workload's service account",
        does: remove(account("checkout", "emailservice")),
      },
      {
        as: "delegate of checkout",
        name: "limits its own namespace further",
        does: make(pathOf("v1", "resourcequotas", "checkout"), { ...vastQuota, metadata: { name: "mine" } }),
      },
      { as: "developer of checkout", name: "reads the quota", does: read(quota("checkout")) },
    ],
  ),
];
