import { z } from "zod";
import { complianceClass } from "../contract/class-schema.ts";
import { exposureSchema } from "../contract/exposure-schema.ts";
import { acceptedFlow, calledFlow } from "../contract/flow-schema.ts";
import { hostPattern } from "../contract/host-pattern.ts";
import { classNames } from "../contract/storage-class-names.ts";
import { waiversSchema } from "../contract/waiver-schema.ts";
import { dnsLabel, listOf, oneOf, optional, strictObject } from "../shared/input/schemas.ts";
import { accessSchema } from "./access/access-schema.ts";
import { annotationsSchema, labelsSchema } from "./namespace-labels.ts";
import { sizeSchema } from "./size-schema.ts";
import type { TenantArgs } from "./tenant.ts";
import { workloadSchema } from "./workload-schema.ts";

/** Namespaces of Kubernetes, EKS and the platform. A tenant in one of them could change the platform's guards. */
const reserved = /^default$|^(amazon|aws|casemate|eks|istio|kube)-/;
const namespace = dnsLabel.refine((name) => !reserved.test(name), {
  error: "a name that isn't reserved: default, amazon-*, aws-*, casemate-*, eks-*, istio-* and kube-* are",
});

/** A workload, and its service account. */
export const workloadName = dnsLabel.refine((name) => name !== "default", {
  error: "a name other than default, which is the service account of pods that name none",
});

/** The highest number of hosts. An admission policy compares each with what an object claims. */
const hostLimit = 200;

/** The fields of a tenant, in a YAML file or an argument. The published JSON Schema comes from it. */
export const tenantShape = {
  name: namespace,
  team: dnsLabel,
  class: optional(complianceClass),
  size: optional(sizeSchema),
  storageClasses: optional(classNames),
  volumeAttributesClasses: optional(classNames),
  access: optional(accessSchema),
  workloads: optional(
    z.record(workloadName, workloadSchema, "workloads by name, such as { api: {} }").readonly(),
  ),
  hosts: optional(
    listOf(
      z
        .string("a DNS name, such as pay.example.com or *.pay.example.com")
        .regex(hostPattern, "a DNS name in lower case, such as pay.example.com or *.pay.example.com"),
      "hosts, such as [pay.example.com]",
      [hostLimit, `at most ${hostLimit} hosts; *.pay.example.com is one for all below it`],
    ).refine((names) => new Set(names).size === names.length, "each host once"),
  ),
  exposure: optional(exposureSchema),
  accepts: optional(listOf(acceptedFlow, "flows")),
  calls: optional(listOf(calledFlow, "flows")),
  labels: optional(labelsSchema),
  annotations: optional(annotationsSchema),
  podSecurity: optional(oneOf(["restricted", "baseline"])),
  waivers: optional(waiversSchema),
  lifecycle: optional(z.enum(["protected", "disposable"], "protected or disposable")),
} satisfies Readonly<Record<keyof TenantArgs, z.ZodType>>;

export const tenantSchema = strictObject(tenantShape) satisfies z.ZodType<TenantArgs>;
