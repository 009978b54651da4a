import { type ComplianceClass, classes, nodeClassTaint } from "./classes.ts";

/** The class of the nodes that only the cluster's own add-ons run on. */
export const systemClass = "system";
export type NodeClass = ComplianceClass | typeof systemClass;

/** Kubernetes' customary taint of system nodes; AWS's add-ons tolerate it. */
export const systemTaint = "CriticalAddonsOnly";

/** A taint in the form of the EKS API. */
export interface NodeTaint {
  readonly key: string;
  readonly value: string;
  readonly effect: "NO_SCHEDULE";
}

/** The taints that keep other pods off the nodes of a class. */
export function classTaints(nodeClass: NodeClass): NodeTaint[] {
  if (nodeClass === systemClass) {
    return [{ key: systemTaint, value: "true", effect: "NO_SCHEDULE" }];
  }
  return classes[nodeClass].ownNodes
    ? [{ key: nodeClassTaint, value: nodeClass, effect: "NO_SCHEDULE" }]
    : [];
}
