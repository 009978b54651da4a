import { classLabel, exposureLabel, lifecycleLabel, namespaceAnnotations } from "../contract/classes.ts";
import { exposureLine, loadBalancerCidrs, visibilities } from "../contract/exposure.ts";
import { type PodSecurityVersions, podSecurityLabels } from "../namespace/pod-security-labels.ts";
import type { LoadBalancerRanges } from "../traffic/peers/load-balancer-peer.ts";
import { limitRangeItems, type NamespaceSize, resolveSize } from "./size.ts";
import { type TenantArgs, workloadsOf } from "./tenant.ts";

/** The label on a Namespace that names the responsible team. */
const teamLabel = "casemate.dev/team";

/**
 * The labels of a tenant's Namespace: its team, its class, its lifecycle, and Pod Security `restricted`.
 */
export function labelsOf(tenant: TenantArgs, cluster: PodSecurityVersions): Record<string, string> {
  const { team, class: complianceClass = "standard", lifecycle = "protected" } = tenant;
  return {
    [teamLabel]: team,
    [classLabel]: complianceClass,
    [lifecycleLabel]: lifecycle,
    ...exposureLabels(tenant),
    ...podSecurityLabels("restricted", cluster),
  };
}

/**
 * The annotations of a tenant's Namespace, which admission policies read. They list the hosts for its Ingresses and
 * its exposures. They also list the groups for its RoleBindings, and the workloads whose pods may mount a token for the
 * Kubernetes API.
 *
 * @param groupsPrefix - the prefix that the cluster adds to the names of groups
 * @param ranges - the subnets of load balancers
 */
export function annotationsOf(
  tenant: TenantArgs,
  groupsPrefix: string,
  ranges: LoadBalancerRanges,
): Record<string, string> {
  const { hosts = [], access: { viewers = [], developers = [], operators = [] } = {} } = tenant;
  const groups = [...viewers, ...developers, ...operators].map((group) => `${groupsPrefix}${group}`);
  const apiClients = Object.entries(workloadsOf(tenant)).flatMap(([workload, { kubernetesApi }]) =>
    kubernetesApi === true ? [workload] : [],
  );
  const values: [string, readonly string[]][] = [
    [namespaceAnnotations.hosts, hosts],
    [namespaceAnnotations.groups, [...new Set(groups)]],
    [namespaceAnnotations.kubernetesApi, apiClients],
    [namespaceAnnotations.exposure, [...new Set((tenant.exposure ?? []).map(exposureLine))]],
    [namespaceAnnotations.loadBalancers, loadBalancerLines(tenant, ranges)],
    [namespaceAnnotations.storageClasses, tenant.storageClasses ?? []],
    [namespaceAnnotations.volumeAttributesClasses, tenant.volumeAttributesClasses ?? []],
    [namespaceAnnotations.workloads, Object.keys(workloadsOf(tenant))],
    [namespaceAnnotations.defaultLimits, defaultLimitLines(resolveSize(tenant.size))],
  ];
  return Object.fromEntries(
    values.flatMap(([key, lines]) => (lines.length === 0 ? [] : [[key, [...lines].sort().join("\n")]])),
  );
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
