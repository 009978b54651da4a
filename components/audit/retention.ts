import { z } from "zod";

/**
 * The retention periods of CloudWatch Logs, in days, from 90 on. Shorter ones are missing because intrusions are often
 * discovered weeks later. PCI DSS 10.5.1 requires three months for immediate analysis.
 */
export const retentionDays = [
  90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** How long an audit log is kept, in days. */
export type RetentionDays = (typeof retentionDays)[number];

export const retentionSchema = z.literal(retentionDays, `one of ${retentionDays.join(", ")}`);

/** How long an audit log is kept by default. CIS EKS 2.1.2 requires 365 days. */
export const defaultRetentionDays: RetentionDays = 365;
