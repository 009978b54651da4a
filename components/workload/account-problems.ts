import type { InputProblem } from "../shared/input/input-error.ts";
import { ownAccountsOf } from "./access/deployer.ts";
import { type TenantArgs, workloadsOf } from "./tenant.ts";
import { accountsOf } from "./workload-args.ts";

/**
 * The problems of service accounts that their schemas can't see:
 *
 * - an account of another tenant as a deployer or an operator: that tenant's developers run pods as this account;
 * - two accounts of one name in a tenant: pods of one would have the rights of the other.
 *
 * @param prefix - the start of a tenant's paths
 */
export function accountProblems(
  tenants: readonly TenantArgs[],
  prefix: (index: number) => string,
): InputProblem[] {
  const names = new Set(tenants.map(({ name }) => name));
  return tenants.flatMap((tenant, index) => [
    ...outsiders(tenant).flatMap(({ path, namespace }) =>
      namespace !== undefined && names.has(namespace)
        ? [
            {
              path: prefix(index) + path,
              received: namespace,
              allowed: "a namespace of the platform, such as argocd",
              fix:
                namespace === tenant.name
                  ? "An account of the tenant's own namespace is a deployer without this field: Casemate creates it."
                  : "It is a tenant, whose developers run pods as this account.",
            },
          ]
        : [],
    ),
    ...sharedNames(tenant).map((problem) => ({ ...problem, path: prefix(index) + problem.path })),
  ]);
}

/** The namespaces of accounts that the tenant names as the platform's. */
function outsiders(tenant: TenantArgs): { readonly path: string; readonly namespace: string | undefined }[] {
  return [
    ...(tenant.access?.deployers ?? []).flatMap(({ namespace, impersonatedBy = [] }, position) => [
      { path: `access.deployers[${position}].namespace`, namespace },
      ...impersonatedBy.map((controller, at) => ({
        path: `access.deployers[${position}].impersonatedBy[${at}].namespace`,
        namespace: controller.namespace,
      })),
    ]),
    ...Object.entries(workloadsOf(tenant)).map(([name, { operatedBy }]) => ({
      path: `workloads.${name}.operatedBy.namespace`,
      namespace: operatedBy?.namespace,
    })),
  ];
}

/** Accounts with a name that another workload or deployer of the tenant has. */
function sharedNames(tenant: TenantArgs): InputProblem[] {
  const accounts = [
    ...Object.entries(workloadsOf(tenant)).flatMap(([workload, args]) =>
      accountsOf(workload, args).map((account, at) => ({
        account,
        path: `workloads.${workload}${args.serviceAccounts === undefined ? "" : `.serviceAccounts[${at}]`}`,
        owner: `the workload ${workload}`,
      })),
    ),
    ...(tenant.access?.deployers ?? []).flatMap((deployer, position) =>
      ownAccountsOf([deployer]).map(({ name }) => ({
        account: name,
        path: `access.deployers[${position}].serviceAccount`,
        owner: "a deployer",
      })),
    ),
  ];
  return [...Map.groupBy(accounts, ({ account }) => account).values()].flatMap(([first, ...others]) =>
    others.map(({ account, path }) => ({
      path,
      received: account,
      allowed: `a service account other than that of ${first?.owner}`,
      fix: "Pods of one would have the rights of the other. Rename one.",
    })),
  );
}
