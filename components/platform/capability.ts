import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { podIdentityRoleName } from "../namespace/pod-identity.ts";
import type { AwsAccount } from "../shared/aws/account.ts";
import { policyDocument } from "../shared/aws/policy-document.ts";
import { fillPolicy, fillValues, type PlaceholderValues } from "./software/entry-placeholders.ts";
import type { SoftwareInstall, SoftwarePolicy } from "./software/software-entry.ts";

export type CapabilityInstall = Extract<SoftwareInstall, { kind: "capability" }>;

export interface CapabilityArgs {
  readonly install: CapabilityInstall;
  /** The policy of its role, without statements of options that the user left out. @default - no policy */
  readonly policy?: SoftwarePolicy;
  readonly clusterName: string;
  readonly namespace: string;
  /** The values of placeholders in the policy and the configuration. */
  readonly placeholders: pulumi.Output<PlaceholderValues>;
  readonly permissionsBoundary?: pulumi.Input<string>;
}

interface CapabilityOptions {
  readonly parent: pulumi.Resource;
  readonly dependsOn: pulumi.Resource[];
}

/** The EKS service assumes the role (EKS User Guide, "Amazon EKS capability IAM role"). */
const trust = policyDocument({
  Sid: "CapabilityAssumesRole",
  Effect: "Allow",
  Principal: { Service: "capabilities.eks.amazonaws.com" },
  Action: ["sts:AssumeRole", "sts:TagSession"],
});

/** Creates a capability, which EKS runs outside the cluster, with its role. */
export function createCapability(
  name: string,
  { install, policy, clusterName, namespace, placeholders, permissionsBoundary }: CapabilityArgs,
  { parent, dependsOn }: CapabilityOptions,
): pulumi.Resource[] {
  const capability = install.capability.toLowerCase();
  const role = new aws.iam.Role(
    `${name}-role`,
    {
      name: capabilityRoleName(clusterName, namespace),
      description: `EKS capability ${install.capability} of ${clusterName}`,
      assumeRolePolicy: JSON.stringify(trust),
      ...(permissionsBoundary !== undefined && { permissionsBoundary }),
    },
    { parent },
  );
  const rights =
    policy === undefined
      ? []
      : [
          new aws.iam.RolePolicy(
            `${name}-policy`,
            {
              role: role.name,
              policy: placeholders.apply((values) => JSON.stringify(fillPolicy(policy, values))),
            },
            { parent },
          ),
        ];
  return [
    role,
    ...rights,
    new aws.eks.Capability(
      name,
      {
        clusterName,
        capabilityName: capability,
        type: install.capability,
        roleArn: role.arn,
        // Objects of the capability stay in the cluster if it is deleted. EKS has no other value.
        deletePropagationPolicy: "RETAIN",
        ...(install.configuration !== undefined && {
          configuration: configurationOf(install.configuration, placeholders),
        }),
      },
      { parent, dependsOn: [...dependsOn, ...rights] },
    ),
  ];
}

/** The name of the capability's role. It must be known to admission before the role exists. */
function capabilityRoleName(clusterName: string, namespace: string): string {
  return podIdentityRoleName({ clusterName, namespace, workload: "capability" });
}

/** The beginning of the user names by which the capability calls the Kubernetes API: the sessions of its role. */
export function capabilitySessions(
  { clusterName, namespace }: Pick<CapabilityArgs, "clusterName" | "namespace">,
  { partition, accountId }: Pick<AwsAccount, "partition" | "accountId">,
): string {
  const role = capabilityRoleName(clusterName, namespace);
  return `arn:${partition}:sts::${accountId}:assumed-role/${role}/`;
}

function configurationOf(
  configuration: Readonly<Record<string, unknown>>,
  placeholders: pulumi.Output<PlaceholderValues>,
): pulumi.Output<aws.types.input.eks.CapabilityConfiguration> {
  return placeholders.apply(
    (values) => fillValues(configuration, values) as aws.types.input.eks.CapabilityConfiguration,
  );
}
