import { expiredWaiverProblems } from "../contract/waiver.ts";
import { awsProblems } from "../namespace/workload-aws-rights.ts";
import { today } from "../shared/clock.ts";
import { assertNoProblems, type InputProblem } from "../shared/input/input-error.ts";
import { schemaProblems } from "../shared/input/schema-problems.ts";
import { softwareProblems } from "./option-problems.ts";
import type { PlatformNamespaceArgs, PlatformSettings } from "./platform-namespace-args.ts";
import { existsAlready, platformNamespaceSchema } from "./platform-namespace-schema.ts";
import { type PlatformTraffic, platformTraffic, type TrafficCluster } from "./platform-traffic.ts";
import { type ResolvedSoftware, resolveSoftware } from "./resolved-software.ts";
import type { SoftwareEntry } from "./software/software-entry.ts";

/** The part of a cluster that a platform namespace is checked against. */
export type PlatformCluster = TrafficCluster &
  Pick<
    PlatformNamespaceArgs["cluster"],
    "exemptNamespaces" | "endpointServices" | "publicLoadBalancerCidrs" | "internalLoadBalancerCidrs"
  >;

export type Catalogue = Readonly<Record<string, SoftwareEntry>>;

/** The settings of a platform namespace with all that follows from them. */
export interface CheckedPlatform {
  readonly software: ResolvedSoftware;
  readonly traffic: PlatformTraffic;
  /** Whether the namespace is created. Others create those of Kubernetes and EKS. */
  readonly isOwn: boolean;
}

/** @throws InputError with all problems of the arguments */
export function checkPlatformNamespace(
  source: string,
  args: PlatformNamespaceArgs,
  catalogue: Catalogue,
): CheckedPlatform {
  assertNoProblems(source, schemaProblems(platformNamespaceSchema, args));
  const { cluster, ...settings } = args;
  const { problems, checked } = judgePlatform(settings, cluster, catalogue);
  assertNoProblems(source, problems);
  if (checked === undefined) {
    throw new Error(`${source}: no problems and no result`);
  }
  return checked;
}

/** Checks settings that fit their schema, with the catalogue and the cluster. */
export function judgePlatform(
  settings: PlatformSettings,
  cluster: PlatformCluster,
  catalogue: Catalogue,
): { readonly problems: readonly InputProblem[]; readonly checked?: CheckedPlatform } {
  const { software: id, calls = [], scrapes = [], accepts = [], waivers = [] } = settings;
  const unknown = [...softwareProblems(settings, catalogue), ...namespaceProblems(settings)];
  if (unknown.length > 0) {
    return { problems: unknown };
  }
  const { publicLoadBalancerCidrs = [], internalLoadBalancerCidrs = [] } = cluster;
  const loadBalancerCidrs = [...publicLoadBalancerCidrs, ...internalLoadBalancerCidrs];
  const software = resolveSoftware(
    { loadBalancerCidrs, ...settings },
    id === undefined ? undefined : catalogue[id],
  );
  const traffic = platformTraffic(software, cluster, {
    calls: calls.length,
    scrapes: scrapes.length,
    accepts: accepts.length,
    waivers,
  });
  const problems = [
    ...traffic.problems,
    ...expiredWaiverProblems(waivers, today()),
    ...exemptProblems(software, cluster),
    ...levelProblems(software),
    ...identityProblems(software),
    // Policies of the catalogue are reviewed with their entries. The plan's table shows them too.
    ...awsProblems(settings.workloads ?? {}, waivers),
    ...endpointProblems(software, cluster),
    ...installProblems(settings, software),
  ];
  return problems.length > 0
    ? { problems }
    : { problems, checked: { software, traffic, isOwn: !existsAlready(software.namespace) } };
}

function namespaceProblems({ software, namespace }: PlatformSettings): InputProblem[] {
  return software === undefined && namespace === undefined
    ? [{ path: "namespace", received: namespace, allowed: "a namespace, or software of the catalogue" }]
    : [];
}

