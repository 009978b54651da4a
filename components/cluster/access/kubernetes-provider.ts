import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { AwsAccount } from "../../shared/aws/account.ts";
import { kubeconfig } from "./kubeconfig.ts";
import { type ProviderIdentity, tokenIdentity } from "./token-identity.ts";

/** The kubeconfig of a cluster, known once the control plane exists. */
export function kubeconfigOf(
  {
    endpoint,
    certificateAuthority,
  }: { readonly endpoint: pulumi.Input<string>; readonly certificateAuthority: pulumi.Input<string> },
  {
    clusterName,
    account,
    deployRole,
    identity,
  }: {
    readonly clusterName: string;
    readonly account: pulumi.Output<AwsAccount>;
    readonly deployRole: pulumi.Input<string> | undefined;
    /** The identity of the AWS provider. */
    readonly identity: pulumi.Output<ProviderIdentity>;
  },
): pulumi.Output<string> {
  return pulumi
    .all([endpoint, certificateAuthority, account.region, deployRole, identity])
    .apply(([server, authority, region, role, provider]) =>
      kubeconfig({
        clusterName,
        endpoint: server,
        certificateAuthority: authority,
        region,
        ...tokenIdentity(provider, role),
      }),
    );
}

/**
 * Applies Kubernetes objects to a cluster.
 *
 * The identifier is literal. Without it, the provider derives the identifier from the kubeconfig. An unknown
 * kubeconfig would then plan to replace every object, namespaces included.
 */
export function createProvider(
  name: string,
  { clusterName, kubeconfig }: { readonly clusterName: string; readonly kubeconfig: pulumi.Output<string> },
  opts: pulumi.CustomResourceOptions,
): k8s.Provider {
  return new k8s.Provider(
    name,
    { kubeconfig, clusterIdentifier: clusterName, enableServerSideApply: true },
    opts,
  );
}
