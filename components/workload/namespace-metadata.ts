import {
  classLabel,
  exposureLabel,
  lifecycleLabel,
  namespaceAnnotations,
  podSecurityAnnotation,
} from "../contract/classes.ts";
import { exposureLine, loadBalancerCidrs, visibilities } from "../contract/exposure.ts";
import {
  type PodSecurityVersions,
  podSecurityEnforceLabel,
  podSecurityLabels,
} from "../namespace/pod-security-labels.ts";
import type { LoadBalancerRanges } from "../traffic/peers/load-balancer-peer.ts";
import { machineTitles, userOf } from "./access/deployer.ts";
import { groupsOf } from "./access/tenant-access.ts";
import { podSecurityException } from "./exceptions.ts";
import type { NamespaceSize } from "./namespace-size.ts";
import { limitRangeItems, resolveSize } from "./size.ts";
import { type TenantArgs, workloadsOf } from "./tenant.ts";
import { accountsOf } from "./workload-args.ts";

/** The label on a Namespace that names the responsible team. */
const teamLabel = "casemate.dev/team";

/**
 * The labels of a tenant's Namespace: its own, its team, its class, its lifecycle, and Pod Security.
 */
export function labelsOf(tenant: TenantArgs, cluster: PodSecurityVersions): Record<string, string> {
  const {
    team,
    class: complianceClass = "standard",
    lifecycle = "protected",
    podSecurity = "restricted",
  } = tenant;
  return {
    ...tenant.labels,
    [teamLabel]: team,
    [classLabel]: complianceClass,
    [lifecycleLabel]: lifecycle,
    ...exposureLabels(tenant),
    // With an exception, warnings and the audit log still show what `restricted` would refuse.
    ...podSecurityLabels("restricted", cluster),
    [podSecurityEnforceLabel]: podSecurity,
  };
}

/**
 * The annotations of a tenant's Namespace, which admission policies read. They list:
 *
 * - the hosts for its Ingresses, and its exposures;
 * - the groups and machines for its RoleBindings;
 * - the service accounts whose pods may mount a token for the Kubernetes API;
 * - the audiences of other tokens, by account;
 * - the accounts that an operator creates, with the operator.
 *
 * @param groupsPrefix - the prefix that the cluster adds to the names of groups
 * @param ranges - the subnets of load balancers
 */
export function annotationsOf(
  tenant: TenantArgs,
  groupsPrefix: string,
  ranges: LoadBalancerRanges,
): Record<string, string> {
  const { hosts = [], access = {} } = tenant;
  const groups = groupsOf(access).map((group) => `${groupsPrefix}${group}`);
  const accounts = Object.entries(workloadsOf(tenant)).flatMap(([workload, args]) =>
    accountsOf(workload, args).map((account) => ({ ...args, workload, account })),
  );
  const apiClients = accounts.flatMap(({ account, kubernetesApi }) =>
    kubernetesApi === true ? [account] : [],
  );
  const audiences = accounts.flatMap(({ account, tokenAudiences = [] }) =>
    tokenAudiences.map((audience) => `${account} ${audience}`),
  );
  const operated = accounts.flatMap(({ account, operatedBy }) =>
    operatedBy === undefined ? [] : [`${account} ${userOf(operatedBy)}`],
  );
  const values: [string, readonly string[]][] = [
    [namespaceAnnotations.hosts, hosts],
    [namespaceAnnotations.groups, groups],
    [namespaceAnnotations.machines, machineTitles(access.deployers ?? [], tenant.name)],
    [namespaceAnnotations.kubernetesApi, apiClients],
    [namespaceAnnotations.exposure, [...new Set((tenant.exposure ?? []).map(exposureLine))]],
    [namespaceAnnotations.loadBalancers, loadBalancerLines(tenant, ranges)],
    [namespaceAnnotations.storageClasses, tenant.storageClasses ?? []],
    [namespaceAnnotations.volumeAttributesClasses, tenant.volumeAttributesClasses ?? []],
    [namespaceAnnotations.workloads, accounts.map(({ workload, account }) => `${workload} ${account}`)],
    [namespaceAnnotations.defaultLimits, defaultLimitLines(resolveSize(tenant.size))],
    [namespaceAnnotations.tokenAudiences, audiences],
    [namespaceAnnotations.operatedAccounts, operated],
  ];
  const exception = podSecurityException(tenant);
  return {
    ...tenant.annotations,
    ...Object.fromEntries(
      values.flatMap(([key, lines]) => (lines.length === 0 ? [] : [[key, [...lines].sort().join("\n")]])),
    ),
    ...(exception !== undefined && { [podSecurityAnnotation]: exception }),
  };
}

/** A namespace with one public exposure is `public`, also if its others are internal. */
function exposureLabels({ exposure = [] }: TenantArgs): Record<string, string> {
  const widest = visibilities.find((one) =>
    exposure.some(({ visibility = "internal" }) => visibility === one),
  );
  return widest === undefined ? {} : { [exposureLabel]: widest };
}

function loadBalancerLines({ exposure = [] }: TenantArgs, ranges: LoadBalancerRanges): string[] {
  return visibilities
    .filter((one) => exposure.some(({ visibility = "internal" }) => visibility === one))
    .flatMap((one) => loadBalancerCidrs(ranges, one).map((cidr) => `${one} ${cidr}`));
}

/** The default limits of the LimitRange, so that admission can compare the requests of templates with them. */
function defaultLimitLines(size: NamespaceSize): string[] {
  const limits = limitRangeItems(size).flatMap((item) =>
    item.type === "Container" ? [item["default"]] : [],
  );
  return limits.flatMap((amounts) =>
    typeof amounts === "object"
      ? Object.entries(amounts).map(([resource, amount]) => `${resource} ${amount}`)
      : [],
  );
}
