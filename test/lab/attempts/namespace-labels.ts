import type { Attempt } from "../support/attempt.ts";
import { jsonPatch, make, mergePatch, pathOf } from "../support/requests.ts";
import { table } from "../support/tables.ts";

/** A namespace's own labels and annotations, which all other guards go by. */

const path = (name: string) => pathOf("v1", "namespaces", undefined, name);
const enforce = "pod-security.kubernetes.io/enforce";
const labelled = (labels: object) => ({ metadata: { labels } });
const annotated = (annotations: object) => ({ metadata: { annotations } });

const changes = [
  {
    name: "takes Pod Security off by its label",
    does: mergePatch(path("payments"), labelled({ [enforce]: "privileged" })),
  },
  {
    name: "removes the label of Pod Security",
    does: mergePatch(path("payments"), labelled({ [enforce]: null })),
  },
  {
    name: "pins an old version of Pod Security",
    does: mergePatch(path("payments"), labelled({ [`${enforce}-version`]: "v1.20" })),
  },
  {
    name: "gives itself another class",
    does: mergePatch(path("payments"), labelled({ "casemate.dev/class": "standard" })),
  },
  {
    name: "removes its class",
    does: jsonPatch(path("payments"), { op: "remove", path: "/metadata/labels/casemate.dev~1class" }),
  },
  {
    name: "gives itself another class through the status",
    does: mergePatch(path("payments/status"), labelled({ "casemate.dev/class": "standard" })),
  },
  {
    name: "makes itself disposable",
    does: mergePatch(path("payments"), labelled({ "casemate.dev/lifecycle": "disposable" })),
  },
  {
    name: "declares a host for itself",
    does: mergePatch(path("payments"), annotated({ "casemate.dev/hosts": "*.example.com" })),
  },
];
const furtherChanges = [
  {
    name: "lets another tenant's people in by an annotation",
    does: mergePatch(path("payments"), annotated({ "casemate.dev/groups": "oidc:web-dev" })),
  },
  {
    name: "lets its pods have API tokens by an annotation",
    does: mergePatch(path("payments"), annotated({ "casemate.dev/kubernetes-api": "paymentservice" })),
  },
  {
    name: "takes the platform's mark off",
    does: mergePatch(path("payments"), labelled({ "app.kubernetes.io/managed-by": null })),
  },
  {
    name: "sends its pods to nodes of its choice by an annotation",
    does: mergePatch(path("payments"), annotated({ "scheduler.alpha.kubernetes.io/node-selector": "a=b" })),
  },
];

const why = "A namespace's labels are what all of its guards go by.";
const serves = ["A8", "E2", "4.5.1", "namespace/label-tamper"] as const;

/** Both guard them: one for the mark that the namespace bears, one for what the labels say. */
const byBoth = ["casemate-marked", "casemate-namespaces"] as const;

/** Relabelling namespaces. */
export const attempts: readonly Attempt[] = [
  ...table({ as: "developer of payments", expect: "refused", by: "rbac", why, serves }, changes),
  ...table({ as: "delegate of payments", expect: "refused", by: byBoth, why, serves }, [
    ...changes,
    ...furtherChanges,
  ]),
  {
    // The API server writes the name back, and so the first step changes nothing.
    name: "names itself as an exempt namespace, and opens a load balancer",
    as: "delegate of payments",
    does: [
      {
        method: "PATCH",
        path: path("payments"),
        body: labelled({ "kubernetes.io/metadata.name": "kube-system" }),
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
    by: "casemate-services",
    why,
    serves,
  },
  {
    name: "loosens Pod Security of a tenant",
    as: "platform",
    does: mergePatch(path("payments"), labelled({ [enforce]: "baseline" })),
    expect: "refused",
    by: "casemate-namespaces",
    why: "There is no waiver for it, so it can only be a slip.",
    serves,
  },
  {
    name: "invents a class",
    as: "platform",
    does: mergePatch(path("checkout"), labelled({ "casemate.dev/class": "secret" })),
    expect: "refused",
    by: "casemate-namespaces",
    why: "A class that nothing knows would mean no rules at all.",
    serves,
  },
];
