import type { z } from "zod";
import type { Day } from "../../calendar/today.ts";
import { expiredWaiverProblems } from "../contract/waiver.ts";
import { today as clockToday } from "../shared/clock.ts";
import { assertNoProblems, type InputProblem } from "../shared/input/input-error.ts";
import { judge } from "../shared/input/schema-problems.ts";
import { parseCidr } from "../shared/ipv4.ts";
import { isCidr } from "../traffic/declared-flow.ts";
import type { FlowEnd } from "../traffic/flow-end.ts";
import { foldFlows, type HalfOpenFlow } from "../traffic/fold.ts";
import { networkPolicies } from "../traffic/network-policy.ts";
import { addressProblems, carvedOut } from "../traffic/peers/address-peer.ts";
import { platformEnds } from "../traffic/peers/platform-peer.ts";
import { portLimitProblems } from "../traffic/port-limit.ts";
import { type CheckedTenant, checkedTenant, type JudgingCluster } from "./checked-tenant.ts";
import { collisionProblems } from "./child-names.ts";
import { clusterFitProblems } from "./cluster-fit.ts";
import { hostProblems } from "./hosts.ts";
import { knownPart } from "./known-part.ts";
import { type TenantArgs, workloadsOf } from "./tenant.ts";
import { tenantSchema } from "./tenant-schema.ts";

/** Where the paths of the tenant with that index start: `tenants[1].` */
export type PathPrefix = (index: number) => string;

/** Tenants that are items of an argument's list. */
export const inList: PathPrefix = (index) => `tenants[${index}].`;

/** A tenant that is the argument itself. */
export const alone: PathPrefix = () => "";

/** Tenants that are a file each, named as the user knows it: `tenants/payments.yaml`. */
export function inFiles(files: readonly string[]): PathPrefix {
  return (index) => `${files[index]}: `;
}

/** What tenants are judged with. */
export interface TenantContext {
  readonly prefix: PathPrefix;
  /** The cluster that they are in. @default - not known, so that nothing is said of how they fit it */
  readonly cluster?: JudgingCluster | undefined;
  /** What each has to fit. @default - a tenant as a file has it */
  readonly schema?: z.ZodObject;
  /** The day by which waivers expire. @default - the clock's */
  readonly today?: Day;
}

/** What came of a check. */
export interface TenantsJudgement {
  /** All problems of all tenants at once. */
  readonly problems: readonly InputProblem[];
  /** The tenants with their policies. Empty if there is a problem, or no cluster to build them for. */
  readonly tenants: readonly CheckedTenant[];
}

/** What is known of a tenant, and where its paths start. */
interface KnownTenant {
  /** Without what is wrong: even `name` may be missing. */
  readonly tenant: TenantArgs;
  readonly doubtful: ReadonlySet<string>;
  readonly at: string;
}

/**
 * Checks tenants, whatever they may be, against their schema, the cluster and one another, and folds their flows.
 *
 * A problem in one part of a tenant hides no other: each check runs on what is known. None says that something is
 * missing which may be there, misspelt or mistyped.
 */
export function judgeTenants(
  values: readonly unknown[],
  { prefix, cluster, schema = tenantSchema, today = clockToday() }: TenantContext,
): TenantsJudgement {
  const judged = Array.from(values, (value) => judge(schema, value));
  const known = judged.flatMap(({ faults }, index): KnownTenant[] => {
    const found = knownPart(values[index], faults, Object.keys(schema.shape));
    return found === undefined
      ? []
      : [{ tenant: found.part as unknown as TenantArgs, doubtful: found.doubtful, at: prefix(index) }];
  });
  const named = known.filter(({ tenant }) => tenant.name !== undefined);
  const tenants = named.map(({ tenant }) => tenant);
  const at: PathPrefix = (index) => named[index]?.at ?? "";
  const { ends, halfOpen, problems } = foldFlows(
    named.map(({ tenant, doubtful }) => ({ ...tenant, workloads: workloadsOf(tenant), doubtful })),
    at,
  );
  const repeated = duplicates(tenants, at);
  const found = [
    ...judged.flatMap((each, index) => located(each.problems, prefix(index))),
    ...repeated,
    ...hostProblems(tenants, at),
    ...known.flatMap((each) => located(ownProblems(each, cluster, today), each.at)),
    ...problems,
  ];
  if (cluster === undefined) {
    return { problems: found, tenants: [] };
  }
  const open = new Map(
    tenants.map((tenant) => [
      tenant.name,
      [
        ...(ends.get(tenant.name) ?? []).filter(isReadable),
        ...platformEnds(workloadsOf(tenant), cluster.serviceCidr),
      ],
    ]),
  );
  const carved = carvedOut(cluster);
  const policies = new Map(Array.from(open, ([name, own]) => [name, networkPolicies(own, carved)]));
  const all = [
    ...found,
    ...tenants.flatMap(({ name }, index) => portLimitProblems(open.get(name) ?? [], at(index))),
    ...(repeated.length > 0 ? [] : collisionProblems(tenants, policies, at)),
  ];
  const check = { cluster, count: tenants.length };
  const missing = Map.groupBy(halfOpen, ownerOf);
  return {
    problems: all,
    tenants:
      all.length > 0
        ? []
        : tenants.map((tenant) =>
            checkedTenant(tenant, {
              check,
              policies: nonEmpty(policies.get(tenant.name), tenant.name),
              halfOpen: missing.get(tenant.name) ?? [],
            }),
          ),
  };
}

/**
 * Checks tenants and hands them on, each with its policies.
 *
 * @param source - the component that the tenants are an argument of, as `Tenants "shop"`; empty for files
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

/** The problems behind a prefix. One of the whole tenant has no path of its own. */
function located(problems: readonly InputProblem[], prefix: string): InputProblem[] {
  return problems.map((problem) => ({
    ...problem,
    path: problem.path === "" ? prefix.replace(/[.: ]+$/, "") : prefix + problem.path,
  }));
}

/** What is wrong with one tenant that its schema can't see. */
function ownProblems(
  { tenant, doubtful }: KnownTenant,
  cluster: JudgingCluster | undefined,
  today: Day,
): InputProblem[] {
  // A class and a waiver decide which addresses may be named.
  const knowsAddresses = !doubtful.has("class") && !doubtful.has("waivers");
  return [
    ...(cluster === undefined ? [] : clusterFitProblems(tenant, cluster)),
    ...expiredWaiverProblems(tenant.waivers ?? [], today),
    ...(cluster === undefined || !knowsAddresses ? [] : addressProblems(tenant, cluster, "")),
  ];
}

/** A range that can't be read has a problem of its own. */
function isReadable({ peer }: FlowEnd): boolean {
  return !isCidr(peer) || parseCidr(peer.cidr) !== undefined;
}

/** The namespace that declares a flow of which the other end is missing. */
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
