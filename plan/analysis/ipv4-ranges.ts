/** IPv4 addresses from `first` to `last`: unsigned 32-bit integers. */
export interface AddressRange {
  readonly first: number;
  readonly last: number;
}

/** The addresses of `10.64.0.0/16`; `undefined` for IPv6, and for text that isn't a range. */
export function readRange(cidr: string): AddressRange | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(cidr);
  const octets = match?.slice(1, 5).map(Number) ?? [];
  const prefix = Number(match?.[5] ?? 32);
  if (match === null || prefix > 32 || octets.some((octet) => octet > 255)) {
    return undefined;
  }
  const size = 2 ** (32 - prefix);
  const address = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const first = Math.floor(address / size) * size;
  return { first, last: first + size - 1 };
}

/** The addresses of all ranges that can be read. */
export function readRanges(cidrs: readonly string[]): AddressRange[] {
  return cidrs.flatMap((cidr) => readRange(cidr) ?? []);
}

/** The addresses that are in `ranges` and in none of `others`. */
export function subtract(ranges: readonly AddressRange[], others: readonly AddressRange[]): AddressRange[] {
  return others.reduce<AddressRange[]>(
    (rest, other) =>
      rest.flatMap(({ first, last }) => [
        ...(first < other.first ? [{ first, last: Math.min(last, other.first - 1) }] : []),
        ...(last > other.last ? [{ first: Math.max(first, other.last + 1), last }] : []),
      ]),
    [...ranges],
  );
}

/** Whether two lists have an address in common. */
export function overlap(ranges: readonly AddressRange[], others: readonly AddressRange[]): boolean {
  return ranges.some(({ first, last }) => others.some((other) => first <= other.last && other.first <= last));
}

/** How much of `ranges` is in `others`. Nothing of an empty list. */
export function coverage(
  ranges: readonly AddressRange[],
  others: readonly AddressRange[],
): "all" | "some" | "none" {
  if (!overlap(ranges, others)) {
    return "none";
  }
  return subtract(ranges, others).length === 0 ? "all" : "some";
}

/** Addresses that the internet doesn't route: RFC 1918, RFC 6598, and link-local addresses. */
export const privateAddresses: readonly AddressRange[] = readRanges([
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "169.254.0.0/16",
]);

/** All addresses that the internet can route. */
export const publicAddresses: readonly AddressRange[] = subtract(readRanges(["0.0.0.0/0"]), privateAddresses);
