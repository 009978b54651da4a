import { type Controls, cis, pss, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { annotationPatch, labelPatch, namespacePath, podSecurityLabel } from "../support/objects.ts";
import { jsonPatch, make, mergePatch, pathOf } from "../support/requests.ts";
import { table } from "../support/tables.ts";

const changes = [
  {
    name: "disables Pod Security by its label",
    does: mergePatch(namespacePath("payments"), labelPatch({ [podSecurityLabel]: "privileged" })),
  },
  {
    name: "removes the label of Pod Security",
    does: mergePatch(namespacePath("payments"), labelPatch({ [podSecurityLabel]: null })),
  },
  {
    name: "pins an old version of Pod Security",
    does: mergePatch(namespacePath("payments"), labelPatch({ [`${podSecurityLabel}-version`]: "v1.20" })),
  },
  {
    name: "sets another class",
    does: mergePatch(namespacePath("payments"), labelPatch({ "casemate.dev/class": "standard" })),
  },
  {
    name: "removes its class",
    does: jsonPatch(namespacePath("payments"), {
      op: "remove",
      path: "/metadata/labels/casemate.dev~1class",
    }),
  },
  {
    name: "sets another class through the status",
    does: mergePatch(namespacePath("payments/status"), labelPatch({ "casemate.dev/class": "standard" })),
  },
  {
    name: "makes its namespace disposable",
    does: mergePatch(namespacePath("payments"), labelPatch({ "casemate.dev/lifecycle": "disposable" })),
  },
  {
    name: "declares a host for itself",
    does: mergePatch(namespacePath("payments"), annotationPatch({ "casemate.dev/hosts": "*.example.com" })),
  },
];
const furtherChanges = [
  {
    name: "admits another tenant's users by an annotation",
    does: mergePatch(namespacePath("payments"), annotationPatch({ "casemate.dev/groups": "oidc:web-dev" })),
  },
  {
    name: "allows API tokens for its pods by an annotation",
    does: mergePatch(
      namespacePath("payments"),
      annotationPatch({ "casemate.dev/kubernetes-api": "paymentservice" }),
    ),
  },
  {
    name: "removes the platform's mark",
    does: mergePatch(namespacePath("payments"), labelPatch({ "app.kubernetes.io/managed-by": null })),
  },
  {
    name: "sends its pods to nodes of its choice by an annotation",
    does: mergePatch(
      namespacePath("payments"),
      annotationPatch({ "scheduler.alpha.kubernetes.io/node-selector": "a=b" }),
    ),
  },
];

const why = "All of a namespace's policies depend on its labels.";
const serves: Controls = [...requirement("A8", "E2"), ...cis("4.5.1"), ...pss("namespace/label-tamper")];

/** Both refuse: the first for the namespace's managed-by label, the second for the changed labels. */
const byBoth = ["casemate-marked", "casemate-namespaces"] as const;

/** Changes of a namespace's labels and annotations, on which all other policies depend. */
export const attempts: readonly Attempt[] = [
  ...table({ as: "developer of payments", expect: "refused", by: "rbac", why, serves }, changes),
  ...table({ as: "delegate of payments", expect: "refused", by: byBoth, why, serves }, [
    ...changes,
    ...furtherChanges,
  ]),
  {
    // The API server restores the name, so the first step is admitted and changes nothing.
    name: "names itself as an exempt namespace, and opens a load balancer",
    as: "delegate of payments",
    does: [
      {
        method: "PATCH",
        path: namespacePath("payments"),
        body: labelPatch({ "kubernetes.io/metadata.name": "kube-system" }),
        contentType: "application/merge-patch+json",
      },
      make(pathOf("v1", "services", "payments"), {
        apiVersion: "v1",
        kind: "Service",
        metadata: { name: "attempt" },
        spec: { type: "LoadBalancer", ports: [{ port: 443 }], selector: { app: "attempt" } },
      }),
    ],
    expect: "refused",
    by: "casemate-exposure",
    why,
    serves,
  },
  {
    name: "loosens Pod Security of a tenant",
    as: "platform",
    does: mergePatch(namespacePath("payments"), labelPatch({ [podSecurityLabel]: "baseline" })),
    expect: "refused",
    by: "casemate-namespaces",
    why: "There is no waiver for it, so it can only be a mistake.",
    serves,
  },
  {
    name: "sets an unknown class",
    as: "platform",
    does: mergePatch(namespacePath("checkout"), labelPatch({ "casemate.dev/class": "secret" })),
    expect: "refused",
    by: "casemate-namespaces",
    why: "No policy would apply to an unknown class.",
    serves,
  },
];
