import type { InputProblem } from "../shared/input/input-error.ts";
import { contains } from "../shared/ipv4.ts";
import { isCidr } from "./flows/declared-flow.ts";
import { type FlowEnd, peerKey } from "./flows/flow-end.ts";
import { portKey } from "./flows/port-range.ts";

/**
 * How many pairs of port and protocol the VPC CNI keeps for one address, those of wider ranges included. A range of
 * ports is one pair.
 */
const limit = 24;

/**
 * Peers for which a pod of the namespace would have more ports than the VPC CNI keeps. It drops the rest without an
 * error.
 *
 * Source: EKS user guide, "Limit pod traffic with Kubernetes network policies", considerations.
 *
 * @param at - the start of the tenant's paths
 */
export function portLimitProblems(ends: readonly FlowEnd[], at: string): InputProblem[] {
  if (ends.length <= limit) {
    return [];
  }
  const sides = Map.groupBy(ends, ({ direction, workload }) => `${direction} ${workload ?? "*"}`);
  return [...sides].flatMap(([side, sideEnds]) => {
    const [direction] = side.split(" ");
    const namespaceEnds = side.endsWith(" *") ? [] : (sides.get(`${direction} *`) ?? []);
    const allEnds = [...namespaceEnds, ...sideEnds];
    return [...new Map(sideEnds.map(({ peer }) => [peerKey(peer), peer]))].flatMap(([key, peer]) => {
      const ports = new Set(allEnds.filter((end) => reaches(end.peer, peer)).map(portKey));
      const list = direction === "egress" ? "calls" : "accepts";
      return ports.size <= limit
        ? []
        : [
            {
              path: `${at}${list}`,
              received: `${ports.size} ports with ${key}`,
              allowed: `at most ${limit} ports and protocols with one peer, which is what the VPC CNI enforces`,
              fix: "Name the workloads that the ports belong to.",
            },
          ];
    });
  });
}

/** Whether a rule for `source` also applies to the addresses of `peer`. */
function reaches(source: FlowEnd["peer"], peer: FlowEnd["peer"]): boolean {
  if (isCidr(source) || isCidr(peer)) {
    return isCidr(source) && isCidr(peer) && contains(source.cidr, peer.cidr);
  }
  return (
    source.namespace === peer.namespace &&
    (source.workload === undefined || source.workload === peer.workload)
  );
}
