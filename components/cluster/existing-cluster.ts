import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { InputProblem } from "../shared/input/input-error.ts";

/** The tag that names the stack of a cluster: `organization/project/stack`. */
export const stackTag = "casemate.dev/stack";

/** The stack that runs now, in the form of the tag. */
export function currentStack(): string {
  return [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()].join("/");
}

/** A cluster of the account. */
export interface FoundCluster {
  readonly arn: string;
  readonly version: string;
  /** The stack that created it. @default - not known: it has no tag */
  readonly stack?: string;
  /** The range of Service addresses. */
  readonly serviceCidr?: string;
}

/** The account's answer to a cluster's name: the cluster, or `"absent"`. */
export type ExistingCluster = FoundCluster | "absent";

/**
 * Looks a cluster up in the account. It needs `eks:ListClusters`, and `eks:DescribeCluster` if the cluster exists.
 *
 * @returns `undefined` if no account answers, for example in a plan
 */
export async function lookUpCluster(
  name: string,
  opts: pulumi.InvokeOptions,
): Promise<ExistingCluster | undefined> {
  const { names } = (await aws.eks.getClusters({}, opts)) as Partial<aws.eks.GetClustersResult>;
  if (names === undefined) {
    return undefined;
  }
  if (!names.includes(name)) {
    return "absent";
  }
  const { arn, version, tags, kubernetesNetworkConfigs } = await aws.eks.getCluster({ name }, opts);
  const stack = tags?.[stackTag];
  const serviceCidr = kubernetesNetworkConfigs?.[0]?.serviceIpv4Cidr;
  return {
    arn,
    version,
    ...(stack !== undefined && { stack }),
    ...(serviceCidr !== undefined && { serviceCidr }),
  };
}

/** What a program asks of a cluster. */
export interface WantedCluster {
  readonly clusterName: string;
  readonly serviceCidr: string;
  /** The field of the user's input that names the cluster. */
  readonly nameField: "name" | "clusterName";
  /** The stack that runs now. */
  readonly stack: string;
}

/**
 * The problems of a cluster that exists already.
 *
 * Without this check, EKS refuses a second cluster of the same name, but only after most other resources exist. Another
 * range of Services would replace the cluster.
 */
export function existingClusterProblems(
  existing: ExistingCluster | undefined,
  { clusterName, serviceCidr, nameField, stack }: WantedCluster,
): InputProblem[] {
  if (existing === undefined || existing === "absent") {
    return [];
  }
  if (existing.stack !== stack) {
    const owner =
      existing.stack === undefined ? `has no tag ${stackTag}` : `belongs to the stack ${existing.stack}`;
    return [
      {
        path: nameField,
        received: clusterName,
        allowed: `another name: the account has a cluster ${clusterName} that ${owner}`,
        fix:
          "Choose another name. If this stack manages that cluster, for example after a new name of the stack, run: " +
          `aws eks tag-resource --resource-arn ${existing.arn} --tags ${stackTag}=${stack}`,
      },
    ];
  }
  return existing.serviceCidr === undefined || existing.serviceCidr === serviceCidr
    ? []
    : [
        {
          path: "serviceCidr",
          received: serviceCidr,
          allowed: `${existing.serviceCidr}, the range that the cluster ${clusterName} has: it is chosen once`,
          fix: "EKS can't change it. Create a second cluster, move the tenants, and tear this one down.",
        },
      ];
}
