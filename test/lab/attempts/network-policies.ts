import type { Attempt, Request } from "../support/attempt.ts";
import { admitted, refusedBy } from "../support/cases.ts";
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

/** Opening traffic: by changing the platform's NetworkPolicies, and by adding to them. */

const policies = (tenant: string) => pathOf("networking.k8s.io/v1", "networkpolicies", tenant);
const mark = { "app.kubernetes.io/managed-by": "casemate" };
const wideOpen = { podSelector: {}, policyTypes: ["Ingress", "Egress"], ingress: [{}], egress: [{}] };
const openPolicy = (name: string, labels = {}) => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "NetworkPolicy",
  metadata: { name, labels },
  spec: wideOpen,
});

const tampering = (tenant: string): readonly (readonly [what: string, does: Request])[] => [
  [
    "opens default-deny by an update",
    replace(`${policies(tenant)}/default-deny`, openPolicy("default-deny", mark)),
  ],
  ["opens default-deny by a merge patch", mergePatch(`${policies(tenant)}/default-deny`, { spec: wideOpen })],
  [
    "opens default-deny by a JSON patch",
    jsonPatch(`${policies(tenant)}/default-deny`, { op: "add", path: "/spec/egress", value: [{}] }),
  ],
  [
    "opens default-deny by a strategic merge patch",
    strategicPatch(`${policies(tenant)}/default-deny`, { spec: { ingress: [{}] } }),
  ],
  [
    "opens default-deny by server-side apply that takes the fields over",
    forceApply(`${policies(tenant)}/default-deny`, openPolicy("default-deny")),
  ],
  ["deletes default-deny", remove(`${policies(tenant)}/default-deny`)],
  ["deletes all NetworkPolicies at once", remove(policies(tenant))],
];

const ofEks = (
  apiVersion: "networking.k8s.aws/v1alpha1" | "vpcresources.k8s.aws/v1beta1",
  kind: string,
  resource: string,
  spec: object,
) => make(pathOf(apiVersion, resource, "checkout"), { apiVersion, kind, metadata: { name: "mine" }, spec });

const additions: readonly (readonly [what: string, does: Request])[] = [
  ["makes a NetworkPolicy that opens everything", make(policies("checkout"), openPolicy("mine"))],
  [
    "writes what the nodes enforce",
    ofEks("networking.k8s.aws/v1alpha1", "PolicyEndpoint", "policyendpoints", {
      podIsolation: [],
      podSelector: {},
      policyRef: { name: "default-deny", namespace: "checkout" },
    }),
  ],
  [
    "puts its pods into a security group of its choice",
    ofEks("vpcresources.k8s.aws/v1beta1", "SecurityGroupPolicy", "securitygrouppolicies", {
      podSelector: {},
      securityGroups: { groupIds: ["sg-0"] },
    }),
  ],
];

const byRole = {
  why: "What a tenant's pods may reach is declared, and shown before it is deployed.",
  serves: ["A4", "B7", "D2", "4.3.2", "T1562.001"],
} as const;
const byAdmission = {
  why: "A right that is too wide must not open what the declaration leaves closed; policies add up, so one more is enough.",
  serves: ["A4", "D2", "D5", "E2", "4.3.2", "NSA-NET-03", "T1562.001"],
} as const;
const needed = { why: "The guard must not keep anybody from his work.", serves: ["A4", "E2"] } as const;

/** NetworkPolicies, and what EKS makes of them. */
export const networkPolicies: readonly Attempt[] = [
  ...refusedBy(
    "rbac",
    [...tampering("checkout"), ...additions].map(([what, does]) => ["developer of checkout", what, does]),
    byRole,
  ),
  ...refusedBy(
    "rbac",
    tampering("payments").map(([what, does]) => ["operator of payments", what, does]),
    byRole,
  ),
  ...refusedBy(
    "rbac",
    [
      [
        "workload of payments/paymentservice",
        "makes a NetworkPolicy that opens everything",
        make(policies("payments"), openPolicy("mine")),
      ],
    ],
    byRole,
  ),
  // The platform's own bear the mark, which another policy guards.
  ...tampering("checkout").map(
    ([name, does]): Attempt => ({
      name,
      as: "delegate of checkout",
      does,
      expect: "refused",
      by: ["casemate-network-policies", "casemate-marked"],
      ...byAdmission,
    }),
  ),
  ...refusedBy(
    "casemate-network-policies",
    additions.map(([what, does]) => ["delegate of checkout", what, does]),
    byAdmission,
  ),
  {
    name: "changes default-deny",
    as: "network policy controller",
    does: mergePatch(`${policies("checkout")}/default-deny`, { spec: { egress: [{}] } }),
    expect: "refused",
    by: ["casemate-network-policies", "casemate-marked"],
    ...byAdmission,
  },
  ...admitted(
    [
      [
        "platform",
        "changes default-deny",
        mergePatch(`${policies("checkout")}/default-deny`, { metadata: { annotations: { note: "x" } } }),
      ],
      [
        "platform",
        "makes one more NetworkPolicy with its mark",
        make(policies("checkout"), openPolicy("more", mark)),
      ],
      [
        "network policy controller",
        "adds its finalizer to default-deny",
        mergePatch(`${policies("checkout")}/default-deny`, {
          metadata: { finalizers: ["networking.k8s.aws/resources"] },
        }),
      ],
      ["network policy controller", "writes what the nodes enforce", additions[1]?.[1] ?? make("", {})],
    ],
    needed,
  ),
];
