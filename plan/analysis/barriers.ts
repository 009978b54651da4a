import type { Connection, Mark } from "../document.ts";
import {
  type AddressRange,
  coverage,
  overlap,
  privateAddresses,
  publicAddresses,
  readRange,
  readRanges,
  subtract,
} from "./ipv4-ranges.ts";
import type { Direction } from "./network-policy-objects.ts";
import type { PlannedCluster } from "./planned-clusters.ts";
import { intersectPorts, type Ports } from "./ports.ts";
import type { RulePeer, SecurityGroupRule, SecurityGroups } from "./security-group-rules.ts";

/** The addresses at one end of a connection. */
interface AddressEnd {
  readonly direction: Direction;
  readonly ranges: readonly AddressRange[];
  readonly ports: Ports;
}

/** The node's own addresses: instance metadata, DNS, time and Pod Identity. No security group and no route affects them. */
const linkLocal = readRanges(["169.254.0.0/16"]);

/** Documentation and benchmarks (RFC 5737, RFC 2544): no AWS service has such an address. */
const nobodys = readRanges(["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "198.18.0.0/15"]);

/**
 * What stops a connection although the NetworkPolicies of both ends allow it: security groups and routes.
 *
 * A plan often knows only a part of the network. What it doesn't know has its own mark, neither open nor closed.
 */
export function barriers(cluster: PlannedCluster, groups: SecurityGroups): (row: Connection) => Mark[] {
  const known = new Map<string, Mark[]>();
  return (row) => {
    const end = addressEnd(row, cluster);
    if (end === undefined) {
      return isBetweenPods(row)
        ? remember(`${row.protocol} ${row.port}`, () => betweenNodes(row, cluster, groups))
        : [];
    }
    const key = JSON.stringify(end);
    return remember(key, () => {
      const marks = [byGroup(end, cluster, groups), byRoute(end, cluster)].filter(
        (mark) => mark !== undefined,
      );
      const stopping = marks.filter((mark) => !mark.startsWith("not judged"));
      return stopping.length > 0 ? stopping : marks;
    });
  };

  function remember(key: string, judge: () => Mark[]): Mark[] {
    const marks = known.get(key) ?? judge();
    known.set(key, marks);
    return marks;
  }
}

function isBetweenPods({ from, to }: Connection): boolean {
  return [from, to].every(
    (end) => end !== "anyone" && end !== "any pod" && !/[.:]/.test(end.split(/[/ ]/)[0] ?? ""),
  );
}

/** Between nodes, a rule for their group opens a port at each end. A rule for addresses can too. */
function betweenNodes(
  { protocol, port }: Connection,
  cluster: PlannedCluster,
  groups: SecurityGroups,
): Mark[] {
  const ports = { protocol, port: readPort(port) };
  const isOpen = (direction: Direction) =>
    rulesOf(cluster, groups).some(
      (rule) =>
        rule.direction === direction &&
        (rule.peer.kind !== "group" || cluster.nodeGroups.includes(rule.peer.group)) &&
        intersectPorts([ports], [rule.ports]).length > 0,
    );
  return isComplete(cluster, groups) && !(isOpen("egress") && isOpen("ingress"))
    ? ["stopped by security group"]
    : [];
}

/**
 * The rules of the nodes' groups. If another stack creates the groups, its facts have their rules, and the plan adds the
 * rules of its flows. If the plan creates them, only its resources count: a transform can have changed them.
 */
function rulesOf(cluster: PlannedCluster, groups: SecurityGroups): SecurityGroupRule[] {
  const { nodeGroups, nodeRules = [] } = cluster;
  const own = nodeGroups.flatMap((id) => groups.rulesOf(id));
  return nodeGroups.some((id) => groups.created.has(id)) ? own : [...own, ...nodeRules];
}

/** Whether the plan knows all rules of the nodes' groups. */
function isComplete({ nodeGroups, nodeRules }: PlannedCluster, { created }: SecurityGroups): boolean {
  return nodeGroups.length > 0 && (nodeRules !== undefined || nodeGroups.every((id) => created.has(id)));
}

/** The end that is a range of addresses. Undefined if neither is, or if a node answers for it. */
function addressEnd(
  { from, to, protocol, port }: Connection,
  cluster: PlannedCluster,
): AddressEnd | undefined {
  const [direction, text] =
    readBlock(to) === undefined ? (["ingress", from] as const) : (["egress", to] as const);
  const block = readBlock(text);
  // The node translates Service addresses, and the pods behind them have their own rows.
  const services = readRanges(cluster.serviceCidr === undefined ? [] : [cluster.serviceCidr]);
  const ranges = block && subtract(block, [...linkLocal, ...services, ...resolverOf(cluster)]);
  return ranges === undefined || ranges.length === 0
    ? undefined
    : { direction, ranges, ports: { protocol, port: readPort(port) } };
}

/** The VPC's DNS, the second address of its primary range. Security groups don't filter it (EC2 user guide). */
function resolverOf({ vpcCidrs: [primary = ""] }: PlannedCluster): AddressRange[] {
  const range = readRange(primary);
  return range === undefined ? [] : [{ first: range.first + 2, last: range.first + 2 }];
}

/** The addresses of `10.0.0.0/8 except 10.1.0.0/16`. */
function readBlock(text: string): AddressRange[] | undefined {
  const [cidr = "", excepted = ""] = text.split(" except ");
  const range = cidr.includes("/") ? readRange(cidr) : undefined;
  return range && subtract([range], readRanges(excepted === "" ? [] : excepted.split(", ")));
}

function readPort(port: number | string): Ports["port"] {
  if (typeof port === "number") {
    return [port, port];
  }
  const [, from, to] = /^(\d+)-(\d+)$/.exec(port) ?? [];
  return from === undefined ? port : [Number(from), Number(to)];
}

/** Rules allow, and add up. Nodes and pods have the groups of their nodes. */
function byGroup(end: AddressEnd, cluster: PlannedCluster, groups: SecurityGroups): Mark | undefined {
  const rules = rulesOf(cluster, groups).filter(({ direction }) => direction === end.direction);
  const segments = portSegments(
    end.ports,
    rules.map(({ ports }) => ports),
  );
  const results = segments.map((ports) => {
    const openings = rules
      .filter((rule) => intersectPorts([ports], [rule.ports]).length > 0)
      .map(({ peer }) => addressesOf(peer, end, cluster));
    const known = openings.filter((ranges) => ranges !== undefined);
    const result = coverage(end.ranges, known.flat());
    return result === "all" || known.length === openings.length ? result : "unknown";
  });
  if (results.every((result) => result === "all")) {
    return undefined;
  }
  const isNamed = typeof end.ports.port === "string" && end.ports.port !== "any";
  if (isNamed || !isComplete(cluster, groups) || results.includes("unknown")) {
    return "not judged: security group";
  }
  return results.every((result) => result === "none")
    ? "stopped by security group"
    : "partly stopped by security group";
}

/** The addresses that a rule opens, as far as the connection means them; undefined if the plan doesn't know. */
function addressesOf(
  peer: RulePeer,
  end: AddressEnd,
  cluster: PlannedCluster,
): readonly AddressRange[] | undefined {
  switch (peer.kind) {
    case "addresses":
      return readRanges(peer.cidrs);
    case "group":
      return membersOf(peer.group, end, cluster);
    case "unknown":
      // AWS's own prefix lists don't contain addresses of documentation.
      return isNobodys(end) ? [] : undefined;
  }
}

/**
 * A connection with addresses of a group's members means these members, so that the rule covers all of it. Members have
 * addresses of the VPC.
 */
function membersOf(
  group: string,
  { ranges }: AddressEnd,
  cluster: PlannedCluster,
): readonly AddressRange[] | undefined {
  const vpc = readRanges(cluster.vpcCidrs);
  const cidrs = cluster.nodeGroups.includes(group) ? cluster.nodeCidrs : cluster.controlPlaneCidrs;
  if (
    vpc.length > 0 &&
    (!overlap(ranges, vpc) || subtract(vpc, [...ranges, ...resolverOf(cluster)]).length === 0)
  ) {
    return overlap(ranges, vpc) ? ranges : [];
  }
  return cidrs === undefined ? undefined : overlap(ranges, readRanges(cidrs)) ? ranges : [];
}

/** The ports in parts, so that a rule covers each part or has nothing in common with it. */
function portSegments({ protocol, port }: Ports, others: readonly Ports[]): Ports[] {
  const protocols = protocol === "any" ? ["TCP", "UDP", "SCTP"] : [protocol];
  const [from, to] = typeof port === "string" ? [0, 65535] : port;
  const starts = others.flatMap((other) =>
    typeof other.port === "string" ? [] : [other.port[0], other.port[1] + 1],
  );
  const bounds = [...new Set([from, ...starts.filter((start) => from < start && start <= to)])].sort(
    (a, b) => a - b,
  );
  return protocols.flatMap((name) =>
    bounds.map((start, index) => ({
      protocol: name,
      port: [start, (bounds[index + 1] ?? to + 1) - 1] as const,
    })),
  );
}

function byRoute(end: AddressEnd, cluster: PlannedCluster): Mark | undefined {
  const isPublic = !overlap(end.ranges, privateAddresses);
  const routed = [
    ...readRanges([...cluster.vpcCidrs, ...cluster.routedCidrs, ...(cluster.connectedCidrs ?? [])]),
    ...(cluster.egress === "nat" ? publicAddresses : []),
  ];
  // Clients' public addresses come through a load balancer, whose replies need no route.
  if (overlap(end.ranges, routed) || (isPublic && end.direction === "ingress")) {
    return undefined;
  }
  const isKnown =
    cluster.vpcCidrs.length > 0 &&
    cluster.egress !== undefined &&
    (isPublic ? !canBeGateway(end, cluster) : cluster.connectedCidrs !== undefined);
  return isKnown ? "no route" : "not judged: route";
}

/** Services with a gateway endpoint have public addresses. AWS publishes them, and a plan doesn't know them. */
function canBeGateway(end: AddressEnd, { endpointServices = ["s3"] }: PlannedCluster): boolean {
  const isHttps = intersectPorts([end.ports], [{ protocol: "TCP", port: [443, 443] }]).length > 0;
  return (
    isHttps &&
    endpointServices.some((service) => service === "s3" || service === "dynamodb") &&
    !isNobodys(end)
  );
}

function isNobodys({ ranges }: AddressEnd): boolean {
  return subtract(ranges, [...nobodys, ...privateAddresses]).length === 0;
}
