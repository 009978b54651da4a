import { cidrSchema } from "../shared/input/cidr-schema.ts";
import { assertNoProblems, type InputProblem, under } from "../shared/input/input-error.ts";
import { schemaProblems } from "../shared/input/schema-problems.ts";
import { cidrMistake, formatCidr, type Ipv4Range, isPrivate, parseCidr, rangeAt } from "../shared/ipv4.ts";

/** Divides a further range of the VPC: a quarter for each zone. */
export function planZones(cidr: string, zones: 2 | 3): string[] {
  assertNoProblems("planZones", under("cidr", schemaProblems(vpcCidrSchema, cidr)));
  const range = parseCidr(cidr) as Ipv4Range;
  return split(range, range.prefix + 2, zones).map(formatCidr);
}

/** How a VPC's range is divided, in CIDR notation. Each list is in the order of the zones. */
export interface SubnetPlan {
  /** For nodes and pods: a quarter of the VPC for each zone. */
  readonly nodes: readonly string[];
  /** For the control plane's network interfaces: a /28 for each zone. */
  readonly controlPlane: readonly string[];
  /** For NAT gateways: a /28 for each zone. Reserved in every egress mode, so that a change of the mode moves no subnet. */
  readonly public: readonly string[];
  /** The free ranges, starting with the smallest: for firewall, endpoint, runner and pod subnets. */
  readonly spare: readonly string[];
}

/**
 * Small on purpose, so that nothing else fits in. EKS needs 6 addresses in each subnet and recommends 16 (EKS user
 * guide, network-reqs). A /28 has 16, of which AWS reserves 5.
 */
const smallPrefix = 28;

/**
 * Divides a VPC of a /16 to a /22 over two or three zones.
 *
 * The VPC has four quarters, one for each zone's nodes. The last quarter is left, and with two zones the third as well.
 * The last quarter starts with slots of a /28: four for the control plane, four for NAT gateways. The rest is spare: at
 * least a /25, which is another eight slots.
 *
 * | VPC | nodes and pods, each zone | addresses, each zone | spare |
 * |-----|---------------------------|----------------------|-------|
 * | /16 | /18 | 16,379 | a /19 to a /25 |
 * | /20 | /22 | 1,019 | a /23 to a /25 |
 * | /22 | /24 | 251 | a /25 |
 *
 * @throws InputError if `cidr` isn't a private range of a /16 to a /22
 */
export function planSubnets(cidr: string, zones: 2 | 3): SubnetPlan {
  assertNoProblems("planSubnets", under("cidr", schemaProblems(vpcCidrSchema, cidr)));
  const vpc = parseCidr(cidr) as Ipv4Range;
  const quarters = split(vpc, vpc.prefix + 2, 4);
  const last = quarters[3] as Ipv4Range;
  const slots = split(last, smallPrefix, 8);
  return {
    nodes: quarters.slice(0, zones).map(formatCidr),
    controlPlane: slots.slice(0, zones).map(formatCidr),
    public: slots.slice(4, 4 + zones).map(formatCidr),
    spare: [...remainder(last, smallPrefix - 3), ...quarters.slice(zones, 3)].map(formatCidr),
  };
}

const allowed = "a private IPv4 range from a /16 to a /22";

/** The range of a VPC. */
export const vpcCidrSchema = cidrSchema(`${allowed}, such as 10.64.0.0/16`, cidrProblems);

function cidrProblems(cidr: string): InputProblem[] {
  const problem = { path: "", received: cidr, allowed };
  const mistake = cidrMistake(cidr);
  if (mistake !== undefined) {
    return [{ ...problem, fix: mistake }];
  }
  const { prefix } = parseCidr(cidr) as Ipv4Range;
  if (prefix < 16) {
    return [{ ...problem, fix: "A VPC can't be larger than a /16; use a part of this range." }];
  }
  if (prefix > 22) {
    return [{ ...problem, fix: "Pods get their addresses from the VPC; a range this small soon runs out." }];
  }
  return isPrivate(cidr)
    ? []
    : [{ ...problem, fix: "Use a part of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10." }];
}

/** The first `count` ranges of length `prefix` in `range`. */
function split(range: Ipv4Range, prefix: number, count: number): Ipv4Range[] {
  return Array.from({ length: count }, (_, index) =>
    rangeAt(range.first + index * 2 ** (32 - prefix), prefix),
  );
}

/** The rest of `range` after its first range of length `prefix`, in as few ranges as possible. */
function remainder(range: Ipv4Range, prefix: number): Ipv4Range[] {
  return Array.from({ length: prefix - range.prefix }, (_, index) => {
    const size = 2 ** (32 - (prefix - index));
    return rangeAt(range.first + size, prefix - index);
  });
}
