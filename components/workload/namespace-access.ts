import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import {
  type Persona,
  type PolicyRule,
  personas,
  rights,
  routeRights,
  routesRoleName,
  tenantRoleName,
} from "../contract/persona-rights.ts";
import { platformMetadata } from "../contract/platform-metadata.ts";
import { groupSubject, ownAccountsOf, type Subject, subjectOfDeployer } from "./access/deployer.ts";
import { extraRules } from "./access/extra-rights.ts";
import type { TenantAccess } from "./access/tenant-access.ts";
import { childNames } from "./child-names.ts";

export interface AccessArgs {
  /** The namespace's name. */
  readonly namespace: string;
  readonly access: TenantAccess;
  /** Whether the tenant has hosts, so that its developers write routes. */
  readonly hasHosts: boolean;
  /** The prefix that the cluster adds to the names of groups. */
  readonly groupsPrefix: string;
  /** Whether the cluster has the roles that all tenants share. */
  readonly hasTenantRoles: boolean;
}

/** Options of objects in the namespace. They depend on the Namespace. */
type InNamespace = pulumi.CustomResourceOptions & { readonly dependsOn: pulumi.Resource[] };

interface AccessOptions {
  readonly inNamespace: InNamespace;
  /** Resources that must exist before any user has rights in the namespace. */
  readonly guards: readonly pulumi.Resource[];
}

/** Gives users and machines their rights in a namespace. */
export function createAccess(
  name: string,
  { namespace, access, hasHosts, groupsPrefix, hasTenantRoles }: AccessArgs,
  { inNamespace, guards }: AccessOptions,
): pulumi.Resource[] {
  const bind = (binding: Omit<BindingArgs, "namespace">) =>
    createBinding(name, { namespace, ...binding }, { inNamespace, guards });
  const subjectsWith = (persona: Persona) => subjectsOf(persona, access, { namespace, groupsPrefix });
  /** The subjects of a persona and of those with more rights. */
  const fromOn = (persona: Persona) => personas.slice(personas.indexOf(persona)).flatMap(subjectsWith);
  return [
    ...personas.flatMap((persona) => {
      const subjects = subjectsWith(persona);
      return subjects.length === 0
        ? []
        : bind({
            child: persona,
            role: tenantRoleName(persona),
            subjects,
            ...(!hasTenantRoles && { ownRules: rights[persona] }),
          });
    }),
    ...(hasHosts && fromOn("developer").length > 0
      ? bind({
          child: childNames.routes,
          role: routesRoleName,
          subjects: fromOn("developer"),
          ...(!hasTenantRoles && { ownRules: routeRights }),
        })
      : []),
    ...extraRules(access).flatMap(({ persona, rules }) => {
      const subjects = fromOn(persona);
      return subjects.length === 0
        ? []
        : bind({
            child: childNames.extraRights(persona),
            role: `casemate:${childNames.extraRights(persona)}`,
            subjects,
            ownRules: rules,
          });
    }),
    ...ownAccountsOf(access.deployers ?? []).flatMap(({ name: account, impersonators }) =>
      impersonators.length === 0
        ? []
        : bind({
            child: childNames.impersonation(account),
            role: `casemate:${childNames.impersonation(account)}`,
            subjects: impersonators,
            // The groups of a service account need no right, because the API server adds them itself:
            // k8s.io/apiserver, pkg/endpoints/filters/impersonation.go, `WithImpersonation`.
            ownRules: [
              {
                apiGroups: [""],
                resources: ["serviceaccounts"],
                resourceNames: [account],
                verbs: ["impersonate"],
              },
            ],
          }),
    ),
  ];
}

/** The groups and machines with the rights of a persona. */
function subjectsOf(
  persona: Persona,
  { viewers = [], developers = [], operators = [], deployers = [] }: TenantAccess,
  { namespace, groupsPrefix }: Pick<AccessArgs, "namespace" | "groupsPrefix">,
): Subject[] {
  const groups = { viewer: viewers, developer: developers, operator: operators }[persona];
  return [
    ...groups.map((group) => groupSubject(groupsPrefix + group)),
    ...deployers
      .filter((deployer) => (deployer.persona ?? "developer") === persona)
      .map((deployer) => subjectOfDeployer(deployer, namespace)),
  ];
}

interface BindingArgs {
  readonly namespace: string;
  /** The end of the resources' names. */
  readonly child: string;
  /** The name of the role and of its binding. */
  readonly role: string;
  readonly subjects: readonly Subject[];
  /** The rules of a Role of the namespace. @default - binds a ClusterRole, which all tenants share */
  readonly ownRules?: readonly PolicyRule[];
}

function createBinding(
  name: string,
  { namespace, child, role, subjects, ownRules }: BindingArgs,
  { inNamespace, guards }: AccessOptions,
): pulumi.Resource[] {
  const metadata = platformMetadata({ name: role, namespace });
  const roles =
    ownRules === undefined
      ? []
      : [
          new k8s.rbac.v1.Role(
            `${name}-${child}-role`,
            { metadata, rules: ownRules.map(toRule) },
            inNamespace,
          ),
        ];
  const binding = new k8s.rbac.v1.RoleBinding(
    `${name}-${child}`,
    {
      metadata,
      roleRef: {
        apiGroup: "rbac.authorization.k8s.io",
        kind: ownRules === undefined ? "ClusterRole" : "Role",
        name: role,
      },
      subjects: [...subjects],
    },
    { ...inNamespace, dependsOn: [...inNamespace.dependsOn, ...guards, ...roles] },
  );
  return [...roles, binding];
}

function toRule({ apiGroups, resources, verbs, resourceNames }: PolicyRule) {
  return {
    apiGroups: [...apiGroups],
    resources: [...resources],
    verbs: [...verbs],
    ...(resourceNames !== undefined && { resourceNames: [...resourceNames] }),
  };
}
