import { classes } from "../contract/classes.ts";
import type { ClusterRef } from "../contract/cluster-ref.ts";
import { defaultPrefix } from "../contract/identity-prefix.ts";
import { expiredWaiverProblems } from "../contract/waiver.ts";
import { today as clockToday } from "../shared/clock.ts";
import { assertNoProblems, type InputProblem, schemaProblems } from "../shared/input/input-error.ts";
import { foldFlows, type HalfOpenFlow } from "../traffic/fold.ts";
import { type NamedPolicy, networkPolicies } from "../traffic/network-policy.ts";
import { addressProblems, carvedOut } from "../traffic/peers/address-peer.ts";
import { platformEnds } from "../traffic/peers/platform-peer.ts";
import { portLimitProblems } from "../traffic/port-limit.ts";
import { collisionProblems } from "./child-names.ts";
import { hostProblems } from "./hosts.ts";
import { type TenantArgs, workloadsOf } from "./tenant.ts";
import { tenantSchema } from "./tenant-schema.ts";

/** The part of a cluster that tenants are judged by. */
export type JudgingCluster = Pick<
  ClusterRef,
  "vpcCidr" | "serviceCidr" | "groupsPrefix" | "nodeClasses" | "exemptNamespaces"
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

/** What the schema has against each tenant, whatever it may be. */
export function tenantProblems(tenants: readonly unknown[], prefix: PathPrefix): InputProblem[] {
  return ofEach(tenants, prefix, (tenant) => schemaProblems(tenantSchema, tenant));
}

/**
 * Checks tenants that fit their schema against the cluster and one another, and folds their flows.
 *
 * @param source - the component that the tenants are an argument of, as `Tenants "shop"`; empty for files
 * @param today - `YYYY-MM-DD`, the day by which waivers expire
 * @throws InputError with all problems of all tenants
 */
export function checkTenants(
  source: string,
  tenants: readonly TenantArgs[],
  cluster: JudgingCluster,
  prefix: PathPrefix,
  today = clockToday(),
): CheckedTenants {
  const { ends, halfOpen, problems } = foldFlows(
    tenants.map((tenant) => ({ ...tenant, workloads: workloadsOf(tenant) })),
    prefix,
  );
  assertNoProblems(source, [
    ...duplicates(tenants, prefix),
    ...hostProblems(tenants, prefix),
    ...ofEach(tenants, prefix, (tenant) => [
      ...clusterFitProblems(tenant, cluster),
      ...expiredWaiverProblems(tenant.waivers ?? [], today),
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
  const policies = new Map(Array.from(all, ([name, own]) => [name, networkPolicies(own, carved)]));
  assertNoProblems(source, collisionProblems(tenants, policies, prefix));
  return { policies, halfOpen };
}

function ofEach<T>(
  tenants: readonly T[],
  prefix: PathPrefix,
  problemsOf: (tenant: T) => InputProblem[],
): InputProblem[] {
  return tenants.flatMap((tenant, index) =>
    problemsOf(tenant).map((problem) => ({ ...problem, path: locate(prefix(index), problem.path) })),
  );
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

/** What is wrong with a tenant in this cluster. */
function clusterFitProblems(tenant: TenantArgs, cluster: JudgingCluster): InputProblem[] {
  return [
    ...exemptProblems(tenant, cluster),
    ...prefixedProblems(tenant, cluster),
    ...nodeProblems(tenant, cluster),
  ];
}

/** In an exempt namespace no policy would judge what its developers deploy. The system's have reserved names. */
function exemptProblems({ name }: TenantArgs, { exemptNamespaces = [] }: JudgingCluster): InputProblem[] {
  return exemptNamespaces.some((exempt) => exempt.name === name)
    ? [
        {
          path: "name",
          received: name,
          allowed: "a namespace that admission policies judge, other than the cluster's exemptNamespaces",
          fix: `Rename the tenant, or take ${name} out of exemptNamespaces.`,
        },
      ]
    : [];
}

function prefixedProblems(
  { access = {} }: TenantArgs,
  { groupsPrefix = defaultPrefix }: JudgingCluster,
): InputProblem[] {
  return Object.entries(access).flatMap(([field, groups]: [string, readonly string[] | undefined]) =>
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
}

function nodeProblems(
  { class: name = "standard" }: TenantArgs,
  { nodeClasses }: JudgingCluster,
): InputProblem[] {
  if (!classes[name].ownNodes || nodeClasses === undefined || nodeClasses.includes(name)) {
    return [];
  }
  return [
    {
      path: "class",
      received: name,
      allowed: `a class with nodes in this cluster: ${[...new Set(["standard", ...nodeClasses])].join(", ")}`,
      fix: `Give the cluster a node pool for ${name}, or the tenant another class.`,
    },
  ];
}
