import type { z } from "zod";
import type { Day } from "../../calendar/today.ts";
import { expiredWaiverProblems } from "../contract/waiver.ts";
import { awsProblems } from "../namespace/workload-aws-rights.ts";
import { today as clockToday } from "../shared/clock.ts";
import { assertNoProblems, type InputProblem } from "../shared/input/input-error.ts";
import { judge } from "../shared/input/schema-problems.ts";
import { parseCidr } from "../shared/ipv4.ts";
import { isCidr } from "../traffic/flows/declared-flow.ts";
import type { FlowEnd } from "../traffic/flows/flow-end.ts";
import { foldFlows, type HalfOpenFlow } from "../traffic/fold.ts";
import { networkPolicies } from "../traffic/network-policy.ts";
import { addressProblems, carvedOut } from "../traffic/peers/address-peer.ts";
import { exposureEnds, exposureProblems } from "../traffic/peers/load-balancer-peer.ts";
import { platformEnds } from "../traffic/peers/platform-peer.ts";
import { portLimitProblems } from "../traffic/port-limit.ts";
import { accountProblems } from "./account-problems.ts";
import { type CheckedTenant, checkedTenant, type JudgingCluster } from "./checked-tenant.ts";
import { collisionProblems } from "./child-names.ts";
import { clusterFitProblems } from "./cluster-fit.ts";
import { exceptionProblems } from "./exceptions.ts";
import { hostProblems } from "./hosts.ts";
import { knownPart } from "./known-part.ts";
import { type TenantArgs, workloadsOf } from "./tenant.ts";
import { tenantSchema } from "./tenant-schema.ts";

/** The start of the paths of the tenant with that index: `tenants[1].` */
export type PathPrefix = (index: number) => string;

/** Tenants that are items of an argument's list. */
export const inList: PathPrefix = (index) => `tenants[${index}].`;

/** A tenant that is the whole argument. */
export const alone: PathPrefix = () => "";

/** Tenants in one file each, such as `tenants/payments.yaml`. */
export function inFiles(files: readonly string[]): PathPrefix {
  return (index) => `${files[index]}: `;
}

/** What a check of tenants depends on. */
export interface TenantContext {
  readonly prefix: PathPrefix;
  /** The cluster that they are in. @default - not known, so the check doesn't compare tenants with it */
  readonly cluster?: JudgingCluster | undefined;
  /** The schema of each tenant. @default - the schema of tenant files */
  readonly schema?: z.ZodObject;
  /** The day on which waivers are checked. @default - the clock's */
  readonly today?: Day;
}

/** The result of a check. */
export interface TenantsJudgement {
  /** All problems of all tenants together. */
  readonly problems: readonly InputProblem[];
  /** The tenants with their policies. Empty if there is a problem, or no cluster to build them for. */
  readonly tenants: readonly CheckedTenant[];
}

/** The known part of a tenant, and the start of its paths. */
interface KnownTenant {
  /** The tenant without its faulty parts: even `name` may be missing. */
  readonly tenant: TenantArgs;
  readonly doubtful: ReadonlySet<string>;
  readonly at: string;
}

/**
 * Checks values of any type against the tenants' schema, the cluster and one another, and folds their flows.
 *
 * A problem in one part of a tenant hides no other: each check runs on the known part. No check reports a missing
 * field, flow or workload that may exist, misspelt or of a wrong type.
 */
