import { BlockList } from "node:net";

/** An `ipBlock` of a NetworkPolicy. */
export interface AddressBlock {
  /** For example `10.0.0.0/8`. */
  readonly cidr: string;
  readonly except: readonly string[];
}

/** The block as text, for example `10.0.0.0/8 except 10.1.0.0/16`. */
export function formatBlock({ cidr, except }: AddressBlock): string {
  return except.length === 0 ? cidr : `${cidr} except ${except.join(", ")}`;
}

/**
 * Whether a block allows pods by their addresses: with the VPC CNI, pods have addresses of the VPC. It does if it
 * overlaps a range of pods.
 *
 * If no range is known, every wide private block counts. Traffic in the report that doesn't pass is a smaller error
 * than a hidden connection.
 */
export function coversPods({ cidr, except }: AddressBlock, podRanges: readonly string[]): boolean {
  if (podRanges.length === 0) {
    return isWide(cidr) && (prefixOf(cidr) === 0 || privateRanges.some((range) => contains(range, cidr)));
  }
  return podRanges.some((range) => {
    // CIDR ranges that overlap contain one another.
    const common = contains(cidr, range) ? range : contains(range, cidr) ? cidr : undefined;
    return (
      common !== undefined &&
      !except.some((exception) => contains(exception, common)) &&
      !contains(reservedOf(range), common)
    );
  });
}

/** AWS reserves the first four addresses of a subnet, the VPC's resolver among them. */
function reservedOf(range: string): string {
  return `${range.split("/")[0]}/30`;
}

const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];

function isWide(cidr: string): boolean {
  return prefixOf(cidr) <= 20;
}

/**
 * Whether all addresses of `inner` are in `outer`. It uses Node's parser, because programs can have IPv6 ranges, and
 * ranges with host bits set.
 */
function contains(outer: string, inner: string): boolean {
  const [outerAddress = ""] = outer.split("/");
  const [innerAddress = ""] = inner.split("/");
  if (isIpv6(outer) !== isIpv6(inner) || prefixOf(outer) > prefixOf(inner)) {
    return false;
  }
  try {
    const family = isIpv6(outer) ? "ipv6" : "ipv4";
    const list = new BlockList();
    list.addSubnet(outerAddress, prefixOf(outer), family);
    return list.check(innerAddress, family);
  } catch {
    // The value isn't an address, for example `[unknown]` before the update.
    return false;
  }
}

function isIpv6(cidr: string): boolean {
  return cidr.includes(":");
}

function prefixOf(cidr: string): number {
  const [, prefix] = cidr.split("/");
  return prefix === undefined ? (isIpv6(cidr) ? 128 : 32) : Number(prefix);
}
