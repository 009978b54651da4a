/**
 * A DNS name of at least two labels, whose first may be `*`: the form of an Ingress's hosts. The last label is never
 * all digits, because this distinguishes a name from an address (RFC 3696, 2).
 */
export const hostPattern =
  /^(?=.{4,253}$)(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+(?![0-9]+$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
