import { contains, parseCidr } from "../shared/ipv4.ts";
import { type DeclaredFlow, declaredFlows, type FlowTenant, isCidr } from "./flows/declared-flow.ts";
import type { PortRange } from "./flows/port-range.ts";

/** What one rule of a security group opens for flows with addresses: one direction, one port or range, and all addresses. */
export interface AddressOpening extends PortRange {
  /** Unique among the openings of one declaration: `to-tcp-5432`, `from-tcp-8000-8100`. */
  readonly name: string;
  readonly direction: "ingress" | "egress";
  /** Sorted. No range contains another. */
  readonly cidrs: readonly string[];
  /** The reasons of the flows, each once. */
  readonly reasons: readonly string[];
}

/**
 * The openings in the nodes' security group that flows with addresses need. NetworkPolicies decide which pods may use
 * them. The result doesn't depend on the order of tenants or flows.
 */
export function addressOpenings(tenants: readonly FlowTenant[]): AddressOpening[] {
  const flows = tenants
    .flatMap((tenant) => declaredFlows(tenant, ""))
    .filter(({ peer }) => isCidr(peer) && parseCidr(peer.cidr) !== undefined);
  return [...Map.groupBy(flows, nameOf)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, group]) => {
      const [first] = group;
      return first === undefined
        ? []
        : [
            {
              name,
              direction: first.kind === "call" ? ("egress" as const) : ("ingress" as const),
              ...openedPorts(first),
              cidrs: widest(group.flatMap(({ peer }) => (isCidr(peer) ? [peer.cidr] : []))),
              reasons: [...new Set(group.flatMap(({ written }) => written.reason ?? []))].sort(),
            },
          ];
    });
}

/** A security group opens all ports of SCTP, or none: it has port ranges only for TCP and UDP (EC2 API, `IpPermission`). */
function openedPorts({ protocol, port, endPort }: PortRange): PortRange {
  return protocol === "SCTP"
    ? { protocol, port: 0, endPort: 65535 }
    : { protocol, port, ...(endPort !== undefined && { endPort }) };
}

function nameOf({ kind, protocol, port, endPort }: DeclaredFlow): string {
  if (protocol === "SCTP") {
    return `${kind === "call" ? "to" : "from"}-sctp`;
  }
  const ports = endPort === undefined ? port : `${port}-${endPort}`;
  return `${kind === "call" ? "to" : "from"}-${protocol.toLowerCase()}-${ports}`;
}

/**
 * The ranges that no other range contains. All addresses are two ranges: no document of AWS says that a prefix list takes
 * a `/0`.
 */
function widest(cidrs: readonly string[]): string[] {
  const ranges = [
    ...new Set(cidrs.flatMap((cidr) => (cidr === "0.0.0.0/0" ? ["0.0.0.0/1", "128.0.0.0/1"] : [cidr]))),
  ];
  return ranges.filter((cidr) => !ranges.some((other) => other !== cidr && contains(other, cidr))).sort();
}
