import { z } from "zod";
import { complianceClass } from "../contract/class-schema.ts";
import type { AcceptedFlow, CalledFlow, CidrPeer, PodPeer } from "../contract/flow.ts";
import { waiversSchema } from "../contract/waiver-schema.ts";
import type { InputProblem } from "../shared/input/input-error.ts";
import { reporting } from "../shared/input/reporting.ts";
import {
  dnsLabel,
  listOf,
  nonBlank,
  optional,
  strictObject,
  trueOrFalse,
  wholeNumber,
} from "../shared/input/schemas.ts";
import { awsPolicyProblems } from "./aws-policy.ts";
import { hostPattern } from "./hosts.ts";
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

/** One object instead of the type's union, so that a problem can name a field. */
const peer = strictObject({
  namespace: optional(dnsLabel),
  workload: optional(dnsLabel),
  cidr: optional(z.string("an IPv4 range, such as 10.20.0.0/24")),
} satisfies Readonly<Record<keyof (PodPeer & CidrPeer), z.ZodType>>).check(
  reporting(["namespace", "workload", "cidr"], peerProblems),
) as unknown as z.ZodType<PodPeer | CidrPeer, PodPeer | CidrPeer>;

const flow = {
  port: wholeNumber(1, 65535),
  protocol: optional(z.enum(["TCP", "UDP", "SCTP"], "TCP, UDP or SCTP")),
  reason: optional(nonBlank("a sentence on why")),
};
const call = strictObject({
  from: optional(dnsLabel),
  to: peer,
  ...flow,
} satisfies Readonly<Record<keyof CalledFlow, z.ZodType>>).check(
  reporting(["to", "reason"], ({ to, reason }) => reasonProblems(to, reason)),
) as unknown as z.ZodType<CalledFlow, CalledFlow>;
const accept = strictObject({
  from: peer,
  to: optional(dnsLabel),
  ...flow,
} satisfies Readonly<Record<keyof AcceptedFlow, z.ZodType>>).check(
  reporting(["from", "reason"], ({ from, reason }) => reasonProblems(from, reason)),
) as unknown as z.ZodType<AcceptedFlow, AcceptedFlow>;

/** The fields of a tenant, in a YAML file or an argument. The published JSON Schema comes from it. */
export const tenantShape = {
  name: namespace,
  team: dnsLabel,
  class: optional(complianceClass),
  size: optional(sizeSchema),
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
  accepts: optional(listOf(accept, "flows")),
  calls: optional(listOf(call, "flows")),
  waivers: optional(waiversSchema),
  lifecycle: optional(z.enum(["protected", "disposable"], "protected or disposable")),
} satisfies Readonly<Record<keyof TenantArgs, z.ZodType>>;

export const tenantSchema = strictObject(tenantShape) satisfies z.ZodType<TenantArgs>;

interface Peer {
  readonly namespace?: string;
  readonly workload?: string;
  readonly cidr?: string;
}

function peerProblems({ namespace, workload, cidr }: Peer): InputProblem[] {
  const isPods = namespace !== undefined || workload !== undefined;
  if (cidr !== undefined && isPods) {
    return [
      { path: "cidr", received: cidr, allowed: "either addresses or pods", fix: "Write a flow for each." },
    ];
  }
  return cidr !== undefined || isPods
    ? []
    : [
        {
          path: "",
          received: {},
          allowed: "a namespace, a workload, or a cidr",
          fix: "An empty peer never means everyone.",
        },
      ];
}

function reasonProblems({ cidr }: Peer, reason: string | undefined): InputProblem[] {
  return cidr === undefined || reason !== undefined
    ? []
    : [{ path: "reason", received: reason, allowed: "a sentence on why; a flow with addresses needs one" }];
}
