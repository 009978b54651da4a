import { nodeClassTaint } from "../../../components/compliance/classes.ts";
import { nodeName } from "../scene.ts";
import type { Attempt } from "./attempt.ts";
import { collection, create, podNamed } from "./kinds.ts";
import { apart, placements } from "./placements.ts";
import { makeForReal, pathOf, strategicPatch } from "./requests.ts";

/** Attempts to choose the node, and with it the neighbours. */
export const placement: readonly Attempt[] = [
  ...placements.flatMap(
    ({ that, breaks, kinds = ["Pod", "Deployment"], tenant = "storefront", by, why, serves }) =>
      kinds.map(
        (kind): Attempt => ({
          name: `runs a ${kind} that ${that}`,
          as: `developer of ${tenant}`,
          does: create(kind, tenant, breaks),
          expect: "refused",
          by: by ?? "casemate-placement",
          why,
          serves,
        }),
      ),
  ),
  {
    name: "adds a toleration of pci nodes to a pod that waits",
    as: "developer of storefront",
    given: [
      {
        as: "developer of storefront",
        ...makeForReal(collection("Pod", "storefront"), podNamed("waiting", "storefront")),
      },
    ],
    does: strategicPatch(pathOf("v1", "pods", "storefront", "waiting"), {
      spec: { tolerations: [{ key: nodeClassTaint, operator: "Exists" }] },
    }),
    expect: "refused",
    by: "casemate-placement",
    why: "Tolerations are one of the few things of a pod that can be added later.",
    serves: apart,
  },
  {
    name: "binds a waiting pod to a node",
    as: "developer of storefront",
    given: [
      {
        as: "developer of storefront",
        ...makeForReal(collection("Pod", "storefront"), podNamed("waiting", "storefront")),
      },
    ],
    does: {
      method: "POST",
      path: pathOf("v1", "pods", "storefront", "waiting/binding"),
      body: {
        apiVersion: "v1",
        kind: "Binding",
        metadata: { name: "waiting" },
        target: { apiVersion: "v1", kind: "Node", name: nodeName },
      },
    },
    expect: "refused",
    by: "rbac",
    why: "A binding is what the scheduler writes.",
    serves: apart,
  },
];
