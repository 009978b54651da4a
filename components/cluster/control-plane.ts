import type * as aws from "@pulumi/aws";
import { Cluster } from "@pulumi/eks";
import type * as pulumi from "@pulumi/pulumi";
import { isProtected } from "../contract/lifecycle.ts";
import type { HardenedClusterArgs } from "./hardened-cluster-args.ts";
import { assertSealed, logTypes, seals, sealTransform } from "./seals.ts";

export interface ControlPlaneArgs extends HardenedClusterArgs {
  /** Where errors say they come from. */
  readonly source: string;
  /** The cluster's name in EKS. */
  readonly clusterName: string;
  readonly serviceCidr: string;
  readonly role: aws.iam.Role;
  readonly securityGroup: aws.ec2.SecurityGroup;
  readonly secretsKeyArn: pulumi.Input<string>;
}

/** A control plane, without a trace of what made it. */
export interface ControlPlane {
  /** Whoever depends on it finds the cluster made. */
  readonly resource: pulumi.Resource;
  /** The API server's URL. */
  readonly endpoint: pulumi.Output<string>;
  /** The cluster's certificate authority, base64. */
  readonly certificateAuthority: pulumi.Output<string>;
  /** The issuer of service accounts' tokens, as an https URL. */
  readonly issuerUrl: pulumi.Output<string>;
  /** The group that EKS makes itself. */
  readonly eksSecurityGroupId: pulumi.Output<string>;
}

/**
 * Makes the control plane, sealed, and nothing else: `eks.Cluster` would bring security groups open to the
 * world, nodes, add-ons and access of its own, so each of these is switched off and made elsewhere.
 */
export function createControlPlane(
  name: string,
  args: ControlPlaneArgs,
  opts: pulumi.ComponentResourceOptions,
): ControlPlane {
  const { source, clusterName, network, secretsKeyArn, lifecycle } = args;
  const sealed = seals(secretsKeyArn, lifecycle);
  const cluster = new Cluster(
    name,
    {
      name: clusterName,
      version: args.kubernetesVersion,
      vpcId: network.vpcId,
      subnetIds: network.controlPlaneSubnetIds ?? network.privateSubnetIds,
      kubernetesServiceIpAddressRange: args.serviceCidr,
      serviceRole: args.role,
      authenticationMode: "API",
      endpointPrivateAccess: true,
      // Said aloud: left out, the component polls the endpoint for up to five minutes.
      endpointPublicAccess: false,
      enabledClusterLogTypes: [...logTypes],
      encryptionConfigKeyArn: secretsKeyArn,
      upgradePolicy: { supportType: "STANDARD" },
      deletionProtection: isProtected(lifecycle),
      clusterSecurityGroup: args.securityGroup,
      skipDefaultSecurityGroups: true,
      skipDefaultNodeGroup: true,
      createInstanceRole: false,
      // It would dial the issuer from the machine that deploys.
      createOidcProvider: false,
      bootstrapSelfManagedAddons: false,
      // This means: none of the component's own making.
      useDefaultVpcCni: true,
      kubeProxyAddonOptions: { enabled: false },
      corednsAddonOptions: { enabled: false },
      // Else AWS_PROFILE of the machine that deploys would end up in the component's kubeconfig.
      providerCredentialOpts: {},
    },
    { ...opts, protect: isProtected(lifecycle), transforms: [sealTransform(sealed)] },
  );
  assertSealed(source, cluster.eksCluster, sealed);
  const { eksCluster } = cluster;
  return {
    resource: cluster,
    endpoint: eksCluster.endpoint,
    certificateAuthority: eksCluster.certificateAuthority.data,
    issuerUrl: eksCluster.identities.apply((identities) => identities?.[0]?.oidcs?.[0]?.issuer ?? ""),
    eksSecurityGroupId: eksCluster.vpcConfig.clusterSecurityGroupId,
  };
}
