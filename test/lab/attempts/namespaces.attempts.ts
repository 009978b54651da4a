import type { Actor, Attempt, Request } from "./attempt.ts";
import { jsonPatch, make, mergePatch, pathOf, read, remove, replace } from "./requests.ts";

/** Namespaces themselves: taken away, made, loosened by label and annotation. */

const path = (name: string) => pathOf("v1", "namespaces", undefined, name);
const enforce = "pod-security.kubernetes.io/enforce";

const namespace = (name: string, labels = {}, annotations = {}) => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name, labels, annotations },
});
const labelled = (labels: object) => ({ metadata: { labels } });
const annotated = (annotations: object) => ({ metadata: { annotations } });

type Case = readonly [as: Actor, by: Attempt["by"] & string, what: string, does: Request];

const deletions: readonly Case[] = [
  ["developer of checkout", "rbac", "deletes its namespace", remove(path("checkout"))],
  ["operator of payments", "rbac", "deletes its namespace", remove(path("payments"))],
  ["operator of checkout", "rbac", "deletes another tenant's namespace", remove(path("payments"))],
  ["workload of cart/cartservice", "rbac", "deletes its namespace", remove(path("cart"))],
  ["delegate of payments", "rbac", "deletes all namespaces at once", remove(pathOf("v1", "namespaces"))],
];

const creations: readonly Case[] = [
  [
    "developer of checkout",
    "rbac",
    "makes a namespace of its own",
    make(pathOf("v1", "namespaces"), namespace("attempt")),
  ],
  [
    "delegate of checkout",
    "rbac",
    "makes a namespace that isn't judged",
    make(pathOf("v1", "namespaces"), namespace("attempt", { [enforce]: "privileged" })),
  ],
  [
    "operator of payments",
    "rbac",
    "makes its namespace anew",
    make(pathOf("v1", "namespaces"), namespace("payments", { [enforce]: "privileged" })),
  ],
  [
    "workload of payments/paymentservice",
    "rbac",
    "makes a namespace with the platform's mark",
    make(pathOf("v1", "namespaces"), namespace("attempt", { "app.kubernetes.io/managed-by": "casemate" })),
  ],
];

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
    "names itself as an exempt namespace",
    mergePatch(path("payments"), labelled({ "kubernetes.io/metadata.name": "kube-system" })),
  ],
  [
    "sends its pods to nodes of its choice by an annotation",
    mergePatch(path("payments"), annotated({ "scheduler.alpha.kubernetes.io/node-selector": "a=b" })),
  ],
];

const disposable = namespace("attempt-disposable", { "casemate.dev/lifecycle": "disposable" });
const why = "A namespace is what all of a tenant's guarantees hang on.";
const serves = ["A8", "E2", "4.5.1", "namespace/label-tamper"] as const;

const refused = (cases: readonly Case[]): Attempt[] =>
  cases.map(([as, by, what, does]) => ({
    name: what,
    as,
    does,
    expect: "refused",
    by,
    why,
    serves: [...serves, "T1485"],
  }));

/** Both guard a namespace's labels: one for the mark that it bears, one for what the labels say. */
const byBoth = ["casemate-marked", "casemate-namespaces"] as const;

/** Deleting, making and relabelling namespaces. */
export const namespaces: readonly Attempt[] = [
  ...refused([...deletions, ...creations]),
  ...loosened.slice(0, 8).map(
    ([what, does]): Attempt => ({
      name: what,
      as: "developer of payments",
      does,
      expect: "refused",
      by: "rbac",
      why,
      serves,
    }),
  ),
  ...loosened.map(
    ([what, does]): Attempt => ({
      name: what,
      as: "delegate of payments",
      does,
      expect: "refused",
      by: byBoth,
      why,
      serves,
    }),
  ),
  {
    name: "empties its namespace by finalizing it",
    as: "delegate of payments",
    does: replace(path("payments/finalize"), namespace("payments")),
    expect: "refused",
    by: byBoth,
    why,
    serves: [...serves, "T1485"],
  },
  {
    name: "deletes its namespace",
    as: "delegate of payments",
    does: remove(path("payments")),
    expect: "refused",
    by: byBoth,
    why,
    serves: [...serves, "T1485"],
  },
  {
    name: "deletes a protected namespace",
    as: "platform",
    does: remove(path("payments")),
    expect: "refused",
    by: "casemate-namespaces",
    why: "A slip of the platform's hand must not delete a tenant with all its data.",
    serves: ["A8", "4.5.1", "T1485"],
  },
  ...(["default", "kube-system", "kube-public"] as const).map(
    (name): Attempt => ({
      name: `deletes ${name}`,
      as: "platform",
      does: remove(path(name)),
      expect: "refused",
      by: "namespace-lifecycle",
      why: "Kubernetes keeps its own namespaces.",
      serves: ["A8", "T1485"],
    }),
  ),
  {
    name: "makes a namespace with a class and without Pod Security",
    as: "platform",
    does: make(pathOf("v1", "namespaces"), namespace("attempt", { "casemate.dev/class": "pci" })),
    expect: "refused",
    by: "casemate-namespaces",
    why: "A class promises restricted pods, so it must not be had without them.",
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
  ...(
    [
      ["deletes a disposable namespace", remove(path("attempt-disposable")), [disposable]],
      [
        "makes a namespace of no class for its own software",
        make(pathOf("v1", "namespaces"), namespace("attempt")),
        [],
      ],
      ["annotates a tenant's namespace", mergePatch(path("checkout"), annotated({ note: "x" })), []],
      [
        "declares a tenant's host",
        mergePatch(path("checkout"), annotated({ "casemate.dev/hosts": "pay.example.com" })),
        [],
      ],
      ["reads a tenant's namespace", read(path("checkout")), []],
    ] as const
  ).map(
    ([what, does, given]): Attempt => ({
      name: what,
      as: "platform",
      given: given.map((body) => ({
        as: "platform",
        method: "POST",
        path: pathOf("v1", "namespaces"),
        body,
      })),
      does,
      expect: "admitted",
      why: "The platform's own work must go on.",
      serves: ["A8", "E5"],
    }),
  ),
];
