import { nodeClassTaint } from "../../../components/contract/classes.ts";
import { type Controls, nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt, Preparation } from "../support/attempt.ts";
import { collection, podNamed } from "../support/kinds.ts";
import { makeForReal, pathOf, strategicPatch } from "../support/requests.ts";
import { nodeName } from "../support/scene.ts";

const serves: Controls = [...requirement("A7", "E2"), ...nsa("NSA-POD-18")];
const waiting: Preparation = {
  as: "developer of storefront",
  ...makeForReal(collection("Pod", "storefront"), podNamed("waiting", "storefront")),
};

/** Choices of the node for a pod that waits for the scheduler. */
export const attempts: readonly Attempt[] = [
  {
    name: "adds a toleration of pci nodes to a waiting pod",
    as: "developer of storefront",
    given: [waiting],
    does: strategicPatch(pathOf("v1", "pods", "storefront", "waiting"), {
      spec: { tolerations: [{ key: nodeClassTaint, operator: "Exists" }] },
    }),
    expect: "refused",
    by: "casemate-placement",
    why: "Tolerations are one of the few fields of a pod that an update can extend.",
    serves,
  },
  {
    name: "binds a waiting pod to a node",
    as: "developer of storefront",
    given: [waiting],
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
    why: "Only the scheduler may write bindings.",
    serves,
  },
];
