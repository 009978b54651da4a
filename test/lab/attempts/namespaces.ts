import { type Controls, cis, mitre, pss, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { annotationPatch, namespace, namespacePath, podSecurityLabel } from "../support/objects.ts";
import { make, mergePatch, pathOf, read, remove, replace } from "../support/requests.ts";
import { table } from "../support/tables.ts";

const disposable = namespace("attempt-disposable", { "casemate.dev/lifecycle": "disposable" });
const why = "All guarantees for a tenant depend on its namespace.";
const serves: Controls = [...requirement("A8", "E2"), ...cis("4.5.1"), ...pss("namespace/label-tamper")];

/** Both refuse: the first for the namespace's managed-by label, the second for its other labels. */
const byBoth = ["casemate-marked", "casemate-namespaces"] as const;

/** Deletions and creations of namespaces. */
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
      name: "deletes all namespaces in one request",
      does: remove(pathOf("v1", "namespaces")),
    },
    {
      as: "developer of checkout",
      name: "creates its own namespace",
      does: make(pathOf("v1", "namespaces"), namespace("attempt")),
    },
    {
      as: "delegate of checkout",
      name: "creates a namespace without the policies' label",
      does: make(pathOf("v1", "namespaces"), namespace("attempt", { [podSecurityLabel]: "privileged" })),
    },
    {
      as: "operator of payments",
      name: "recreates its namespace",
      does: make(pathOf("v1", "namespaces"), namespace("payments", { [podSecurityLabel]: "privileged" })),
    },
    {
      as: "workload of payments/paymentservice",
      name: "creates a namespace with the platform's mark",
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
    why: "A mistake by the platform must not delete a tenant with all its data.",
    serves: [...requirement("A8"), ...cis("4.5.1"), ...mitre("T1485")],
  },
  ...(["default", "kube-system", "kube-public"] as const).map(
    (name): Attempt => ({
      name: `deletes ${name}`,
      as: "platform",
      does: remove(namespacePath(name)),
      expect: "refused",
      by: "namespace-lifecycle",
      why: "Kubernetes protects its own namespaces.",
      serves: [...requirement("A8"), ...mitre("T1485")],
    }),
  ),
  {
    name: "creates a namespace with a class and without Pod Security",
    as: "platform",
    does: make(pathOf("v1", "namespaces"), namespace("attempt", { "casemate.dev/class": "pci" })),
    expect: "refused",
    by: "casemate-namespaces",
    why: "A class guarantees restricted pods, so it requires Pod Security.",
    serves,
  },
  ...table(
    {
      as: "platform",
      expect: "admitted",
      why: "The policies must not block the platform's own work.",
      serves: [...requirement("A8", "E5")],
    },
    [
      {
        name: "deletes a disposable namespace",
        does: remove(namespacePath("attempt-disposable")),
        given: [{ as: "platform", method: "POST", path: pathOf("v1", "namespaces"), body: disposable }],
      },
      {
        name: "creates a namespace without a class for its own software",
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
