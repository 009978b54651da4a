import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { lookUpAccount } from "../shared/aws/account.ts";
import { podIdentityTrust } from "../shared/aws/pod-identity-trust.ts";
import type { PolicyDocument } from "../shared/aws/policy-document.ts";
import { boundaryOf } from "../shared/aws/role.ts";

/** The workload that the role belongs to. */
export interface PodIdentity {
  readonly clusterName: string;
  readonly namespace: string;
  /** The workload, and its service account unless that has another name. */
  readonly workload: string;
}

/**
 * `<cluster>.<namespace>.<workload>`. A name with more than 64 characters, IAM's limit, is cut and gets a hash. DNS
 * labels have no dots, so that workloads of one cluster never share a name. Clusters with the same name in two regions
 * of an account do, because IAM has no regions.
 */
export function podIdentityRoleName({ clusterName, namespace, workload }: PodIdentity): string {
  const name = `${clusterName}.${namespace}.${workload}`;
  if (name.length <= 64) {
    return name;
  }
  const hash = createHash("sha256")
    .update(`${clusterName}/${namespace}/${workload}`)
    .digest("hex")
    .slice(0, 8);
  return `${name.slice(0, 55)}-${hash}`;
}

export interface PodIdentityArgs extends PodIdentity {
  /** @default - the workload's name */
  readonly serviceAccount?: string;
  readonly policy: pulumi.Input<string | PolicyDocument>;
  /** The ARN of the policy that limits the role. @default - none */
  readonly permissionsBoundary?: pulumi.Input<string> | undefined;
}

interface PodIdentityOptions {
  readonly parent: pulumi.Resource;
  /** Resources that must exist before the cluster accepts associations. */
  readonly dependsOn: pulumi.Input<pulumi.Resource[]>;
}

/** A role with the workload's policy. EKS Pod Identity gives it to the workload's pods. */
export function createPodIdentity(
  name: string,
  { policy, permissionsBoundary, serviceAccount, ...identity }: PodIdentityArgs,
  { parent, dependsOn }: PodIdentityOptions,
): pulumi.Resource[] {
  const account = serviceAccount ?? identity.workload;
  const trust = lookUpAccount(parent).apply((where) =>
    podIdentityTrust({ ...identity, serviceAccount: account }, where),
  );
  const role = new aws.iam.Role(
    `${name}-role`,
    {
      name: podIdentityRoleName(identity),
      description: `${identity.workload} in namespace ${identity.namespace} of ${identity.clusterName}`,
      assumeRolePolicy: pulumi.jsonStringify(trust),
      ...boundaryOf(permissionsBoundary),
    },
    { parent },
  );
  const rolePolicy = new aws.iam.RolePolicy(
    `${name}-policy`,
    {
      role: role.name,
      policy: pulumi
        .output(policy)
        .apply((document) => (typeof document === "string" ? document : JSON.stringify(document))),
    },
    { parent },
  );
  const association = new aws.eks.PodIdentityAssociation(
    `${name}-association`,
    {
      clusterName: identity.clusterName,
      namespace: identity.namespace,
      serviceAccount: account,
      roleArn: role.arn,
    },
    { parent, dependsOn: pulumi.output(dependsOn).apply((others) => [...others, rolePolicy]) },
  );
  return [role, rolePolicy, association];
}
