import { z } from "zod";
import { type ComplianceClass, classes } from "../contract/classes.ts";
import type { AcceptedFlow, CalledFlow, CidrPeer, PodPeer } from "../contract/flow.ts";
import type { Waiver } from "../contract/waiver.ts";
import { type InputProblem, reporting } from "../shared/input/input-error.ts";
import { fields, label, list, text } from "../shared/input/schemas.ts";
import { awsPolicyProblems } from "./aws-policy.ts";
import { hostPattern } from "./hosts.ts";
import { type NamespaceSize, type SizeName, sizeProblems, sizes } from "./size.ts";
import type { TenantAccess, TenantArgs, WorkloadArgs } from "./tenant.ts";

/**
 * A schema for each field of `T`, no more and no fewer, that lets nothing through but what the field takes: schema
 * and type can't part without an error of the compiler. `WorkloadNamespace` holds the other direction.
 */
type Fields<T> = { readonly [K in Keys<T>]: z.ZodType<Loose<Value<T, K>> | undefined> };
type Keys<T> = T extends unknown ? keyof T : never;
type Value<T, K extends PropertyKey> = T extends { readonly [P in K]?: infer V } ? V : never;
/** As the schema has it: fields may be there and undefined, a peer is one object, a policy is judged by a function. */
type Loose<T> = T extends string | number | boolean | undefined
  ? T
  : T extends PodPeer | CidrPeer
    ? z.output<typeof peerFields>
    : T extends NonNullable<WorkloadArgs["awsPolicy"]>
      ? unknown
      : { readonly [K in keyof T]: Loose<T[K]> | undefined };

/**
 * Namespaces of Kubernetes, EKS and the platform: a tenant there would sit beside what guards it.
 */
const reserved = /^default$|^(amazon|aws|casemate|eks|istio|kube)-/;
const namespace = label.refine((name) => !reserved.test(name), {
  error: "a name that isn't reserved: default, amazon-*, aws-*, casemate-*, eks-*, istio-* and kube-* are",
});

/** A workload, and its service account. */
export const workloadName = label.refine((name) => name !== "default", {
  error: "a name other than default, whose service account every pod has unless told otherwise",
});

/** The class of a namespace. */
export const complianceClass = z.enum(
  Object.keys(classes) as [ComplianceClass, ...ComplianceClass[]],
  Object.keys(classes).join(", "),
);

/**
 * Hosts, and groups of all rights together. Admission policies compare each with what an object claims: a thousand of
 * either make an expression that the API server finds too dear, in the middle of an update.
 */
const most = 200;

const count = (least: number) =>
  z.int(`a whole number of at least ${least}`).min(least, `a whole number of at least ${least}`);
const quantity = (what: string) => z.union([z.string(what), z.number(what)], what);

const size = z.union(
  [
    z.enum(Object.keys(sizes) as [SizeName, ...SizeName[]]),
    fields({
      cpu: quantity("cores, as 4 or 500m"),
      memory: z.string("memory, as 8Gi"),
      ephemeralStorage: z.string("ephemeral storage, as 10Gi"),
      storage: z.string('persistent storage, as 20Gi, or "0" for none'),
      pods: count(1),
      services: count(0).optional(),
      secrets: count(0).optional(),
      configMaps: count(0).optional(),
      persistentVolumeClaims: count(0).optional(),
    } satisfies Fields<NamespaceSize>).superRefine(
      reporting((value) => sizeProblems(value as NamespaceSize)),
    ),
  ],
  "small, medium, large, or own numbers: { cpu, memory, ephemeralStorage, storage, pods }",
);

const group = text("a group of the identity provider, as pay-dev")
  .refine(
    (name) => !name.startsWith("system:"),
    "a group of the identity provider: those that begin with system: are Kubernetes' own",
  )
  .refine((name) => !/[\r\n]/.test(name), "a group's name on one line");
const tooManyGroups = `at most ${most} groups, of viewers, developers and operators together`;
const groups = list(group, "groups, as [pay-dev]", [most, tooManyGroups])
  .refine((names) => names.length > 0, "at least one group; leave the field out for nobody")
  .refine((names) => new Set(names).size === names.length, "each group once")
  .optional();

const access = fields({
  viewers: groups,
  developers: groups,
  operators: groups,
} satisfies Fields<TenantAccess>).refine(
  (all) => new Set(Object.values(all).flatMap((some) => some ?? [])).size <= most,
  tooManyGroups,
);

const workload = fields({
  awsPolicy: z.unknown().superRefine(reporting(awsPolicyProblems)).optional(),
  kubernetesApi: z.boolean("true or false").optional(),
} satisfies Fields<WorkloadArgs>);

/** One object rather than a union, so that what is wrong can be said of a field. */
const peerFields = fields({
  namespace: label.optional(),
  workload: label.optional(),
  cidr: z.string("an IPv4 range, as 10.20.0.0/24").optional(),
} satisfies Fields<PodPeer & CidrPeer>);
const peer = peerFields.superRefine(reporting(peerProblems));

const flow = {
  port: z
    .int("a whole number from 1 to 65535")
    .min(1, "a whole number from 1 to 65535")
    .max(65535, "a whole number from 1 to 65535"),
  protocol: z.enum(["TCP", "UDP", "SCTP"], "TCP, UDP or SCTP").optional(),
  reason: text("a sentence on why").optional(),
};
const call = fields({ from: label.optional(), to: peer, ...flow } satisfies Fields<CalledFlow>);
const accept = fields({ from: peer, to: label.optional(), ...flow } satisfies Fields<AcceptedFlow>);

const waiver = fields({
  control: text("the id of the control that is loosened"),
  reason: text("a sentence that a reviewer can judge"),
  owner: text("a team or a person's address"),
  expires: z.iso.date("a day as 2027-01-31"),
} satisfies Fields<Waiver>);

/** What a tenant is made of, as a YAML file or an argument. The published JSON Schema comes from it. */
export const tenantSchema = fields({
  name: namespace,
  team: label,
  class: complianceClass.optional(),
  size: size.optional(),
  access: access.optional(),
  workloads: z.record(workloadName, workload, "workloads by name, as { api: {} }").optional(),
  hosts: list(
    z
      .string("a DNS name, as pay.example.com or *.pay.example.com")
      .regex(hostPattern, "a DNS name in lower case, as pay.example.com or *.pay.example.com"),
    "hosts, as [pay.example.com]",
    [most, `at most ${most} hosts; *.pay.example.com is one for all below it`],
  )
    .refine((names) => new Set(names).size === names.length, "each host once")
    .optional(),
  accepts: list(
    accept.superRefine(reporting(({ from, reason }) => reasonProblems(from, reason))),
    "flows",
  ).optional(),
  calls: list(
    call.superRefine(reporting(({ to, reason }) => reasonProblems(to, reason))),
    "flows",
  ).optional(),
  waivers: list(waiver, "waivers").optional(),
  lifecycle: z.enum(["protected", "disposable"], "protected or disposable").optional(),
} satisfies Fields<TenantArgs>);

type Peer = z.output<typeof peerFields>;

function peerProblems({ cidr, ...pods }: Peer): InputProblem[] {
  const isPods = pods.namespace !== undefined || pods.workload !== undefined;
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
          received: pods,
          allowed: "a namespace, a workload, or a cidr",
          fix: "An empty peer never means everyone.",
        },
      ];
}

function reasonProblems({ cidr }: Peer, reason: string | undefined): InputProblem[] {
  return cidr === undefined || reason !== undefined
    ? []
    : [{ path: "reason", received: reason, allowed: "a sentence on why, as the other end is addresses" }];
}
