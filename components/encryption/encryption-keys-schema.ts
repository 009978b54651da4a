import { z } from "zod";
import type { KeyPurpose } from "../contract/key-ref.ts";
import { lifecycleSchema } from "../contract/lifecycle.ts";
import { type InputProblem, under } from "../shared/input/input-error.ts";
import { componentNameSchema } from "../shared/input/names.ts";
import { reporting } from "../shared/input/reporting.ts";
import { schemaProblems } from "../shared/input/schema-problems.ts";
import {
  listOf,
  nonEmpty,
  oneOf,
  optional,
  strictObject,
  textLike,
  trueOrFalse,
} from "../shared/input/schemas.ts";
import type { EncryptionKeysArgs } from "./encryption-keys-args.ts";

export const allPurposes: readonly [KeyPurpose, ...KeyPurpose[]] = ["secrets", "logs", "disks"];

const purposesAllowed = `at least one of ${allPurposes.map((purpose) => `"${purpose}"`).join(", ")}, each once`;
const logGroupsAllowed =
  "names of log groups: 1 to 512 letters, digits and . - _ / #, and a * only at the end, after a prefix";

/** Whether the account has Auto Scaling's service-linked role. */
export const autoScalingRoleSchema = oneOf(["existing", "create"]);

export const encryptionKeysShape = {
  purposes: optional(
    nonEmpty(
      z
        .array(oneOf(["secrets", "logs", "disks"]), purposesAllowed)
        .min(1, purposesAllowed)
        .check(reporting(repeatedProblems)),
    ),
  ),
  logGroups: optional(
    listOf(textLike(/^[A-Za-z0-9._/#-]{1,511}(\*|[A-Za-z0-9._/#-])?$/, logGroupsAllowed), logGroupsAllowed),
  ),
  autoScalingRole: optional(autoScalingRoleSchema),
  keepLogsKey: optional(trueOrFalse),
  lifecycle: optional(lifecycleSchema),
} satisfies Readonly<Record<keyof EncryptionKeysArgs, z.ZodType>>;

const encryptionKeysSchema = strictObject(encryptionKeysShape).check(
  reporting(["purposes", "logGroups"], logGroupProblems),
) satisfies z.ZodType<EncryptionKeysArgs>;

/** Arguments that a stack's config doesn't have, and why: the cluster or the network of the stack creates its keys. */
export const encryptionKeysNotInConfig = {
  purposes: "the cluster has keys of all purposes, the network one for logs",
  logGroups: "those that the stack creates",
  autoScalingRole: "the cluster's",
  keepLogsKey: "true for the cluster's audit log, false for the network's flow logs",
  lifecycle: "the cluster's or the network's",
} satisfies Partial<Record<keyof EncryptionKeysArgs, string>>;

/** All problems of the arguments of keys. */
export function encryptionKeysProblems(name: string, args: EncryptionKeysArgs): InputProblem[] {
  return [
    ...under("name", schemaProblems(componentNameSchema(100), name)),
    ...schemaProblems(encryptionKeysSchema, args satisfies z.input<typeof encryptionKeysSchema>),
  ];
}

function repeatedProblems(purposes: readonly KeyPurpose[]): InputProblem[] {
  return new Set(purposes).size === purposes.length
    ? []
    : [{ path: "", received: purposes, allowed: purposesAllowed }];
}

function logGroupProblems({
  purposes = allPurposes,
  logGroups,
}: Pick<EncryptionKeysArgs, "purposes" | "logGroups">): InputProblem[] {
  return purposes.includes("logs") && (logGroups ?? []).length === 0
    ? [{ path: "logGroups", received: logGroups, allowed: logGroupsAllowed, fix: "Name at least one." }]
    : [];
}
