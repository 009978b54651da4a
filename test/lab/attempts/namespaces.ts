import { type Controls, cis, mitre, pss, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { annotationPatch, namespace, namespacePath, podSecurityLabel } from "../support/objects.ts";
import { make, mergePatch, pathOf, read, remove, replace } from "../support/requests.ts";
import { table } from "../support/tables.ts";

const disposable = namespace("attempt-disposable", { "casemate.dev/lifecycle": "disposable" });
const why = "A namespace is what all of a tenant's guarantees hang on.";
const serves: Controls = [...requirement("A8", "E2"), ...cis("4.5.1"), ...pss("namespace/label-tamper")];

/** Both refuse: the first for the namespace's managed-by label, the second for its other labels. */
const byBoth = ["casemate-marked", "casemate-namespaces"] as const;

/** Deleting and creating namespaces. */
export const attempts: readonly Attempt[] = [
  ...table({ expect: "refused", by: "rbac", why, serves: [...serves, ...mitre("T1485")] }, [
    { as: "developer of checkout", name: "deletes its namespace", does: remove(namespacePath("checkout")) },
    { as: "operator of payments", name: "deletes its namespace", does: remove(namespacePath("payments")) },
    {
      as: "operator of checkout",
      name: "deletes another tenant's namespace",
      does: remove(namespacePath("payments")),
    },
    {
      as: "workload of cart/cartservice",
      name: "deletes its namespace",
      does: remove(namespacePath("cart")),
    },
    {
      as: "delegate of payments",
      name: "deletes all namespaces at once",
      does: remove(pathOf("v1", "namespaces")),
    },
    {
      as: "developer of checkout",
      name: "makes a namespace of its own",
      does: make(pathOf("v1", "namespaces"), namespace("attempt")),
    },
    {
      as: "delegate of checkout",
      name: "makes a namespace that isn't judged",
      does: make(pathOf("v1", "namespaces"), namespace("attempt", { [podSecurityLabel]: "privileged" })),
    },
    {
      as: "operator of payments",
      name: "makes its namespace anew",
      does: make(pathOf("v1", "namespaces"), namespace("payments", { [podSecurityLabel]: "privileged" })),
    },
    {
      as: "workload of payments/paymentservice",
      name: "makes a namespace with the platform's mark",
      does: make(
        pathOf("v1", "namespaces"),
        namespace("attempt", { "app.kubernetes.io/managed-by": "casemate" }),
      ),
    },
  ]),
  {
    name: "empties its namespace by finalizing it",
    as: "delegate of payments",
    does: replace(namespacePath("payments/finalize"), namespace("payments")),
    expect: "refused",
    by: byBoth,
    why,
    serves: [...serves, ...mitre("T1485")],
  },
  {
    name: "deletes its namespace",
    as: "delegate of payments",
    does: remove(namespacePath("payments")),
    expect: "refused",
    by: byBoth,
    why,
    serves: [...serves, ...mitre("T1485")],
  },
  {
    name: "deletes a protected namespace",
    as: "platform",
    does: remove(namespacePath("payments")),
    expect: "refused",
    by: "casemate-namespaces",
    why: "A slip of the platform's hand must not delete a tenant with all its data.",
    serves: [...requirement("A8"), ...cis("4.5.1"), ...mitre("T1485")],
  },
  ...(["default", "kube-system", "kube-public"] as const).map(
    (name): Attempt => ({
      name: `deletes ${name}`,
      as: "platform",
      does: remove(namespacePath(name)),
      expect: "refused",
      by: "namespace-lifecycle",
      why: "Kubernetes keeps its own namespaces.",
      serves: [...requirement("A8"), ...mitre("T1485")],
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
  ...table(
    {
      as: "platform",
      expect: "admitted",
      why: "The platform's own work must go on.",
      serves: [...requirement("A8", "E5")],
    },
    [
      {
        name: "deletes a disposable namespace",
        does: remove(namespacePath("attempt-disposable")),
        given: [{ as: "platform", method: "POST", path: pathOf("v1", "namespaces"), body: disposable }],
      },
      {
        name: "makes a namespace of no class for its own software",
        does: make(pathOf("v1", "namespaces"), namespace("attempt")),
      },
      {
        name: "annotates a tenant's namespace",
        does: mergePatch(namespacePath("checkout"), annotationPatch({ note: "x" })),
      },
      {
        name: "declares a tenant's host",
        does: mergePatch(
          namespacePath("checkout"),
          annotationPatch({ "casemate.dev/hosts": "pay.example.com" }),
        ),
      },
      { name: "reads a tenant's namespace", does: read(namespacePath("checkout")) },
    ],
  ),
];
