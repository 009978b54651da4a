import type { z } from "zod";
import type { Day } from "../../calendar/today.ts";
import { admissionShape } from "../admission/admission-policies-schema.ts";
import { defaultRetentionDays, retentionSchema } from "../audit/retention.ts";
import { complianceClass } from "../contract/class-schema.ts";
import { keyRefsSchema } from "../contract/key-ref-schema.ts";
import { lifecycleSchema } from "../contract/lifecycle.ts";
import type { NetworkRef } from "../contract/network-ref.ts";
import { networkRefSchema } from "../contract/network-ref-schema.ts";
import { permissionsBoundarySchema } from "../contract/permissions-boundary.ts";
import { defaultServiceCidr, serviceCidrSchema, serviceOverlapProblems } from "../contract/service-cidr.ts";
import { expiredWaiverProblems } from "../contract/waiver.ts";
import { waiversSchema } from "../contract/waiver-schema.ts";
import { autoScalingRoleSchema } from "../encryption/encryption-keys-schema.ts";
import { nodeVersionProblems, systemPoolSchema } from "../nodes/node-pool-schema.ts";
import { nodeSettingsSchema } from "../nodes/node-settings-schema.ts";
import { today as clockToday } from "../shared/clock.ts";
import { type InputProblem, under } from "../shared/input/input-error.ts";
import { clusterNameSchema, componentNameSchema } from "../shared/input/names.ts";
import { reporting } from "../shared/input/reporting.ts";
import { schemaProblems } from "../shared/input/schema-problems.ts";
import { listOf, optional, strictObject, textLike } from "../shared/input/schemas.ts";
import { adminsSchema, roleSchema } from "./access/admins-schema.ts";
import { deployerRolesSchema } from "./access/deployer-roles.ts";
import { peopleSchema } from "./access/identity-provider-schema.ts";
import { addonLockProblem } from "./addons/addon-lock.ts";
import type { HardenedClusterArgs } from "./hardened-cluster-args.ts";
import { apiAccessSchema, connectedNetworksSchema } from "./security-groups/api-access-schema.ts";
import { endedVersionProblem, unknownVersionProblem } from "./version-support.ts";

/** The component's name. A role's name adds "-system-node" and a unique suffix, and has at most 64 characters. */
export const hardenedClusterNameSchema = componentNameSchema(40);

export const hardenedClusterShape = {
  name: optional(clusterNameSchema),
  kubernetesVersion: textLike(/^1\.\d+$/, 'a minor version in quotes, such as "1.35"').describe(
    "The control plane's minor version, in standard support.",
  ),
  podSecurityVersion: optional(
    textLike(/^1\.\d+$/, 'a minor version in quotes, such as "1.35"').describe(
      "The version of Pod Security that namespaces enforce: kubernetesVersion, or the one before. Default: kubernetesVersion.",
    ),
  ),
  network: networkRefSchema,
  admins: adminsSchema.describe("The IAM roles that administer the cluster; at least one."),
  deployRole: optional(
    roleSchema.describe(
      "The role that applies Kubernetes objects, one of the admins. Default: the identity that runs pulumi.",
    ),
  ),
  deployerRoles: optional(
    deployerRolesSchema.describe(
      "IAM roles of pipelines that several tenants stacks name in access.deployers. Default: none.",
    ),
  ),
  people: optional(
    peopleSchema.describe("How people authenticate, with OpenID Connect. Default: only the admins can."),
  ),
  apiAccess: optional(
    apiAccessSchema.describe("Who reaches the API server's private endpoint. Default: its nodes."),
  ),
  connectedNetworks: optional(
    connectedNetworksSchema.describe(
      "Private networks beyond the VPC that pods may reach, by a peering or a transit gateway. Default: none.",
    ),
  ),
  serviceCidr: optional(
    serviceCidrSchema.describe(`The range of Service addresses. Default: ${defaultServiceCidr}.`),
  ),
  keys: optional(
    keyRefsSchema.describe(
      "The ARNs of the customer keys of Secrets, logs and disks. Default: the cluster creates its own keys.",
    ),
  ),
  autoScalingRole: optional(
    autoScalingRoleSchema.describe(
      'Auto Scaling\'s service-linked role: in the account already, or to be created. Default: "existing".',
    ),
  ),
  permissionsBoundary: optional(
    permissionsBoundarySchema.describe(
      "The ARN of the policy that limits what roles can do: their permissions boundary. Default: none.",
    ),
  ),
  auditRetentionDays: optional(
    retentionSchema.describe(`How long audit logs are kept, in days. Default: ${defaultRetentionDays}.`),
  ),
  systemPool: optional(
    systemPoolSchema.describe("The nodes of the cluster's own add-ons. Default: two to four m6i.large."),
  ),
  nodeSettings: optional(
    nodeSettingsSchema.describe(
      "Settings of each node: proxy, certificates of private authorities, tags. Default: none.",
    ),
  ),
  waivers: optional(
    waiversSchema.describe(
      "Controls that the cluster may violate until a date, such as eks-supported-version. Default: none.",
    ),
  ),
  nodeClasses: optional(listOf(complianceClass, "classes, such as [pci]")),
  ...admissionShape,
  lifecycle: optional(
    lifecycleSchema.describe('Default: "protected". Teardown: "disposable", up, then destroy.'),
  ),
} satisfies Readonly<Record<keyof HardenedClusterArgs, z.ZodType>>;

