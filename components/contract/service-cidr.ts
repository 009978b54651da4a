import { cidrSchema } from "../shared/input/cidr-schema.ts";
import type { InputProblem } from "../shared/input/input-error.ts";
import { cidrMistake, contains, nthAddress, overlaps, parseCidr } from "../shared/ipv4.ts";

/** EKS's default in a VPC outside 172.20.0.0/16. Set explicitly, because policies name addresses in it. */
export const defaultServiceCidr = "172.20.0.0/16";

/** EKS doesn't accept shared address space (100.64/10) for Services. */
const allowedRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];
const allowed = "a private range from /24 to /12 outside the VPC's, such as 172.20.0.0/16";

/** The range of Service addresses. It can't be changed later. */
export const serviceCidrSchema = cidrSchema(allowed, serviceRangeProblems);

function serviceRangeProblems(serviceCidr: string): InputProblem[] {
  const range = parseCidr(serviceCidr);
  if (range === undefined) {
    const fix = cidrMistake(serviceCidr);
    return [{ path: "", received: serviceCidr, allowed, ...(fix !== undefined && { fix }) }];
  }
  const isFine =
    range.prefix >= 12 && range.prefix <= 24 && allowedRanges.some((outer) => contains(outer, range));
  return isFine ? [] : [{ path: "", received: serviceCidr, allowed }];
}

/** Whether the ranges of Services and of the VPC share addresses. Both must be valid. */
export function serviceOverlapProblems(serviceCidr: string, vpcCidr: string): InputProblem[] {
  return overlaps(vpcCidr, serviceCidr)
    ? [
        {
          path: "serviceCidr",
          received: serviceCidr,
          allowed,
          fix: `It overlaps the VPC's ${vpcCidr}.`,
        },
      ]
    : [];
}

/** The address of the `kubernetes` Service, through which pods reach the API server: the first of the range. */
export function apiServiceAddress(serviceCidr: string): string {
  return nthAddress(serviceCidr, 1);
}

/** The address of the cluster's DNS. EKS always uses the tenth. */
export function dnsServiceAddress(serviceCidr: string): string {
  return nthAddress(serviceCidr, 10);
}
