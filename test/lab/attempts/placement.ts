import { nodeClassTaint } from "../../../components/contract/classes.ts";
import type { Attempt } from "../support/attempt.ts";
import { collection, create, podNamed } from "../support/kinds.ts";
import { makeForReal, pathOf, strategicPatch } from "../support/requests.ts";
import { nodeName } from "../support/scene.ts";
import { apart, placements } from "./placement/ways.ts";

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
