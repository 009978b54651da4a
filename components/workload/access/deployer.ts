import type { Persona } from "../../contract/persona-rights.ts";
import { groupOfRole } from "../../contract/role-group.ts";

/**
 * A machine with rights in a tenant's namespace. It is one of:
 *
 * - an IAM role, for a pipeline outside the cluster;
 * - a service account of a namespace of the platform, such as Argo CD's application controller;
 * - a service account of the tenant's own namespace, which Casemate creates and a controller such as Flux impersonates.
 *
 * @example { role: "arn:aws:iam::111122223333:role/ci/shop-deploy" }
 * @example { namespace: "argocd", serviceAccount: "argocd-application-controller" }
 * @example { serviceAccount: "flux", impersonatedBy: [{ namespace: "flux-system", serviceAccount: "kustomize-controller" }] }
 */
export interface Deployer {
  /** The ARN of an IAM role, path included. A principal has one access entry: name no administrator's role. */
  readonly role?: string;
  /** The name of a service account. */
  readonly serviceAccount?: string;
  /** The namespace of `serviceAccount`: one of the platform's. @default - the tenant's own */
  readonly namespace?: string;
  /** Controllers that may act as `serviceAccount` of the tenant's own namespace. @default - none */
  readonly impersonatedBy?: readonly ServiceAccountRef[];
  /** Its rights: those of `viewer`, `developer` or `operator`. @default "developer" */
  readonly persona?: Persona;
}

/** A service account. */
export interface ServiceAccountRef {
  /** Its namespace, for example `flux-system`. */
  readonly namespace: string;
  /** Its name, for example `kustomize-controller`. */
  readonly serviceAccount: string;
}

/** The user name of a service account. */
export function userOf({ namespace, serviceAccount }: ServiceAccountRef): string {
  return `system:serviceaccount:${namespace}:${serviceAccount}`;
}

/** A subject of a RoleBinding. */
export type Subject =
  | { readonly apiGroup: "rbac.authorization.k8s.io"; readonly kind: "Group"; readonly name: string }
  | { readonly kind: "ServiceAccount"; readonly name: string; readonly namespace: string };

const accountSubject = ({ namespace, serviceAccount }: ServiceAccountRef): Subject => ({
  kind: "ServiceAccount",
  name: serviceAccount,
  namespace,
});

/** A group as a subject. @param name - with its prefix */
export function groupSubject(name: string): Subject {
  return { apiGroup: "rbac.authorization.k8s.io", kind: "Group", name };
}

/** The subject of a deployer. @param tenant - the tenant's namespace */
export function subjectOfDeployer(
  { role, serviceAccount = "", namespace }: Deployer,
  tenant: string,
): Subject {
  return role === undefined
    ? accountSubject({ namespace: namespace ?? tenant, serviceAccount })
    : groupSubject(groupOfRole(role));
}

/** The service accounts that Casemate creates in the tenant's namespace for deployers. */
export function ownAccountsOf(
  deployers: readonly Deployer[],
): { readonly name: string; readonly impersonators: readonly Subject[] }[] {
  return deployers.flatMap(({ serviceAccount, namespace, impersonatedBy = [] }) =>
    serviceAccount === undefined || namespace !== undefined
      ? []
      : [{ name: serviceAccount, impersonators: impersonatedBy.map(accountSubject) }],
  );
}

/**
 * The subjects from outside the namespace that only the platform may bind in it, in the form in which admission compares
 * them: `Group casemate:role:…`, `ServiceAccount argocd/argocd-application-controller`.
 */
export function machineTitles(deployers: readonly Deployer[], tenant: string): string[] {
  const subjects = [
    ...deployers.map((deployer) => subjectOfDeployer(deployer, tenant)),
    ...ownAccountsOf(deployers).flatMap(({ impersonators }) => impersonators),
  ];
  const titles = subjects.flatMap((subject) =>
    subject.kind === "Group"
      ? [`Group ${subject.name}`]
      : subject.namespace === tenant
        ? []
        : [`ServiceAccount ${subject.namespace}/${subject.name}`],
  );
  return [...new Set(titles)];
}
