import { z } from "zod";
import { cidrSchema } from "../../shared/input/cidr-schema.ts";
import type { InputProblem } from "../../shared/input/input-error.ts";
import { orLater } from "../../shared/input/plain-form.ts";
import { eachOnce } from "../../shared/input/reporting.ts";
import { listOf, nonBlank, strictObject, textLike } from "../../shared/input/schemas.ts";
import { cidrMistake, isPrivate, parseCidr } from "../../shared/ipv4.ts";
import type { ApiAccess, ConnectedNetwork } from "./api-access.ts";

const reason = nonBlank("a sentence on why");

/** Who reaches the API server. CIS EKS 5.4.1. */
export const apiAccessSchema = listOf(
  z.union(
    [
      strictObject({
        cidr: privateRange(
          "The endpoint is private: name the addresses that callers have inside, such as the VPN's or the runner's subnet.",
        ),
        reason,
      }),
      strictObject({
        securityGroup: orLater(textLike(/^sg-[\w-]+$/, "a security group's id, such as sg-0abc")),
        reason,
      }),
    ],
    "{ cidr, reason } or { securityGroup, reason }",
  ),
  "callers of the API server, each { cidr, reason } or { securityGroup, reason }",
).check(
  eachOnce<ApiAccess>({
    key: (access) => ("cidr" in access ? access.cidr : undefined),
    field: "cidr",
    allowed: "each range once",
    fix: (first) => `It is apiAccess[${first}] already.`,
  }),
) satisfies z.ZodType<readonly ApiAccess[]>;

/** Private networks outside the VPC that nodes and pods may reach. */
export const connectedNetworksSchema = listOf(
  strictObject({
    cidr: privateRange(
      "Declare a flow in the namespace that calls these addresses. It opens their range and port, and egress " +
        '"nat" of the network leads to them.',
    ),
    reason,
  } satisfies Readonly<Record<keyof ConnectedNetwork, z.ZodType>>),
  "networks, each { cidr, reason }",
).check(
  eachOnce({
    key: ({ cidr }) => cidr,
    field: "cidr",
    allowed: "each range once",
    fix: (first) => `It is connectedNetworks[${first}] already.`,
  }),
) satisfies z.ZodType<readonly ConnectedNetwork[]>;

function privateRange(ifPublic: string) {
  const allowed = "a private range, such as 10.1.0.0/24";
  return cidrSchema(allowed, (cidr): InputProblem[] => {
    const range = parseCidr(cidr);
    const fix = range === undefined ? cidrMistake(cidr) : ifPublic;
    return range !== undefined && isPrivate(range)
      ? []
      : [{ path: "", received: cidr, allowed, ...(fix !== undefined && { fix }) }];
  });
}
