import type { InputProblem } from "../shared/input/input-error.ts";
import type { NamedPolicy } from "../traffic/network-policy.ts";
import { type TenantArgs, workloadsOf } from "./tenant.ts";

/** What a namespace calls its resources that a workload may give their names, behind its own name. */
export const childNames = {
  networkPolicy: (policy: string) => policy,
  serviceAccount: (workload: string) => `account-${workload}`,
  identity: (workload: string) => `aws-${workload}`,
} as const;

/**
 * Tenants whose resources would have one name, and so one URN: a workload `allow` of the tenant `a`, and all of the
 * tenant `a-allow`. Pulumi would say so of the URN alone.
 *
 * @param policies - the NetworkPolicies of each namespace
 * @param prefix - where the paths of a tenant start
 */
export function collisionProblems(
  tenants: readonly TenantArgs[],
  policies: ReadonlyMap<string, readonly NamedPolicy[]>,
  prefix: (index: number) => string,
): InputProblem[] {
  const children = tenants.flatMap((tenant, index) =>
    namesOf(tenant, policies.get(tenant.name) ?? []).map((name) => ({ name, index, tenant: tenant.name })),
  );
  const pairs = [...Map.groupBy(children, ({ name }) => name).values()].flatMap(([first, second]) =>
    first === undefined || second === undefined ? [] : [{ first, second }],
  );
  // A pair of tenants that collide in one name may do so in others: once is enough.
  return [...Map.groupBy(pairs, ({ second }) => second.index).values()].flatMap(([pair]) =>
    pair === undefined
      ? []
      : [
          {
            path: `${prefix(pair.second.index)}name`,
            received: pair.second.tenant,
            allowed: `a tenant that shares no resource name with ${pair.first.tenant}; both have ${pair.first.name}`,
            fix: "Rename a workload, or a tenant that isn't deployed yet.",
          },
        ],
  );
}

/** With their kind: resources of two kinds may have one name. */
function namesOf({ name, ...tenant }: TenantArgs, policies: readonly NamedPolicy[]): string[] {
  const workloads = Object.entries(workloadsOf({ name, ...tenant }));
  return [
    ...policies.map((policy) => `the NetworkPolicy ${name}-${childNames.networkPolicy(policy.name)}`),
    ...workloads.map(([workload]) => `the ServiceAccount ${name}-${childNames.serviceAccount(workload)}`),
    ...workloads.flatMap(([workload, { awsPolicy }]) =>
      awsPolicy === undefined ? [] : [`the role ${name}-${childNames.identity(workload)}`],
    ),
  ];
}
