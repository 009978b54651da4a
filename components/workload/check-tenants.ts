import type { z } from "zod";
import type { ClusterRef } from "../cluster/cluster-ref.ts";
import { defaultPrefix } from "../cluster/people.ts";
import { classes } from "../compliance/classes.ts";
import { assertNoProblems, type InputProblem, schemaProblems } from "../shared/input-error.ts";
import { parseCidr } from "../shared/ipv4.ts";
import { isExpired } from "../shared/waiver.ts";
import { addressProblems, carvedOut } from "../traffic/address-flow.ts";
import { foldFlows, type HalfOpenFlow } from "../traffic/fold.ts";
import { type NamedPolicy, networkPolicies } from "../traffic/network-policy.ts";
import { platformEnds } from "../traffic/platform-flow.ts";
import { portLimitProblems } from "../traffic/port-limit.ts";
import { hostProblems } from "./hosts.ts";
import { type TenantArgs, workloadsOf } from "./tenant.ts";
import { tenantSchema } from "./tenant-schema.ts";

/** The part of a cluster that tenants are judged by. */
export type JudgingCluster = Pick<
  ClusterRef,
  "kubernetesVersion" | "vpcCidr" | "serviceCidr" | "groupsPrefix" | "nodeClasses"
>;

/** Tenants that can be built. */
export interface CheckedTenants {
  /** The NetworkPolicies of each, by namespace. */
  readonly policies: ReadonlyMap<string, readonly NamedPolicy[]>;
  readonly halfOpen: readonly HalfOpenFlow[];
}

/** Where the paths of the tenant with that index start: `tenants[1].` */
export type PathPrefix = (index: number) => string;

/** Tenants that stand in an argument's list. */
export const inList: PathPrefix = (index) => `tenants[${index}].`;

/** A tenant that is the argument itself. */
export const alone: PathPrefix = () => "";

/** Tenants that are a file each, named as the user knows it: `tenants/payments.yaml`. */
export function inFiles(files: readonly string[]): PathPrefix {
  return (index) => `${files[index]}: `;
}

/**
 * Checks the tenants of a program against their schema, the cluster and one another, and folds their flows.
 *
 * @param source - the component that the tenants are an argument of, as `Tenants "shop"`; empty for files
 * @param today - `YYYY-MM-DD`, the day by which waivers expire
 * @throws InputError with all problems of all tenants. What several tenants say together is judged once each
 * can be read.
 */
export function checkTenants(
  source: string,
  tenants: readonly TenantArgs[],
  cluster: JudgingCluster,
  prefix: PathPrefix,
  today = new Date().toISOString().slice(0, 10),
): CheckedTenants {
  const ofEach = (problemsOf: (tenant: TenantArgs) => InputProblem[]) =>
    tenants.flatMap((tenant, index) =>
      problemsOf(tenant).map((problem) => ({ ...problem, path: locate(prefix(index), problem.path) })),
    );
  assertNoProblems(source, clusterProblems(cluster));
  assertNoProblems(
    source,
    // Whatever the type takes the schema takes too, or this doesn't compile.
    ofEach((tenant) => schemaProblems(tenantSchema, tenant satisfies z.input<typeof tenantSchema>)),
  );
  const { ends, halfOpen, problems } = foldFlows(
    tenants.map((tenant) => ({ ...tenant, workloads: workloadsOf(tenant) })),
    prefix,
  );
  assertNoProblems(source, [
    ...duplicates(tenants, prefix),
    ...hostProblems(tenants, prefix),
    ...ofEach((tenant) => [
      ...clusterFitProblems(tenant, cluster),
      ...waiverProblems(tenant, today),
      ...addressProblems(tenant, cluster, ""),
    ]),
    ...problems,
  ]);
  const all = new Map(
    tenants.map((tenant) => [
      tenant.name,
      [...(ends.get(tenant.name) ?? []), ...platformEnds(workloadsOf(tenant), cluster.serviceCidr)],
    ]),
  );
  assertNoProblems(
    source,
    tenants.flatMap(({ name }, index) => portLimitProblems(all.get(name) ?? [], prefix(index))),
  );
  const carved = carvedOut(cluster);
  return {
    policies: new Map(Array.from(all, ([name, own]) => [name, networkPolicies(own, carved)])),
    halfOpen,
  };
}

