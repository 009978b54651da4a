import * as aws from "@pulumi/aws";
import type * as k8s from "@pulumi/kubernetes";
import type { ClusterRef } from "../../contract/cluster-ref.ts";
import { groupOfRole } from "../../contract/role-group.ts";
import { roleArn } from "../../shared/aws/role-arn.ts";
import type { Deployer } from "./deployer.ts";

/** The entries of this program, by the cluster's provider and the role. */
const entries = new WeakMap<k8s.Provider, Map<string, aws.eks.AccessEntry>>();

/**
 * The access entries of the IAM roles among deployers. EKS allows one for each role, so all namespaces of a program
 * share it. It has no parent, and its name comes from the cluster and the role. Entries of the cluster's `deployerRoles`
 * exist already.
 *
 * EKS names the user of such a role `arn:aws:sts::<account>:assumed-role/<role>/<session>`, so that the audit log shows
 * each run of a pipeline.
 *
 * Source: EKS user guide, "Create access entries".
 *
 * @param provider - creates the entries. @default - the default provider of AWS
 */
export function createAccessEntries(
  deployers: readonly Deployer[],
  cluster: ClusterRef,
  provider: aws.Provider | undefined,
): aws.eks.AccessEntry[] {
  const known = entries.get(cluster.provider) ?? new Map<string, aws.eks.AccessEntry>();
  entries.set(cluster.provider, known);
  return deployers.flatMap(({ role }) => {
    if (role === undefined || cluster.deployerRoles?.includes(role)) {
      return [];
    }
    const entry = known.get(role) ?? createEntry(role, cluster, provider);
    known.set(role, entry);
    return [entry];
  });
}

function createEntry(
  role: string,
  { clusterName, ready }: ClusterRef,
  provider: aws.Provider | undefined,
): aws.eks.AccessEntry {
  return new aws.eks.AccessEntry(
    accessEntryName(clusterName, role),
    { clusterName, principalArn: role, type: "STANDARD", kubernetesGroups: [groupOfRole(role)] },
    {
      ...(ready !== undefined && { dependsOn: ready }),
      ...(provider !== undefined && { provider }),
    },
  );
}

/** The name of an entry's resource: `prod-deployer-111122223333-ci-shop-deploy`. */
export function accessEntryName(clusterName: string, role: string): string {
  const [, , accountId, name = ""] = roleArn.exec(role) ?? [];
  return `${clusterName}-deployer-${accountId}-${name.replaceAll("/", "-")}`;
}
