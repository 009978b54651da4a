import { z } from "zod";
import { clusterSchema } from "../contract/cluster-ref-schema.ts";
import { systemNamespaces } from "../contract/exempt-namespaces.ts";
import { acceptedFlow, calledFlow } from "../contract/flow-schema.ts";
import { hostPattern } from "../contract/host-pattern.ts";
import { lifecycleSchema } from "../contract/lifecycle.ts";
import { waiversSchema } from "../contract/waiver-schema.ts";
import { awsPolicyProblems } from "../namespace/aws-policy.ts";
import { cidrSchema } from "../shared/input/cidr-schema.ts";
import type { InputProblem } from "../shared/input/input-error.ts";
import { eachOnce, reporting } from "../shared/input/reporting.ts";
import {
  dnsLabel,
  listOf,
  nonBlank,
  oneOf,
  optional,
  strictObject,
  textLike,
  trueOrFalse,
  wholeNumber,
} from "../shared/input/schemas.ts";
import { cidrMistake, parseCidr } from "../shared/ipv4.ts";
import type {
  PlatformCaller,
  PlatformException,
  PlatformManager,
  PlatformNamespaceArgs,
  PlatformPodSecurity,
  PlatformSettings,
  PlatformWebhook,
  PlatformWorkloadArgs,
  ScrapedPort,
} from "./platform-namespace-args.ts";

const exception = strictObject({
  reason: nonBlank("a sentence that a reviewer can judge"),
} satisfies Readonly<Record<keyof PlatformException, z.ZodType>>);

const podSecurity = strictObject({
  level: oneOf(["restricted", "baseline", "privileged"]),
  reason: optional(nonBlank("a sentence on why its pods can't meet restricted")),
} satisfies Readonly<Record<keyof PlatformPodSecurity, z.ZodType>>).check(reporting(levelProblems));

const port = wholeNumber(1, 65535);

/** Names and values of labels: kubernetes.io, "Labels and Selectors", syntax. */
const labelValue = textLike(
  /^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/,
  "a label's value of at most 63 characters",
);
const labelKey = textLike(
  /^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/,
  "a label's key, such as app.kubernetes.io/name",
);
const aSelector = "at least one label, such as { app.kubernetes.io/name: controller }";
const labels = z
  .record(labelKey, labelValue, aSelector)
  .refine((pairs) => Object.keys(pairs).length > 0, aSelector)
  .readonly();

/** A service account's name is a DNS subdomain: chart names may have dots. */
const accountName = textLike(
  /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/,
  "a service account's name, such as external-dns",
).refine((name) => name !== "default", "an account other than default, which belongs to no workload");

const awsService = textLike(
  /^[a-z0-9][a-z0-9.-]*$/,
  "an AWS service by the name of its endpoint, such as ec2",
);

const workload = strictObject({
  labels: optional(labels),
  serviceAccount: optional(accountName),
  kubernetesApi: optional(trueOrFalse),
  webhooks: optional(
    listOf(
      strictObject({ port } satisfies Readonly<Record<keyof PlatformWebhook, z.ZodType>>),
      "webhooks, such as { port: 9443 }",
    ).check(eachOnce({ key: ({ port }) => String(port), field: "port", allowed: "each port once" })),
  ),
  awsPolicy: optional(
    z.unknown().check(reporting(awsPolicyProblems)) as z.ZodType<
      NonNullable<PlatformWorkloadArgs["awsPolicy"]>,
      NonNullable<PlatformWorkloadArgs["awsPolicy"]>
    >,
  ),
  awsEndpoints: optional(listOf(awsService, "AWS services, such as [ec2]")),
  kubelets: optional(trueOrFalse),
  hostNetwork: optional(exception),
  privileged: optional(exception),
} satisfies Readonly<Record<keyof PlatformWorkloadArgs, z.ZodType>>);

const caller = strictObject({
  namespace: dnsLabel,
  workload: optional(dnsLabel),
} satisfies Readonly<Record<keyof PlatformCaller, z.ZodType>>);

const scraped = strictObject({
  from: optional(dnsLabel),
  namespace: dnsLabel,
  workload: optional(dnsLabel),
  port,
  protocol: optional(z.enum(["TCP", "UDP", "SCTP"], "TCP, UDP or SCTP")),
} satisfies Readonly<Record<keyof ScrapedPort, z.ZodType>>);

const manager = strictObject({
  namespace: dnsLabel,
  serviceAccount: accountName,
} satisfies Readonly<Record<keyof PlatformManager, z.ZodType>>);