/** The policies of one namespace. Never none: without `default-deny` everything would be open. */
export function policiesOf(
  policies: ReadonlyMap<string, readonly NamedPolicy[]>,
  namespace: string,
): readonly NamedPolicy[] {
  const own = policies.get(namespace);
  if (own === undefined || own.length === 0) {
    throw new Error(`no network policies for the namespace ${namespace}`);
  }
  return own;
}

/** A problem of the whole tenant has no path of its own behind the prefix. */
function locate(prefix: string, path: string): string {
  return path === "" ? prefix.replace(/[.: ]+$/, "") : prefix + path;
}

/** A cluster of one's own is an object literal: what policies are computed from must be readable. */
function clusterProblems({ kubernetesVersion, vpcCidr, serviceCidr }: JudgingCluster): InputProblem[] {
  const ranges = { vpcCidr, serviceCidr };
  return [
    ...(/^1\.\d+$/.test(kubernetesVersion)
      ? []
      : [
          {
            path: "cluster.kubernetesVersion",
            received: kubernetesVersion,
            allowed: "a minor version, as 1.35",
          },
        ]),
    ...Object.entries(ranges).flatMap(([field, range]) =>
      typeof range === "string" && parseCidr(range) !== undefined
        ? []
        : [{ path: `cluster.${field}`, received: range, allowed: "an IPv4 range, as 10.64.0.0/16" }],
    ),
  ];
}

function duplicates(tenants: readonly TenantArgs[], prefix: PathPrefix): InputProblem[] {
  const first = new Map<string, number>();
  return tenants.flatMap(({ name }, index) => {
    const before = first.get(name);
    first.set(name, before ?? index);
    return before === undefined
      ? []
      : [
          {
            path: `${prefix(index)}name`,
            received: name,
            allowed: "a name that no tenant before it has",
          },
        ];
  });
}

function clusterFitProblems(tenant: TenantArgs, cluster: JudgingCluster): InputProblem[] {
  const { class: name = "standard", access = {} } = tenant;
  const { nodeClasses, groupsPrefix = defaultPrefix } = cluster;
  const prefixed = Object.entries(access).flatMap(
    ([field, groups]: [string, readonly string[] | undefined]) =>
      (groups ?? []).flatMap((group, index) =>
        groupsPrefix !== "" && group.startsWith(groupsPrefix)
          ? [
              {
                path: `access.${field}[${index}]`,
                received: group,
                allowed: `a group without the cluster's prefix ${groupsPrefix}`,
                fix: `Write ${group.slice(groupsPrefix.length)}: the prefix is added.`,
              },
            ]
          : [],
      ),
  );
  if (!classes[name].ownNodes || nodeClasses === undefined || nodeClasses.includes(name)) {
    return prefixed;
  }
  return [
    ...prefixed,
    {
      path: "class",
      received: name,
      allowed: `a class with nodes in this cluster: ${[...new Set(["standard", ...nodeClasses])].join(", ")}`,
      fix: `Give the cluster a node pool for ${name}, or the tenant another class.`,
    },
  ];
}

function waiverProblems({ waivers = [] }: TenantArgs, today: string): InputProblem[] {
  return waivers.flatMap((waiver, index) =>
    isExpired(waiver, today)
      ? [
          {
            path: `waivers[${index}].expires`,
            received: waiver.expires,
            allowed: `${today} or later`,
            fix: `Mend what ${waiver.control} is about, or have ${waiver.owner} decide anew.`,
          },
        ]
      : [],
  );
}
