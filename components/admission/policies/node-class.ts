import { nsa, requirement } from "../../../controls/ids.ts";
import { nodeClassLabel, nodeClassTaint } from "../../contract/classes.ts";
import type { AdmissionPolicy } from "../cel/admission-policy.ts";
import { bounded, excessVariable, sizeBound, withinBounds } from "../cel/bounds.ts";
import { coreRule } from "../cel/resource-rules.ts";

/** CEL for the taints of a node's class, for example `pci:NoSchedule`. */
const classTaints = (node: string) =>
  bounded(
    `${node}.spec.?taints.orValue([]).filter(t, t.key == '${nodeClassTaint}').map(t, t.?value.orValue('') + ':' + t.effect)`,
    "[]",
  );
const bounds = ["object", "oldObject"].map((node) =>
  sizeBound("spec.taints", `${node}.spec.?taints.orValue([])`, 200),
);
const classOf = (node: string) => `${node}.metadata.?labels[?'${nodeClassLabel}'].orValue('')`;

/**
 * Refuses a change of a node's class by a node, or by a pod on one.
 *
 * NodeRestriction isn't enough. It guards only labels under `node-restriction.kubernetes.io/`, which managed node
 * groups can't have, and only against kubelets. The service account of the EBS CSI driver, whose token is on each
 * node, may patch every node. `nodes/status` is included, because a write to it can change labels.
 *
 * A node still names its own class when it registers. It can't do so twice, because kubelets may not delete nodes.
 */
export const nodeClassPolicy: AdmissionPolicy = {
  name: "casemate-node-class",
  summary: "Nodes, and pods on them, that change a node's class.",
  controls: [...requirement("A7", "E2"), ...nsa("NSA-POD-18")],
  spec: {
    failurePolicy: "Fail",
    matchConstraints: {
      resourceRules: [coreRule(["UPDATE"], ["nodes", "nodes/status"])],
    },
    matchConditions: [
      {
        name: "node-or-pod",
        expression:
          "'system:nodes' in request.userInfo.groups || 'system:serviceaccounts' in request.userInfo.groups",
      },
    ],
    variables: [
      excessVariable(bounds),
      { name: "taints", expression: classTaints("object") },
      { name: "oldTaints", expression: classTaints("oldObject") },
    ],
    validations: [
      withinBounds,
      {
        expression: `${classOf("object")} == ${classOf("oldObject")}`,
        message: `Nodes and pods may not change the label ${nodeClassLabel}.`,
        reason: "Forbidden",
      },
      {
        expression: "variables.taints == variables.oldTaints",
        message: `Nodes and pods may not change the taint ${nodeClassTaint}.`,
        reason: "Forbidden",
      },
    ],
  },
};
