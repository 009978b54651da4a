import { personas } from "../contract/persona-rights.ts";
import type { InputProblem } from "../shared/input/input-error.ts";
import type { NamedPolicy } from "../traffic/network-policy.ts";
import { ownAccountsOf } from "./access/deployer.ts";
import { extraRules } from "./access/extra-rights.ts";
import { type TenantArgs, workloadsOf } from "./tenant.ts";

/** Names of a namespace's resources that depend on names of workloads and accounts. The namespace's name comes before them. */
export const childNames = {
  networkPolicy: (policy: string) => policy,
  serviceAccount: (workload: string) => `account-${workload}`,
  identity: (workload: string) => `aws-${workload}`,
  impersonation: (account: string) => `impersonate-${account}`,
  extraRights: (persona: string) => `extra-${persona}`,
  routes: "routes",
} as const;

/**
 * Tenants whose resources would have the same name, and so the same URN. For example, `a-allow-allow` would be the
 * policy `allow` of the tenant `a-allow`, and the policy of the workload `allow` of the tenant `a`. Pulumi's error
 * would name only the URN.
 *
 * @param policies - the NetworkPolicies of each namespace
 * @param prefix - the start of a tenant's paths
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
  // Two tenants may collide in several names: report one.
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

/** Includes the kind, because resources of two kinds may have the same name. */
function namesOf({ name, ...tenant }: TenantArgs, policies: readonly NamedPolicy[]): string[] {
  const workloads = Object.entries(workloadsOf({ name, ...tenant }));
  const accounts = ownAccountsOf(tenant.access?.deployers ?? []);
  return [
    ...policies.map((policy) => `the NetworkPolicy ${name}-${childNames.networkPolicy(policy.name)}`),
    ...workloads
      .filter(([, { operatedBy }]) => operatedBy === undefined)
      .map(([workload]) => `the ServiceAccount ${name}-${childNames.serviceAccount(workload)}`),
    ...workloads.flatMap(([workload, { awsPolicy }]) =>
      awsPolicy === undefined ? [] : [`the role ${name}-${childNames.identity(workload)}`],
    ),
    ...accounts.map((account) => `the ServiceAccount ${name}-${childNames.serviceAccount(account.name)}`),
    ...[
      ...personas,
      ...extraRules(tenant.access ?? {}).map(({ persona }) => childNames.extraRights(persona)),
      ...(tenant.hosts === undefined ? [] : [childNames.routes]),
      ...accounts.map((account) => childNames.impersonation(account.name)),
    ].map((binding) => `the RoleBinding ${name}-${binding}`),
  ];
}
