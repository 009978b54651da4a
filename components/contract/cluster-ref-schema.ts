import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { roleArnSchema } from "../shared/aws/role-arn.ts";
import type { InputProblem } from "../shared/input/input-error.ts";
import { clusterNameSchema } from "../shared/input/names.ts";
import { orLater, reference } from "../shared/input/plain-form.ts";
import { reporting } from "../shared/input/reporting.ts";
import {
  listOf,
  nonBlank,
  oneOf,
  optional,
  optionalFields,
  strictObject,
  textLike,
  trueOrFalse,
  wholeNumber,
} from "../shared/input/schemas.ts";
import { isKubernetesProvider, resourcesSchema } from "../shared/input/sdk-values.ts";
import { parseCidr } from "../shared/ipv4.ts";
import { complianceClass } from "./class-schema.ts";
import type { ClusterRef, NodeRule } from "./cluster-ref.ts";
import { exemptNamespaces } from "./exempt-namespaces.ts";
import { prefixSchema } from "./identity-prefix.ts";
import { egressSchema } from "./network-ref-schema.ts";
import { permissionsBoundarySchema } from "./permissions-boundary.ts";

/** Pod Security is stable since this version: https://kubernetes.io/docs/concepts/security/pod-security-admission/ */
const oldestMinor = 25;

const range = z.custom<string>(
  (value) => typeof value === "string" && parseCidr(value) !== undefined,
  "an IPv4 range, such as 10.64.0.0/16",
);

const securityGroupId = orLater(textLike(/^sg-[\w-]+$/, "a security group's id, such as sg-0abc"));

const nodeRule = strictObject({
  direction: oneOf(["ingress", "egress"]),
  peer: nonBlank("an IPv4 range, nodes, control-plane or prefix-list"),
  port: optional(wholeNumber(0, 65535)),
  toPort: optional(wholeNumber(0, 65535)),
} satisfies Readonly<Record<keyof NodeRule, z.ZodType>>);

const shape = {
  clusterName: clusterNameSchema,
  kubernetesVersion: z.unknown().check(reporting(versionProblems)) as z.ZodType<string, string>,
  podSecurityVersion: optional(z.unknown().check(reporting(versionProblems)) as z.ZodType<string, string>),
  provider: z.custom<k8s.Provider>(
    isKubernetesProvider,
    "a k8s.Provider; without one, Pulumi uses the cluster that KUBECONFIG names",
  ),
  vpcCidr: range,
  serviceCidr: range,
  // A user's own cluster may have no prefix. This is safe because tenants' groups never begin with `system:`.
  groupsPrefix: optional(z.union([z.literal(""), prefixSchema])),
  hasTenantRoles: optional(trueOrFalse),
  nodeClasses: optional(
    listOf(complianceClass, "classes, such as [pci]") as z.ZodType<readonly string[], readonly string[]>,
  ),
  exemptNamespaces: optional(exemptNamespaces),
  hasIdentityProvider: optional(trueOrFalse),
  adminRoles: optional(listOf(roleArnSchema("platform-admin"), "ARNs of IAM roles")),
  deployerRoles: optional(listOf(roleArnSchema("ci/shop-deploy"), "ARNs of IAM roles")),
  additionalCidrs: optional(listOf(range, "IPv4 ranges, such as [100.64.0.0/16]")),
  controlPlaneCidrs: optional(listOf(range, "IPv4 ranges, such as [10.64.0.0/28]")),
  publicLoadBalancerCidrs: optional(listOf(range, "IPv4 ranges, such as [10.64.252.0/24]")),
  internalLoadBalancerCidrs: optional(listOf(range, "IPv4 ranges, such as [10.64.248.0/24]")),
  egress: optional(egressSchema),
  connectedCidrs: optional(listOf(range, "IPv4 ranges, such as [10.20.0.0/24]")),
  endpointServices: optional(listOf(nonBlank("an AWS service, such as ec2"), "services, such as [ec2, sts]")),
  networkPolicyMode: optional(oneOf(["strict", "standard"])),
  nodeSecurityGroupId: optional(securityGroupId),
  nodeRules: optional(
    listOf(nodeRule, "rules, such as { direction: egress, peer: 10.64.0.0/16, port: 443 }"),
  ),
  controlPlaneSecurityGroupId: optional(securityGroupId),
  webhookPorts: optional(listOf(wholeNumber(1, 65535), "ports, such as [9443]")),
  permissionsBoundary: optional(permissionsBoundarySchema),
  ready: optional(resourcesSchema),
} satisfies Readonly<Record<keyof ClusterRef, z.ZodType>>;

const whole = strictObject(shape) satisfies z.ZodType<ClusterRef>;

/**
 * A copy of `cluster` with another `ready`. It copies the fields by name, because a class may have getters, which a
 * spread leaves out.
 */
export function withReady(cluster: ClusterRef, ready: pulumi.Resource[]): ClusterRef {
  const copy: Partial<Record<keyof ClusterRef, unknown>> = {};
  for (const key of Object.keys(shape) as (keyof ClusterRef)[]) {
    if (cluster[key] !== undefined) {
      copy[key] = cluster[key];
    }
  }
  return { ...(copy as ClusterRef), ready };
}

/** A cluster in which namespaces are created. */
export const clusterSchema = reference(whole);

/** A cluster that objects are applied to. Only `provider` is required; the other fields are checked if given. */
export const appliedClusterSchema = reference(
  strictObject({ ...optionalFields(shape), provider: shape.provider }),
);

/** A cluster that nodes join. */
export const joinedClusterSchema = reference(
  strictObject({ ...shape, provider: optional(shape.provider), vpcCidr: optional(shape.vpcCidr) }),
);

function versionProblems(version: unknown): InputProblem[] {
  const [, minor] = typeof version === "string" ? (/^1\.([1-9]\d*)$/.exec(version) ?? []) : [];
  if (Number(minor) >= oldestMinor) {
    return [];
  }
  return [
    {
      path: "",
      received: version,
      allowed: `a minor version, such as 1.35, of at least 1.${oldestMinor}`,
      ...(typeof version === "number" && { fix: "Put it in quotes. A number 1.30 is 1.3." }),
    },
  ];
}
