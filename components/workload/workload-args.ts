import type * as pulumi from "@pulumi/pulumi";
import type { PolicyDocument } from "../shared/aws/policy-document.ts";
import type { ServiceAccountRef } from "./access/deployer.ts";

/** One workload of a namespace. */
export interface WorkloadArgs {
  /**
   * What it may do in AWS: an IAM policy document. Its role has this policy, and EKS Pod Identity gives the role to its
   * pods.
   *
   * @default - none: no role and no credentials
   */
  readonly awsPolicy?: pulumi.Input<string | PolicyDocument>;
  /**
   * Its pods call the Kubernetes API: they mount the service account's token, and egress to the API server is open.
   * Bind the account's rights separately.
   *
   * @default false
   */
  readonly kubernetesApi?: boolean;
  /**
   * Audiences of tokens that its pods may mount, for servers other than the Kubernetes API. For example `sts.amazonaws.com`
   * for IRSA, or `vault`. The API server refuses these tokens.
   *
   * @default - none
   */
  readonly tokenAudiences?: readonly string[];
  /**
   * The operator that creates the workload's service accounts and pods, such as CloudNativePG's: an account of a
   * namespace of the platform. Casemate then creates no account. Only this operator may create the accounts, and only its
   * pods run as them.
   *
   * @default - none: Casemate creates an account with the workload's name
   */
  readonly operatedBy?: ServiceAccountRef;
  /** The accounts that the operator creates, for example `["rabbit-server"]`. @default - one with the workload's name */
  readonly serviceAccounts?: readonly string[];
}

/** The service accounts that a workload's pods run as. */
export function accountsOf(workload: string, { serviceAccounts }: WorkloadArgs): readonly string[] {
  return serviceAccounts ?? [workload];
}
