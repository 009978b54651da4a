import { z } from "zod";
import { complianceClass } from "../contract/class-schema.ts";
import { exposureSchema } from "../contract/exposure-schema.ts";
import { acceptedFlow, calledFlow } from "../contract/flow-schema.ts";
import { hostPattern } from "../contract/host-pattern.ts";
import { classNames } from "../contract/storage-class.ts";
import { waiversSchema } from "../contract/waiver-schema.ts";
import { awsPolicyProblems } from "../namespace/aws-policy.ts";
import { reporting } from "../shared/input/reporting.ts";
import { dnsLabel, listOf, nonBlank, optional, strictObject, trueOrFalse } from "../shared/input/schemas.ts";
import { sizeSchema } from "./size-schema.ts";
import type { TenantAccess, TenantArgs, WorkloadArgs } from "./tenant.ts";

/** Namespaces of Kubernetes, EKS and the platform. A tenant in one of them could change the platform's guards. */
const reserved = /^default$|^(amazon|aws|casemate|eks|istio|kube)-/;
const namespace = dnsLabel.refine((name) => !reserved.test(name), {
  error: "a name that isn't reserved: default, amazon-*, aws-*, casemate-*, eks-*, istio-* and kube-* are",
});

/** A workload, and its service account. */
export const workloadName = dnsLabel.refine((name) => name !== "default", {
  error: "a name other than default, which is the service account of pods that name none",
});

/**
 * The highest number of hosts, and of groups of all rights together. Admission policies compare each with what an
 * object claims. A thousand of either exceed the API server's CEL cost limit, and only an update would show it.
 */
const limit = 200;

const group = nonBlank("a group of the identity provider, such as pay-dev")
  .refine(
    (name) => !name.startsWith("system:"),
    "a group of the identity provider: those that begin with system: are Kubernetes' own",
  )
  .refine((name) => !/[\r\n]/.test(name), "a group's name on one line");
const tooManyGroups = `at most ${limit} groups, of viewers, developers and operators together`;
const groups = optional(
  listOf(group, "groups, such as [pay-dev]", [limit, tooManyGroups])
    .refine((names) => names.length > 0, "at least one group; omit the field to grant no rights")
    .refine((names) => new Set(names).size === names.length, "each group once"),
);

const access = strictObject({
  viewers: groups,
  developers: groups,
  operators: groups,
} satisfies Readonly<Record<keyof TenantAccess, z.ZodType>>).refine(
  (lists) => new Set(Object.values(lists).flatMap((list) => list ?? [])).size <= limit,
  tooManyGroups,
);

const workload = strictObject({
  awsPolicy: optional(
    z.unknown().check(reporting(awsPolicyProblems)) as z.ZodType<
      NonNullable<WorkloadArgs["awsPolicy"]>,
      NonNullable<WorkloadArgs["awsPolicy"]>
    >,
  ),
  kubernetesApi: optional(trueOrFalse),
} satisfies Readonly<Record<keyof WorkloadArgs, z.ZodType>>);

/** The fields of a tenant, in a YAML file or an argument. The published JSON Schema comes from it. */
export const tenantShape = {
  name: namespace,
  team: dnsLabel,
  class: optional(complianceClass),
  size: optional(sizeSchema),
  storageClasses: optional(classNames),
  volumeAttributesClasses: optional(classNames),
  access: optional(access),
  workloads: optional(z.record(workloadName, workload, "workloads by name, such as { api: {} }").readonly()),
  hosts: optional(
    listOf(
      z
        .string("a DNS name, such as pay.example.com or *.pay.example.com")
        .regex(hostPattern, "a DNS name in lower case, such as pay.example.com or *.pay.example.com"),
      "hosts, such as [pay.example.com]",
      [limit, `at most ${limit} hosts; *.pay.example.com is one for all below it`],
    ).refine((names) => new Set(names).size === names.length, "each host once"),
  ),
  exposure: optional(exposureSchema),
  accepts: optional(listOf(acceptedFlow, "flows")),
  calls: optional(listOf(calledFlow, "flows")),
  waivers: optional(waiversSchema),
  lifecycle: optional(z.enum(["protected", "disposable"], "protected or disposable")),
} satisfies Readonly<Record<keyof TenantArgs, z.ZodType>>;

export const tenantSchema = strictObject(tenantShape) satisfies z.ZodType<TenantArgs>;