/** A platform namespace has its own policies. In an exempt namespace they would have no effect. */
function exemptProblems(
  { namespace }: ResolvedSoftware,
  { exemptNamespaces = [] }: PlatformCluster,
): InputProblem[] {
  return exemptNamespaces.some(({ name }) => name === namespace)
    ? [
        {
          path: "namespace",
          received: namespace,
          allowed: "a namespace other than the cluster's exemptNamespaces",
          fix: `Remove ${namespace} from exemptNamespaces: a platform namespace has its own policies.`,
        },
      ]
    : [];
}

/** Exceptions that the namespace's level makes useless, and a level that no workload needs. */
function levelProblems({ namespace, podSecurity: { level }, workloads }: ResolvedSoftware): InputProblem[] {
  if (existsAlready(namespace)) {
    return [];
  }
  const exceptions = Object.entries(workloads).flatMap(([name, { hostNetwork, privileged }]) => [
    ...(privileged === undefined ? [] : [{ path: `workloads.${name}.privileged`, received: privileged }]),
    ...(hostNetwork === undefined ? [] : [{ path: `workloads.${name}.hostNetwork`, received: hostNetwork }]),
  ]);
  if (level === "restricted") {
    return exceptions.map((exception) => ({
      ...exception,
      allowed: "no exception, because podSecurity.level is restricted and refuses its pods",
      fix: "Set podSecurity with the level that the pods need, and the reason.",
    }));
  }
  const onHost = exceptions.filter(({ path }) => path.endsWith("hostNetwork"));
  if (level === "baseline" && onHost.length > 0) {
    return onHost.map((exception) => ({
      ...exception,
      allowed: "no use of the node's network, because podSecurity.level is baseline and refuses it",
      fix: "Set podSecurity.level to privileged.",
    }));
  }
  return exceptions.length > 0
    ? []
    : [
        {
          path: "podSecurity.level",
          received: level,
          allowed: "restricted, because no workload has an exception",
          fix: "Name the workloads that need more, by privileged or hostNetwork, each with its reason.",
        },
      ];
}

/** EKS has one Pod Identity association for each service account. */
function identityProblems({ workloads }: ResolvedSoftware): InputProblem[] {
  const users = Object.entries(workloads).filter(
    ([, { awsPolicy, softwarePolicy }]) => awsPolicy !== undefined || softwarePolicy !== undefined,
  );
  return [...Map.groupBy(users, ([, { serviceAccount }]) => serviceAccount)].flatMap(
    ([account, [first, ...rest]]) =>
      rest.map(([name]) => ({
        path: `workloads.${name}.serviceAccount`,
        received: account,
        allowed: `another account than that of ${first?.[0]}, because EKS gives one role to an account`,
      })),
  );
}

/** Settings for another way of installation than the software has. */
function installProblems(
  { chartRegistry, addonVersion, values }: PlatformSettings,
  { install }: ResolvedSoftware,
): InputProblem[] {
  const way = install?.kind ?? "nothing that Casemate installs";
  const problem = (path: string, received: unknown, allowed: string) =>
    received === undefined ? [] : [{ path, received, allowed: `nothing: ${allowed}` }];
  return [
    ...(way === "chart" ? [] : problem("chartRegistry", chartRegistry, `there is no chart, but ${way}`)),
    ...(way === "addon" ? [] : problem("addonVersion", addonVersion, `there is no EKS add-on, but ${way}`)),
    ...(way === "addon" || way === "chart" ? [] : problem("values", values, `there is ${way}`)),
  ];
}

/** With egress `none`, a service without an endpoint can't be reached. */
function endpointProblems(
  { workloads }: ResolvedSoftware,
  { egress, endpointServices }: PlatformCluster,
): InputProblem[] {
  if (egress !== "none" || endpointServices === undefined) {
    return [];
  }
  const needed = [...new Set(Object.values(workloads).flatMap(({ awsEndpoints }) => awsEndpoints))];
  const missing = needed.filter((service) => !endpointServices.includes(service)).sort();
  return missing.length === 0
    ? []
    : [
        {
          path: "cluster.endpointServices",
          received: endpointServices,
          allowed: `endpoints for ${missing.join(", ")}, because nothing else of AWS can be reached with egress none`,
          fix: "Add these services to the network's endpoints.",
        },
      ];
}
