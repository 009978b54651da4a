/**
 * Pure functions for IPv4 ranges in CIDR notation.
 *
 * Ranges are parsed and compared as numbers. A comparison of text would not see that `10.0.0.0/8` contains
 * `10.1.0.0/16`.
 */

/** A range of addresses, its bounds as unsigned 32-bit integers. */
export interface Ipv4Range {
  /** The first address: the network address. */
  readonly first: number;
  /** The last address. */
  readonly last: number;
  /** Length of the network prefix, 0 to 32. */
  readonly prefix: number;
}

/** Either a range as text, `10.64.0.0/16`, or one that has been parsed. */
export type Cidr = string | Ipv4Range;

/** Ranges that aren't routed on the internet and that a VPC can have: RFC 1918, and RFC 6598 for 100.64/10. */
const privateRanges: readonly string[] = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];

/**
 * Parses `10.64.0.0/16`. `undefined` if AWS or Kubernetes would refuse the text. It must have four decimal octets
 * without leading zeros, a prefix, and no host bits.
 */
export function parseCidr(text: string): Ipv4Range | undefined {
  const parsed = parseLoosely(text);
  return parsed !== undefined && parsed.address === parsed.range.first ? parsed.range : undefined;
}

/**
 * Why `text` isn't a range, with the likely fix; `undefined` if it is one. For the `fix` of an `InputProblem`.
 */
export function cidrMistake(text: string): string | undefined {
  const parsed = parseLoosely(text);
  if (parsed === undefined) {
    return parseAddress(text) === undefined
      ? "Write four numbers from 0 to 255 and a prefix length from 0 to 32, such as 10.64.0.0/16."
      : `Add the prefix length: ${text}/32 is only this address.`;
  }
  return parsed.address === parsed.range.first
    ? undefined
    : `Host bits are set; the range that contains it is ${formatCidr(parsed.range)}.`;
}

/** Parses `10.64.0.1`; `undefined` if it isn't four decimal octets without leading zeros. */
export function parseAddress(text: string): number | undefined {
  const octets = text.split(".");
  if (
    octets.length !== 4 ||
    !octets.every((octet) => /^(0|[1-9]\d{0,2})$/.test(octet) && Number(octet) <= 255)
  ) {
    return undefined;
  }
  return octets.reduce((address, octet) => address * 256 + Number(octet), 0);
}

/** `10.64.0.1` */
export function formatAddress(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".");
}

/** `10.64.0.0/16` */
export function formatCidr({ first, prefix }: Ipv4Range): string {
  return `${formatAddress(first)}/${prefix}`;
}

/** The range with a prefix of length `prefix` that contains `address`. */
export function rangeAt(address: number, prefix: number): Ipv4Range {
  const size = 2 ** (32 - prefix);
  const first = Math.floor(address / size) * size;
  return { first, last: first + size - 1, prefix };
}

/** How many addresses a range has. */
export function sizeOf(cidr: Cidr): number {
  const { first, last } = toRange(cidr);
  return last - first + 1;
}

/** Whether `outer` contains all of `inner`. */
export function contains(outer: Cidr, inner: Cidr): boolean {
  const a = toRange(outer);
  const b = toRange(inner);
  return a.first <= b.first && b.last <= a.last;
}

/** Whether two ranges have an address in common. */
export function overlaps(one: Cidr, other: Cidr): boolean {
  const a = toRange(one);
  const b = toRange(other);
  return a.first <= b.last && b.first <= a.last;
}

/** The `n`-th address of a range, counted from 0: `nthAddress("172.20.0.0/16", 10)` is `172.20.0.10`. */
export function nthAddress(cidr: Cidr, n: number): string {
  const { first, last } = toRange(cidr);
  if (!Number.isInteger(n) || n < 0 || first + n > last) {
    throw new RangeError(`${formatCidr(toRange(cidr))} has no address number ${n}`);
  }
  return formatAddress(first + n);
}

/** Whether one of the {@link privateRanges} contains all of a range. */
export function isPrivate(cidr: Cidr): boolean {
  return privateRanges.some((range) => contains(range, cidr));
}

function toRange(cidr: Cidr): Ipv4Range {
  const range = typeof cidr === "string" ? parseCidr(cidr) : cidr;
  if (range === undefined) {
    throw new RangeError(`${JSON.stringify(cidr)} is not an IPv4 range`);
  }
  return range;
}

/** Host bits may be set: the caller decides whether that is a mistake. */
function parseLoosely(text: string): { address: number; range: Ipv4Range } | undefined {
  const [addressText = "", prefixText = "", ...rest] = text.split("/");
  const address = parseAddress(addressText);
  if (address === undefined || rest.length > 0 || !/^(\d|[12]\d|3[0-2])$/.test(prefixText)) {
    return undefined;
  }
  return { address, range: rangeAt(address, Number(prefixText)) };
}
