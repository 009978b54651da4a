import { cis, mitre, nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { managedByPlatform } from "../support/objects.ts";
import {
  forceApply,
  jsonPatch,
  make,
  mergePatch,
  pathOf,
  remove,
  replace,
  strategicPatch,
} from "../support/requests.ts";
import { table } from "../support/tables.ts";

const policies = (tenant: string) => pathOf("networking.k8s.io/v1", "networkpolicies", tenant);
const wideOpen = { podSelector: {}, policyTypes: ["Ingress", "Egress"], ingress: [{}], egress: [{}] };
const openPolicy = (name: string, labels = {}) => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "NetworkPolicy",
  metadata: { name, labels },
  spec: wideOpen,
});

const tampering = (tenant: string) => [
  {
    name: "opens default-deny by an update",
    does: replace(`${policies(tenant)}/default-deny`, openPolicy("default-deny", managedByPlatform)),
  },
  {
    name: "opens default-deny by a merge patch",
    does: mergePatch(`${policies(tenant)}/default-deny`, { spec: wideOpen }),
  },
  {
    name: "opens default-deny by a JSON patch",
    does: jsonPatch(`${policies(tenant)}/default-deny`, { op: "add", path: "/spec/egress", value: [{}] }),
  },
  {
    name: "opens default-deny by a strategic merge patch",
    does: strategicPatch(`${policies(tenant)}/default-deny`, { spec: { ingress: [{}] } }),
  },
  {
    name: "opens default-deny by server-side apply that takes over the fields",
    does: forceApply(`${policies(tenant)}/default-deny`, openPolicy("default-deny")),
  },
  { name: "deletes default-deny", does: remove(`${policies(tenant)}/default-deny`) },
  { name: "deletes all NetworkPolicies in one request", does: remove(policies(tenant)) },
];

const ofEks = (
  apiVersion: "networking.k8s.aws/v1alpha1" | "vpcresources.k8s.aws/v1beta1",
  kind: string,
  resource: string,
  spec: object,
) => make(pathOf(apiVersion, resource, "checkout"), { apiVersion, kind, metadata: { name: "mine" }, spec });

const policyEndpoint = ofEks("networking.k8s.aws/v1alpha1", "PolicyEndpoint", "policyendpoints", {
  podIsolation: [],
  podSelector: {},
  policyRef: { name: "default-deny", namespace: "checkout" },
});

const additions = [
  {
    name: "creates a NetworkPolicy that opens everything",
    does: make(policies("checkout"), openPolicy("mine")),
  },
  { name: "writes the PolicyEndpoint that the nodes enforce", does: policyEndpoint },
  {
    name: "adds its pods to a security group of its choice",
    does: ofEks("vpcresources.k8s.aws/v1beta1", "SecurityGroupPolicy", "securitygrouppolicies", {
      podSelector: {},
      securityGroups: { groupIds: ["sg-0"] },
    }),
  },
];

const byRole = {
  why: "The tenant's file declares its flows, and the plan shows them before the deployment.",
  serves: [...requirement("A4", "B7", "D2"), ...cis("4.3.2"), ...mitre("T1562.001")],
} as const;
const byAdmission = {
  why: "A right that is too wide must not open undeclared traffic, and one additional NetworkPolicy can open it.",
  serves: [
    ...requirement("A4", "D2", "D5", "E2"),
    ...cis("4.3.2"),
    ...nsa("NSA-NET-03"),
    ...mitre("T1562.001"),
  ],
} as const;
const byBoth = ["casemate-network-policies", "casemate-marked"] as const;

/** Changes that open traffic: of the platform's NetworkPolicies, by other NetworkPolicies, and by EKS's own kinds. */
export const attempts: readonly Attempt[] = [
  ...table({ as: "developer of checkout", expect: "refused", by: "rbac", ...byRole }, [
    ...tampering("checkout"),
    ...additions,
  ]),
  ...table({ as: "operator of payments", expect: "refused", by: "rbac", ...byRole }, tampering("payments")),
  {
    name: "creates a NetworkPolicy that opens everything",
    as: "workload of payments/paymentservice",
    does: make(policies("payments"), openPolicy("mine")),
    expect: "refused",
    by: "rbac",
    ...byRole,
  },
  // The platform's NetworkPolicies have the managed-by label, which another policy protects.
  ...table(
    { as: "delegate of checkout", expect: "refused", by: byBoth, ...byAdmission },
    tampering("checkout"),
  ),
  ...table(
    { as: "delegate of checkout", expect: "refused", by: "casemate-network-policies", ...byAdmission },
    additions,
  ),
  {
    name: "changes default-deny",
    as: "network policy controller",
    does: mergePatch(`${policies("checkout")}/default-deny`, { spec: { egress: [{}] } }),
    expect: "refused",
    by: byBoth,
    ...byAdmission,
  },
  ...table(
    {
      expect: "admitted",
      why: "The policy must not block legitimate work.",
      serves: [...requirement("A4", "E2")],
    },
    [
      {
        as: "platform",
        name: "changes default-deny",
        does: mergePatch(`${policies("checkout")}/default-deny`, {
          metadata: { annotations: { note: "x" } },
        }),
      },
      {
        as: "platform",
        name: "creates another NetworkPolicy with its mark",
        does: make(policies("checkout"), openPolicy("more", managedByPlatform)),
      },
      {
        as: "network policy controller",
        name: "adds its finalizer to default-deny",
        does: mergePatch(`${policies("checkout")}/default-deny`, {
          metadata: { finalizers: ["networking.k8s.aws/resources"] },
        }),
      },
      {
        as: "network policy controller",
        name: "writes the PolicyEndpoint that the nodes enforce",
        does: policyEndpoint,
      },
    ],
  ),
];
