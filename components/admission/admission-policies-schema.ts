import type { z } from "zod";
import { appliedClusterSchema } from "../contract/cluster-ref-schema.ts";
import { exemptNamespaces } from "../contract/exempt-namespaces.ts";
import type { InputProblem } from "../shared/input/input-error.ts";
import { schemaProblems } from "../shared/input/schema-problems.ts";
import { nonEmpty, optional, strictObject } from "../shared/input/schemas.ts";
import type { AdmissionArgs, AdmissionPoliciesArgs } from "./admission-policies-args.ts";
import { registries } from "./cel/registries.ts";

/** The settings of admission, in its own component or in the cluster's arguments. */
export const admissionShape = {
  registries: optional(
    nonEmpty(registries).describe(
      "Where images may come from, by digest. Default: the account's own ECR registry in the region.",
    ),
  ),
  exemptNamespaces: optional(
    exemptNamespaces.describe(
      "Namespaces that admission policies don't check, for the platform's own software. Default: none.",
    ),
  ),
} satisfies Readonly<Record<keyof AdmissionArgs, z.ZodType>>;

export const admissionPoliciesShape = {
  cluster: appliedClusterSchema,
  ...admissionShape,
} satisfies Readonly<Record<keyof AdmissionPoliciesArgs, z.ZodType>>;

const admissionPoliciesSchema = strictObject(
  admissionPoliciesShape,
) satisfies z.ZodType<AdmissionPoliciesArgs>;

/** Arguments that a stack's config doesn't have, and why. */
export const admissionPoliciesNotInConfig = {
  cluster: "the cluster of the stack, which brings the policies",
} satisfies Partial<Record<keyof AdmissionPoliciesArgs, string>>;

/** All problems of the arguments of admission policies. */
export function admissionPoliciesProblems(args: AdmissionPoliciesArgs): readonly InputProblem[] {
  return schemaProblems(admissionPoliciesSchema, args satisfies z.input<typeof admissionPoliciesSchema>);
}
