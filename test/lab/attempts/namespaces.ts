import type { Actor, Attempt, Request } from "../support/attempt.ts";
import { make, mergePatch, pathOf, read, remove, replace } from "../support/requests.ts";

/** Namespaces themselves: taken away, made anew, made for oneself. */

const path = (name: string) => pathOf("v1", "namespaces", undefined, name);
const enforce = "pod-security.kubernetes.io/enforce";

const namespace = (name: string, labels = {}, annotations = {}) => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name, labels, annotations },
});
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

/** One guards a namespace for the mark that it bears, one for what its labels say. */
const byBoth = ["casemate-marked", "casemate-namespaces"] as const;

/** Deleting and making namespaces. */
export const namespaces: readonly Attempt[] = [
  ...refused([...deletions, ...creations]),
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
