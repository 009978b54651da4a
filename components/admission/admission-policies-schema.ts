import type { z } from "zod";
import { appliedClusterSchema } from "../contract/cluster-ref-schema.ts";
import { exemptNamespaces } from "../contract/exempt-namespaces.ts";
import { classNames } from "../contract/storage-class-names.ts";
import type { InputProblem } from "../shared/input/input-error.ts";
import { eachOnce } from "../shared/input/reporting.ts";
import { schemaProblems } from "../shared/input/schema-problems.ts";
import { listOf, nonEmpty, optional, strictObject, textLike } from "../shared/input/schemas.ts";
import type { AdmissionArgs, AdmissionPoliciesArgs } from "./admission-policies-args.ts";
import { registries } from "./cel/registries.ts";

/** Kubernetes' form of a qualified name, with a prefix: no controller's annotation is without one. */
const annotationKey =
  /^([a-z0-9]([a-z0-9-]*[a-z0-9])?[.])*[a-z0-9]([a-z0-9-]*[a-z0-9])?[/][A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;

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
  trafficAnnotations: optional(
    listOf(
      textLike(annotationKey, "the key of an annotation, such as nginx.ingress.kubernetes.io/rewrite-target"),
      "a list of keys of annotations",
    )
      .check(eachOnce({ key: (value) => value, allowed: "each key once" }))
      .describe(
        "Further annotations that tenants may set on Ingresses, Gateways and routes. Default: those known to be harmless.",
      ),
  ),
  storageClasses: optional(
    classNames.describe(
      "StorageClasses that tenants may ask for, in addition to the default. Default: none.",
    ),
  ),
  volumeAttributesClasses: optional(
    classNames.describe("VolumeAttributesClasses that tenants may ask for. Default: none."),
  ),
} satisfies Readonly<Record<keyof AdmissionArgs, z.ZodType>>;

/** The settings of admission among other arguments. */
export function admissionSettings(args: AdmissionArgs): AdmissionArgs {
  const given = (Object.keys(admissionShape) as (keyof AdmissionArgs)[]).flatMap((field) =>
    args[field] === undefined ? [] : [[field, args[field]]],
  );
  return Object.fromEntries(given);
}

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
