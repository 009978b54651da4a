import type { Visibility } from "../contract/exposure.ts";
import { visibilities } from "../contract/exposure.ts";
import type { InputProblem } from "../shared/input/input-error.ts";
import { formatCidr, type Ipv4Range, overlaps, parseCidr, rangeAt } from "../shared/ipv4.ts";

/** The ranges of load balancers' subnets, one for each zone. */
export type LoadBalancerPlan = Readonly<Partial<Record<Visibility, readonly string[]>>>;

/**
 * An Application Load Balancer needs a /27 with eight free addresses in each zone (Elastic Load Balancing user guide,
 * "Subnets for your load balancer"). It uses up to eight when it grows. Larger VPCs have room for more of them.
 */
function prefixOf(vpc: Ipv4Range): number {
  return Math.min(27, vpc.prefix + 8);
}

/** How many subnets of a visibility have room: one for each zone, and one spare. */
const slots = 4;

/**
 * Divides the end of a VPC's range, which `planSubnets` leaves free: the last four subnets are public, the four before
 * them are internal. A /22 has room for one of the two.
 *
 * | VPC | each subnet | addresses |
 * |-----|-------------|-----------|
 * | /16 | /24 | 251 |
 * | /18 | /26 | 59 |
 * | /19 to /22 | /27 | 27 |
 */
export function planLoadBalancers(
  cidr: string,
  { zones, loadBalancers }: { readonly zones: 2 | 3; readonly loadBalancers: readonly Visibility[] },
): LoadBalancerPlan {
  const vpc = parseCidr(cidr) as Ipv4Range;
  const prefix = prefixOf(vpc);
  const size = 2 ** (32 - prefix);
  const hasRoomForBoth = vpc.prefix < 22;
  const entries = visibilities
    .filter((visibility) => loadBalancers.includes(visibility))
    .map((visibility) => {
      const fromEnd = visibility === "internal" && hasRoomForBoth ? 2 * slots : slots;
      const start = vpc.last + 1 - fromEnd * size;
      const ranges = Array.from({ length: zones }, (_, zone) =>
        formatCidr(rangeAt(start + zone * size, prefix)),
      );
      return [visibility, ranges] as const;
    });
  return Object.fromEntries(entries);
}

/** The ranges of `spare` that load balancers' subnets leave free. */
export function spareWithout(spare: readonly string[], plan: LoadBalancerPlan): string[] {
  const taken = Object.values(plan).flat();
  const rest = (range: Ipv4Range): string[] => {
    if (!taken.some((cidr) => overlaps(range, cidr))) {
      return [formatCidr(range)];
    }
    if (taken.includes(formatCidr(range))) {
      return [];
    }
    const prefix = range.prefix + 1;
    const half = 2 ** (32 - prefix);
    return [rangeAt(range.first, prefix), rangeAt(range.first + half, prefix)].flatMap(rest);
  };
  return spare.flatMap((cidr) => rest(parseCidr(cidr) as Ipv4Range));
}

/** The problem of a VPC that has no room for both kinds. */
export function loadBalancerProblems({
  cidr,
  loadBalancers = [],
}: {
  readonly cidr: string;
  readonly loadBalancers?: readonly Visibility[];
}): InputProblem[] {
  return new Set(loadBalancers).size < 2 || parseCidr(cidr)?.prefix !== 22
    ? []
    : [
        {
          path: "loadBalancers",
          received: loadBalancers,
          allowed: "one of public and internal, because a /22 has no room for both",
          fix: "Use a /21 or larger as the network's range.",
        },
      ];
}
