import { z } from "zod";

/**
 * Days that CloudWatch Logs can keep a log group, from 90 on. Nothing shorter: intrusions are often found
 * weeks later, and PCI DSS 10.5.1 wants three months at hand.
 */
export const retentionDays = [
  90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** Days that an audit log is kept. */
export type RetentionDays = (typeof retentionDays)[number];

export const retentionSchema = z.literal(retentionDays, `one of ${retentionDays.join(", ")}`);