export function judgeTenants(
  values: readonly unknown[],
  { prefix, cluster, schema = tenantSchema, today = clockToday() }: TenantContext,
): TenantsJudgement {
  const judged = Array.from(values, (value) => judge(schema, value));
  const known = judged.flatMap(({ faults }, index): KnownTenant[] => {
    const result = knownPart(values[index], faults, Object.keys(schema.shape));
    return result === undefined
      ? []
      : [{ tenant: result.part as unknown as TenantArgs, doubtful: result.doubtful, at: prefix(index) }];
  });
  const named = known.filter(({ tenant }) => tenant.name !== undefined);
  const tenants = named.map(({ tenant }) => tenant);
  const at: PathPrefix = (index) => named[index]?.at ?? "";
  const {
    ends,
    halfOpen,
    problems: flowProblems,
  } = foldFlows(
    named.map(({ tenant, doubtful }) => ({ ...tenant, workloads: workloadsOf(tenant), doubtful })),
    at,
  );
  const duplicates = duplicateProblems(tenants, at);
  const problems = [
    ...judged.flatMap((each, index) => located(each.problems, prefix(index))),
    ...duplicates,
    ...hostProblems(tenants, at),
    ...accountProblems(tenants, at),
    ...known.flatMap((each) => located(ownProblems(each, cluster, today), each.at)),
    ...flowProblems,
  ];
  if (cluster === undefined) {
    return { problems, tenants: [] };
  }
  const endsByTenant = new Map(
    tenants.map((tenant) => [
      tenant.name,
      [
        ...(ends.get(tenant.name) ?? []).filter(isReadable),
        ...platformEnds(workloadsOf(tenant), cluster.serviceCidr),
        ...exposureEnds(tenant.exposure, cluster).filter(isReadable),
      ],
    ]),
  );
  const exceptions = carvedOut(cluster);
  const policies = new Map(
    Array.from(endsByTenant, ([name, list]) => [name, networkPolicies(list, exceptions)]),
  );
  const allProblems = [
    ...problems,
    ...tenants.flatMap(({ name }, index) => portLimitProblems(endsByTenant.get(name) ?? [], at(index))),
    ...(duplicates.length > 0 ? [] : collisionProblems(tenants, policies, at)),
  ];
  const check = { cluster, count: tenants.length };
  const halfOpenByOwner = Map.groupBy(halfOpen, ownerOf);
  return {
    problems: allProblems,
    tenants:
      allProblems.length > 0
        ? []
        : tenants.map((tenant) =>
            checkedTenant(tenant, {
              check,
              policies: nonEmpty(policies.get(tenant.name), tenant.name),
              halfOpen: halfOpenByOwner.get(tenant.name) ?? [],
            }),
          ),
  };
}

/**
 * Checks tenants and returns them, each with its policies.
 *
 * @param source - the component with the tenants as an argument, such as `Tenants "shop"`; empty for files
 * @throws InputError with all problems of all tenants
 */
export function checkTenants(
  source: string,
  values: readonly unknown[],
  context: TenantContext & { readonly cluster: JudgingCluster },
): readonly CheckedTenant[] {
  const { problems, tenants } = judgeTenants(values, context);
  assertNoProblems(source, problems);
  return tenants;
}

/** Adds a prefix to the paths of problems. A problem of the whole tenant has an empty path. */
function located(problems: readonly InputProblem[], prefix: string): InputProblem[] {
  return problems.map((problem) => ({
    ...problem,
    path: problem.path === "" ? prefix.replace(/[.: ]+$/, "") : prefix + problem.path,
  }));
}

/** The problems of one tenant that its schema can't see. */
function ownProblems(
  { tenant, doubtful }: KnownTenant,
  cluster: JudgingCluster | undefined,
  today: Day,
): InputProblem[] {
  const knowsExposure = !doubtful.has("class") && !doubtful.has("workloads");
  const exposed = { ...tenant, workloads: workloadsOf(tenant) };
  // The class and the waivers decide which addresses a flow may name.
  const knowsAddresses = !doubtful.has("class") && !doubtful.has("waivers");
  return [
    ...(cluster === undefined ? [] : clusterFitProblems(tenant, cluster)),
    ...expiredWaiverProblems(tenant.waivers ?? [], today),
    ...(doubtful.has("waivers") ? [] : exceptionProblems(tenant)),
    ...(cluster === undefined || !knowsAddresses ? [] : addressProblems(tenant, cluster, "")),
    ...(cluster === undefined || !knowsExposure ? [] : exposureProblems(exposed, cluster, "")),
    // Waivers excuse rights.
    ...(doubtful.has("waivers") ? [] : awsProblems(workloadsOf(tenant), tenant.waivers)),
  ];
}

/** Leaves out invalid ranges, which another check reports. */
function isReadable({ peer }: FlowEnd): boolean {
  return !isCidr(peer) || parseCidr(peer.cidr) !== undefined;
}

/** The namespace that declares a flow whose other end is missing. */
function ownerOf({ from, to, missing }: HalfOpenFlow): string {
  return missing === to.namespace ? from.namespace : to.namespace;
}

function nonEmpty<T>(list: readonly T[] | undefined, namespace: string): readonly [T, ...T[]] {
  const [first, ...rest] = list ?? [];
  if (first === undefined) {
    throw new Error(`no network policies for the namespace ${namespace}`);
  }
  return [first, ...rest];
}

function duplicateProblems(tenants: readonly TenantArgs[], prefix: PathPrefix): InputProblem[] {
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
