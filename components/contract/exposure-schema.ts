import { z } from "zod";
import { dnsLabel, listOf, oneOf, optional, strictObject, wholeNumber } from "../shared/input/schemas.ts";
import type { Exposure } from "./exposure.ts";

/** The highest number of exposures. Admission compares each with the ports of a load balancer. */
const limit = 20;

const exposure = strictObject({
  to: dnsLabel,
  port: wholeNumber(1, 65535),
  protocol: optional(oneOf(["TCP", "UDP"])),
  visibility: optional(oneOf(["public", "internal"])),
  clients: optional(
    listOf(z.string("an IPv4 range, such as 0.0.0.0/0"), "ranges of clients, such as [0.0.0.0/0]"),
  ),
} satisfies Readonly<Record<keyof Exposure, z.ZodType>>);

/** The exposures of a namespace. */
export const exposureSchema = listOf(
  exposure,
  "exposures, such as { to: frontend, port: 8080, visibility: public }",
  [limit, `at most ${limit} exposures`],
);
