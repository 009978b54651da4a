import type { InputProblem } from "../shared/input/input-error.ts";
import { contains, overlaps } from "../shared/ipv4.ts";

/** A VPC has five IPv4 ranges, one of which is the primary one (VPC user guide, "Amazon VPC quotas"). */
export const mostAdditionalCidrs = 4;

/** Ranges that can't be combined in a VPC, except that each of the first three takes the last one too. */
const families = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];
const sharedAddressSpace = "100.64.0.0/10";

/**
 * The problems of further ranges of a VPC. AWS takes them from the private range that the primary one is in, or from
 * 100.64.0.0/10 (VPC user guide, "IPv4 CIDR block association restrictions").
 *
 * All ranges must be valid.
 */
export function additionalCidrProblems({
  cidr,
  additionalCidrs = [],
}: {
  readonly cidr: string;
  readonly additionalCidrs?: readonly string[];
}): InputProblem[] {
  return additionalCidrs.flatMap((range, index): InputProblem[] => {
    const path = `additionalCidrs[${index}]`;
    const earlier = [cidr, ...additionalCidrs.slice(0, index)].find((other) => overlaps(other, range));
    if (earlier !== undefined) {
      return [{ path, received: range, allowed: `a range that doesn't overlap ${earlier}` }];
    }
    const family = families.find((outer) => contains(outer, cidr)) ?? sharedAddressSpace;
    if (!contains(family, range) && !contains(sharedAddressSpace, range)) {
      const allowed =
        family === sharedAddressSpace
          ? `a part of ${sharedAddressSpace}, like ${cidr}`
          : `a part of ${sharedAddressSpace}, or of ${family} like ${cidr}`;
      return [
        { path, received: range, allowed, fix: "AWS refuses other combinations of ranges in one VPC." },
      ];
    }
    return contains("10.0.0.0/15", cidr) && overlaps("10.0.0.0/16", range)
      ? [{ path, received: range, allowed: `a range outside 10.0.0.0/16, because ${cidr} is in 10.0.0.0/15` }]
      : [];
  });
}