/** Arguments that a stack's config doesn't have, and why. */
export const hardenedClusterNotInConfig = {
  name: "the stack's clusterName is the component's name as well",
  nodeClasses: "the classes of the stack's nodePools",
} satisfies Partial<Record<keyof HardenedClusterArgs, string>>;

/** Checks across the fields of a cluster, on the day `today`. They need no account. */
export function clusterChecks(today: Day) {
  return [
    reporting(
      ["kubernetesVersion"],
      ({ kubernetesVersion }: Pick<HardenedClusterArgs, "kubernetesVersion">) =>
        versionProblems(kubernetesVersion, today),
    ),
    reporting(["kubernetesVersion", "podSecurityVersion"], podSecurityProblems),
    reporting(
      ["kubernetesVersion", "systemPool"],
      ({ kubernetesVersion, systemPool }: Pick<HardenedClusterArgs, "kubernetesVersion" | "systemPool">) =>
        nodeVersionProblems("systemPool.kubernetesVersion", systemPool?.kubernetesVersion, kubernetesVersion),
    ),
    reporting(["network", "serviceCidr"], overlapProblems),
    reporting(["admins", "deployerRoles"], deployerRoleProblems),
    reporting(["waivers"], ({ waivers = [] }: Pick<HardenedClusterArgs, "waivers">) =>
      expiredWaiverProblems(waivers, today),
    ),
  ] as const;
}

/** All problems of a cluster's arguments on the day `today`, except those that only the account can answer. */
export function clusterProblems(
  name: string,
  args: HardenedClusterArgs,
  today = clockToday(),
): InputProblem[] {
  const schema = strictObject(hardenedClusterShape).check(
    ...clusterChecks(today),
  ) satisfies z.ZodType<HardenedClusterArgs>;
  return [
    ...under("name", schemaProblems(hardenedClusterNameSchema, name)),
    ...schemaProblems(schema, args satisfies z.input<typeof schema>),
  ];
}

/** A control plane that is older than the enforced version would take it for its newest. Skipping a version hides rules. */
function podSecurityProblems({
  kubernetesVersion,
  podSecurityVersion = kubernetesVersion,
}: Pick<HardenedClusterArgs, "kubernetesVersion" | "podSecurityVersion">): InputProblem[] {
  const minor = Number(kubernetesVersion.split(".")[1]);
  const allowed = [`1.${minor - 1}`, kubernetesVersion];
  return allowed.includes(podSecurityVersion)
    ? []
    : [
        {
          path: "podSecurityVersion",
          received: podSecurityVersion,
          allowed: allowed.map((version) => JSON.stringify(version)).join(" or "),
          fix: "Leave it out after the upgrade.",
        },
      ];
}

/** Passes if the network's range is known only later, for example from another stack. */
function overlapProblems({
  network,
  serviceCidr = defaultServiceCidr,
}: {
  readonly network: Pick<NetworkRef, "cidr" | "additionalCidrs"> | { readonly stack: string };
  readonly serviceCidr?: string;
}): InputProblem[] {
  return "cidr" in network
    ? [network.cidr, ...(network.additionalCidrs ?? [])].flatMap((cidr) =>
        serviceOverlapProblems(serviceCidr, cidr),
      )
    : [];
}

/**
 * The problem of a version that neither a new nor an existing cluster can have. If a version has no locked add-ons and
 * its support has ended, it reports only the latter, which is the cause.
 */
function versionProblems(version: string, today: Day): InputProblem[] {
  const unlocked = addonLockProblem(version);
  const problem =
    unknownVersionProblem(version, today) ??
    (unlocked === undefined ? undefined : (endedVersionProblem(version, today) ?? unlocked));
  return problem === undefined ? [] : [problem];
}

/** EKS has one access entry for each role, and an administrator's has all rights already. */
function deployerRoleProblems({
  admins,
  deployerRoles = [],
}: Pick<HardenedClusterArgs, "admins" | "deployerRoles">): InputProblem[] {
  return deployerRoles.flatMap((role, index) =>
    admins.some((admin) => admin.role === role)
      ? [
          {
            path: `deployerRoles[${index}]`,
            received: role,
            allowed: "a role that isn't one of the admins, which have all rights already",
            fix: "Remove it, or give the pipeline its own role.",
          },
        ]
      : [],
  );
}