/** The grammar of github.com/distribution/reference, without tag and digest. */
const repository = textLike(
  /^[a-z0-9.-]+(:[0-9]+)?(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)+$/,
  "a repository without tag and digest, such as registry.k8s.io/external-dns/external-dns",
);
const registry = textLike(
  /^[a-z0-9.-]+(:[0-9]+)?(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/,
  "a registry, such as 111122223333.dkr.ecr.eu-central-1.amazonaws.com",
);
const option = z.union(
  [
    nonBlank("a text"),
    listOf(nonBlank("a text"), "texts").refine((items) => items.length > 0, "at least one"),
  ],
  "a text or a list of texts",
);
const anIpv4Range = "an IPv4 range, such as 10.64.0.0/24";

/** The namespaces that exist before Casemate, whose objects the system's own policies guard. */
const kept = new Set(["default", "kube-node-lease", "kube-public"]);

/** The settings of a platform namespace, in arguments or in a stack's config. */
export const platformSettingsShape = {
  software: optional(nonBlank("an entry of the catalogue, such as external-dns")),
  options: optional(z.record(z.string(), option, "options by name, such as { zones: [Z0123] }").readonly()),
  namespace: optional(
    dnsLabel.refine(
      (name) => !kept.has(name),
      "a namespace other than default, kube-node-lease and kube-public",
    ),
  ),
  podSecurity: optional(podSecurity),
  workloads: optional(
    z.record(dnsLabel, workload, "workloads by name, such as { controller: {} }").readonly(),
  ),
  calls: optional(listOf(calledFlow, "flows")),
  accepts: optional(listOf(acceptedFlow, "flows")),
  scrapes: optional(listOf(scraped, "ports, such as { namespace: payments, port: 9090 }")),
  scrapedBy: optional(caller),
  tenants: optional(listOf(dnsLabel, "namespaces, such as [checkout]")),
  loadBalancerCidrs: optional(
    listOf(cidrSchema(anIpv4Range, rangeProblems), "IPv4 ranges, such as [10.64.0.0/24]"),
  ),
  images: optional(listOf(repository, "repositories")),
  imageRegistry: optional(registry),
  imageNames: optional(oneOf(["digest", "tag"])),
  createsServiceAccounts: optional(trueOrFalse),
  managers: optional(
    listOf(manager, "accounts, such as { namespace: argocd, serviceAccount: argocd-server }"),
  ),
  hosts: optional(
    listOf(
      textLike(hostPattern, "a DNS name in lower case, such as argocd.example.com"),
      "hosts, such as [argocd.example.com]",
    ),
  ),
  customResources: optional(listOf(nonBlank("an API group, such as keda.sh"), "API groups")),
  installs: optional(trueOrFalse),
  chartRegistry: optional(
    textLike(
      /^(oci|https):\/\/[^\s/]\S*[^\s/]$/,
      "a registry or repository, such as oci://registry.example.com/charts",
    ),
  ),
  addonVersion: optional(
    textLike(/^v\d+\.\d+\.\d+-eksbuild\.\d+$/, "a version of the add-on, such as v0.20.0-eksbuild.1"),
  ),
  values: optional(z.record(z.string(), z.unknown(), "values, such as { replicaCount: 2 }").readonly()),
  waivers: optional(waiversSchema),
  lifecycle: optional(lifecycleSchema),
} satisfies Readonly<Record<keyof PlatformSettings, z.ZodType>>;

export const platformNamespaceShape = {
  ...platformSettingsShape,
  cluster: clusterSchema,
} satisfies Readonly<Record<keyof PlatformNamespaceArgs, z.ZodType>>;

export const platformNamespaceSchema = strictObject(
  platformNamespaceShape,
) satisfies z.ZodType<PlatformNamespaceArgs>;

/**
 * Whether Kubernetes creates the namespace. Casemate then adds only the software's own objects to it.
 *
 * An add-on of EKS creates its own namespace too, for example `amazon-guardduty`, but only when it is installed. Its flows
 * must be there before, or its pods never become ready.
 */
export function existsAlready(namespace: string): boolean {
  return namespace.startsWith("kube-") && systemNamespaces.some(({ name }) => name === namespace);
}

function levelProblems({ level, reason }: PlatformPodSecurity): InputProblem[] {
  return level === "restricted" || reason !== undefined
    ? []
    : [{ path: "reason", received: reason, allowed: `a sentence on why its pods can't meet restricted` }];
}

function rangeProblems(cidr: string): InputProblem[] {
  if (parseCidr(cidr) !== undefined) {
    return [];
  }
  const fix = cidrMistake(cidr);
  return [{ path: "", received: cidr, allowed: anIpv4Range, ...(fix !== undefined && { fix }) }];
}
