import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { type Persona, rights, tenantRoleName } from "../contract/persona-rights.ts";
import { platformMetadata } from "../contract/platform-metadata.ts";
import type { TenantAccess } from "./tenant.ts";

export interface AccessArgs {
  /** The namespace's name. */
  readonly namespace: string;
  readonly access: TenantAccess;
  /** The prefix that the cluster adds to the names of groups. */
  readonly groupsPrefix: string;
  /** Whether the cluster has the roles that all tenants share. */
  readonly hasTenantRoles: boolean;
}

interface BindingArgs extends Omit<AccessArgs, "access"> {
  readonly persona: Persona;
  readonly groups: readonly string[] | undefined;
}

/** Options of objects in the namespace. They depend on the Namespace. */
type InNamespace = pulumi.CustomResourceOptions & { readonly dependsOn: pulumi.Resource[] };

interface AccessOptions {
  readonly inNamespace: InNamespace;
  /** Resources that must exist before any user has rights in the namespace. */
  readonly guards: readonly pulumi.Resource[];
}

/** Gives users their rights in a namespace. */
export function createAccess(
  name: string,
  { access: { viewers, developers, operators }, ...args }: AccessArgs,
  opts: AccessOptions,
): pulumi.Resource[] {
  return [
    ...createBinding(name, { ...args, persona: "viewer", groups: viewers }, opts),
    ...createBinding(name, { ...args, persona: "developer", groups: developers }, opts),
    ...createBinding(name, { ...args, persona: "operator", groups: operators }, opts),
  ];
}

/** Binds the role that all tenants share, or the namespace's own role if the cluster has no shared ones. */
function createBinding(
  name: string,
  { persona, groups, namespace, groupsPrefix, hasTenantRoles }: BindingArgs,
  { inNamespace, guards }: AccessOptions,
): pulumi.Resource[] {
  if (groups === undefined) {
    return [];
  }
  const roleName = tenantRoleName(persona);
  const roles = hasTenantRoles ? [] : [createRole(name, { persona, namespace }, inNamespace)];
  const binding = new k8s.rbac.v1.RoleBinding(
    `${name}-${persona}`,
    {
      metadata: platformMetadata({ name: roleName, namespace }),
      roleRef: {
        apiGroup: "rbac.authorization.k8s.io",
        kind: hasTenantRoles ? "ClusterRole" : "Role",
        name: roleName,
      },
      subjects: groups.map((group) => ({
        apiGroup: "rbac.authorization.k8s.io",
        kind: "Group",
        name: `${groupsPrefix}${group}`,
      })),
    },
    { ...inNamespace, dependsOn: [...inNamespace.dependsOn, ...guards, ...roles] },
  );
  return [...roles, binding];
}

function createRole(
  name: string,
  { persona, namespace }: Pick<BindingArgs, "persona" | "namespace">,
  opts: InNamespace,
): k8s.rbac.v1.Role {
  return new k8s.rbac.v1.Role(
    `${name}-${persona}-role`,
    {
      metadata: platformMetadata({ name: tenantRoleName(persona), namespace }),
      rules: rights[persona].map(({ apiGroups, resources, verbs }) => ({
        apiGroups: [...apiGroups],
        resources: [...resources],
        verbs: [...verbs],
      })),
    },
    opts,
  );
}
