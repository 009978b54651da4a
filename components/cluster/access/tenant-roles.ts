import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type Controls, cis, nsa, requirement } from "../../../controls/ids.ts";
import {
  type PolicyRule,
  personas,
  readableClasses,
  rights,
  routeRights,
  routesRoleName,
  tenantRoleName,
} from "../../contract/persona-rights.ts";
import { platformMetadata } from "../../contract/platform-metadata.ts";
import { assertNoProblems } from "../../shared/input/input-error.ts";
import type { TenantRolesArgs } from "./tenant-roles-args.ts";
import { tenantRolesProblems } from "./tenant-roles-schema.ts";

/**
 * The ClusterRoles of viewers, developers and operators, and one for routes, once for all namespaces of a cluster. A ClusterRole grants
 * nothing by itself: each namespace binds it with its own RoleBindings, which are valid only in that namespace.
 *
 * `HardenedCluster` creates them. For a cluster that Casemate didn't create:
 *
 * @example
 * new TenantRoles("shop", { cluster });
 * new WorkloadNamespace("checkout", { cluster: { ...cluster, hasTenantRoles: true }, team: "shop" });
 */
export class TenantRoles extends pulumi.ComponentResource {
  /** The requirements and controls that it serves. */
  static readonly controls: Controls = [
    ...requirement("B7", "C1"),
    ...cis("4.1.2", "4.1.3", "4.1.8", "4.1.11", "4.1.12"),
    ...nsa("NSA-AUTH-03", "NSA-AUTH-04"),
  ];

  /** A RoleBinding that refers to them must depend on them. */
  readonly roles: readonly k8s.rbac.v1.ClusterRole[];

  /** @throws InputError if the cluster can't be used */
  constructor(name: string, args: TenantRolesArgs, opts?: pulumi.ComponentResourceOptions) {
    assertNoProblems(`TenantRoles "${name}"`, tenantRolesProblems(args));
    const { cluster } = args;
    super("casemate:cluster:TenantRoles", name, {}, opts);
    const inside = {
      parent: this,
      provider: cluster.provider,
      ...(cluster.ready !== undefined && { dependsOn: cluster.ready }),
    };
    const roles = [
      ...personas.map((persona) => ({
        child: persona,
        role: tenantRoleName(persona),
        rules: rights[persona],
      })),
      { child: "routes", role: routesRoleName, rules: routeRights },
    ];
    this.roles = roles.map(
      ({ child, role, rules }) =>
        new k8s.rbac.v1.ClusterRole(
          `${name}-${child}`,
          { metadata: platformMetadata({ name: role }), rules: rules.map(toRule) },
          inside,
        ),
    );
    createClassReader(`${name}-class-reader`, inside);
    this.registerOutputs({});
  }
}

/** Lets users read the classes that they may name in claims, Ingresses, Gateways and pods. */
function createClassReader(name: string, opts: pulumi.CustomResourceOptions): void {
  const apiGroup = "rbac.authorization.k8s.io";
  const metadata = platformMetadata({ name: "casemate:class-reader" });
  const role = new k8s.rbac.v1.ClusterRole(name, { metadata, rules: readableClasses.map(toRule) }, opts);
  new k8s.rbac.v1.ClusterRoleBinding(
    name,
    {
      metadata,
      roleRef: { apiGroup, kind: "ClusterRole", name: metadata.name },
      subjects: [{ apiGroup, kind: "Group", name: "system:authenticated" }],
    },
    { ...opts, dependsOn: role },
  );
}

function toRule({ apiGroups, resources, verbs }: PolicyRule): k8s.types.input.rbac.v1.PolicyRule {
  return { apiGroups: [...apiGroups], resources: [...resources], verbs: [...verbs] };
}
