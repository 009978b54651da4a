import type { z } from "zod";
import { keyArn } from "../contract/key-ref-schema.ts";
import { lifecycleSchema } from "../contract/lifecycle.ts";
import type { InputProblem } from "../shared/input/input-error.ts";
import { clusterNameSchema } from "../shared/input/names.ts";
import { schemaProblems } from "../shared/input/schema-problems.ts";
import { optional, strictObject } from "../shared/input/schemas.ts";
import type { AuditLogArgs } from "./audit-log-args.ts";
import { retentionSchema } from "./retention.ts";

export const auditLogShape = {
  clusterName: clusterNameSchema,
  keyArn,
  retentionDays: optional(retentionSchema),
  lifecycle: optional(lifecycleSchema),
} satisfies Readonly<Record<keyof AuditLogArgs, z.ZodType>>;

const auditLogSchema = strictObject(auditLogShape) satisfies z.ZodType<AuditLogArgs>;

/** Arguments that a stack's config doesn't have, and why: the cluster of the stack creates its audit log. */
export const auditLogNotInConfig = {
  clusterName: "the cluster's",
  keyArn: "the cluster's keys",
  retentionDays: "the cluster's auditRetentionDays",
  lifecycle: "the cluster's",
} satisfies Partial<Record<keyof AuditLogArgs, string>>;

/** All problems of an audit log's arguments. */
export function auditLogProblems(args: AuditLogArgs): readonly InputProblem[] {
  return schemaProblems(auditLogSchema, args satisfies z.input<typeof auditLogSchema>);
}
