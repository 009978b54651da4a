import { z } from "zod";
import type { InputProblem } from "../../shared/input/input-error.ts";
import { reporting } from "../../shared/input/reporting.ts";
import { listOf, optional, strictObject } from "../../shared/input/schemas.ts";
import { deployersSchema } from "./deployer-schema.ts";
import { customResourcesSchema, extraRulesSchema } from "./extra-rights-schema.ts";
import { groupsOf, type TenantAccess } from "./tenant-access.ts";

/**
 * The highest number of groups of all rights together. Admission policies compare each with the subjects of a binding. A
 * thousand exceed the API server's CEL cost limit, and only an update would show it.
 */
const limit = 200;
const tooMany = `at most ${limit} groups, of viewers, developers and operators together`;

const aGroup = "a group of the identity provider, such as pay-dev";
const group = z.string(aGroup).regex(/\S/, aGroup).check(reporting(groupProblems));
const groups = optional(
  listOf(group, "groups, such as [pay-dev]", [limit, tooMany])
    .refine((names) => names.length > 0, "at least one group; omit the field to grant no rights")
    .refine((names) => new Set(names).size === names.length, "each group once"),
);

/** Who has rights in a tenant's namespace. */
export const accessSchema = strictObject({
  viewers: groups,
  developers: groups,
  operators: groups,
  deployers: optional(deployersSchema),
  customResources: optional(customResourcesSchema),
  rules: optional(extraRulesSchema),
} satisfies Readonly<Record<keyof TenantAccess, z.ZodType>>).check(
  reporting(["viewers", "developers", "operators"], (lists) =>
    groupsOf(lists).length <= limit ? [] : [{ path: "", received: lists, allowed: tooMany }],
  ),
);

/** A group that the identity provider can't have: Kubernetes' own, two lines, or the ARN of an AWS identity. */
function groupProblems(name: string): InputProblem[] {
  const refuse = (allowed: string, fix?: string): InputProblem[] => [
    { path: "", received: name, allowed, ...(fix !== undefined && { fix }) },
  ];
  if (name.startsWith("system:")) {
    return refuse("a group of the identity provider: those that begin with system: are Kubernetes' own");
  }
  if (/[\r\n]/.test(name)) {
    return refuse("a group's name on one line");
  }
  return /^\s*arn:[\w-]+:(iam|sts):/i.test(name) ? refuse(aGroup, arnFix(name.trim())) : [];
}

/** The field in which an AWS identity belongs. */
function arnFix(arn: string): string {
  if (/:role\//.test(arn)) {
    return `IAM roles are deployers: access: { deployers: [{ role: "${arn}" }] }, with a persona for other rights than a developer's.`;
  }
  return /:assumed-role\//.test(arn)
    ? "Sessions of IAM roles are deployers by the role's ARN: access: { deployers: [{ role }] }."
    : "Of IAM, only roles can enter a tenant's namespace: access: { deployers: [{ role }] }.";
}
