import type { Attempt, Request } from "../support/attempt.ts";
import { jsonPatch, make, mergePatch, pathOf } from "../support/requests.ts";

/** A namespace's own labels and annotations, which all other guards go by. */

const path = (name: string) => pathOf("v1", "namespaces", undefined, name);
const enforce = "pod-security.kubernetes.io/enforce";
const labelled = (labels: object) => ({ metadata: { labels } });
const annotated = (annotations: object) => ({ metadata: { annotations } });

const loosened: readonly (readonly [what: string, does: Request])[] = [
  [
    "takes Pod Security off by its label",
    mergePatch(path("payments"), labelled({ [enforce]: "privileged" })),
  ],
  ["removes the label of Pod Security", mergePatch(path("payments"), labelled({ [enforce]: null }))],
  [
    "pins an old version of Pod Security",
    mergePatch(path("payments"), labelled({ [`${enforce}-version`]: "v1.20" })),
  ],
  [
    "gives itself another class",
    mergePatch(path("payments"), labelled({ "casemate.dev/class": "standard" })),
  ],
  [
    "removes its class",
    jsonPatch(path("payments"), { op: "remove", path: "/metadata/labels/casemate.dev~1class" }),
  ],
  [
    "gives itself another class through the status",
    mergePatch(path("payments/status"), labelled({ "casemate.dev/class": "standard" })),
  ],
  [
    "makes itself disposable",
    mergePatch(path("payments"), labelled({ "casemate.dev/lifecycle": "disposable" })),
  ],
  [
    "declares a host for itself",
    mergePatch(path("payments"), annotated({ "casemate.dev/hosts": "*.example.com" })),
  ],
  [
    "lets another tenant's people in by an annotation",
    mergePatch(path("payments"), annotated({ "casemate.dev/groups": "oidc:web-dev" })),
  ],
  [
    "lets its pods have API tokens by an annotation",
    mergePatch(path("payments"), annotated({ "casemate.dev/kubernetes-api": "paymentservice" })),
  ],
  [
    "takes the platform's mark off",
    mergePatch(path("payments"), labelled({ "app.kubernetes.io/managed-by": null })),
  ],
  [
    "sends its pods to nodes of its choice by an annotation",
    mergePatch(path("payments"), annotated({ "scheduler.alpha.kubernetes.io/node-selector": "a=b" })),
  ],
];

const why = "A namespace's labels are what all of its guards go by.";
const serves = ["A8", "E2", "4.5.1", "namespace/label-tamper"] as const;

/** Both guard them: one for the mark that the namespace bears, one for what the labels say. */
const byBoth = ["casemate-marked", "casemate-namespaces"] as const;

/** Relabelling namespaces. */
export const namespaceLabels: readonly Attempt[] = [
  ...loosened.slice(0, 8).map(
    ([name, does]): Attempt => ({
      name,
      as: "developer of payments",
      does,
      expect: "refused",
      by: "rbac",
      why,
      serves,
    }),
  ),
  ...loosened.map(
    ([name, does]): Attempt => ({
      name,
      as: "delegate of payments",
      does,
      expect: "refused",
      by: byBoth,
      why,
      serves,
    }),
  ),
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
