import type * as aws from "@pulumi/aws";
import { Cluster } from "@pulumi/eks";
import type * as pulumi from "@pulumi/pulumi";
import { isProtected } from "../contract/lifecycle.ts";
import { currentStack, stackTag } from "./existing-cluster.ts";
import type { HardenedClusterArgs } from "./hardened-cluster-args.ts";
import { assertSealed, logTypes, seals, sealTransform } from "./seals.ts";

export interface ControlPlaneArgs extends HardenedClusterArgs {
  /** The component that errors name. */
  readonly source: string;
  /** The cluster's name in EKS. */
  readonly clusterName: string;
  readonly serviceCidr: string;
  readonly role: aws.iam.Role;
  readonly securityGroup: aws.ec2.SecurityGroup;
  readonly secretsKeyArn: pulumi.Input<string>;
}

/** What the rest of the cluster needs of the control plane. Hides `@pulumi/eks`. */
export interface ControlPlane {
  /** A resource that depends on it is created after the cluster. */
  readonly resource: pulumi.Resource;
  /** The API server's URL. */
  readonly endpoint: pulumi.Output<string>;
  /** The cluster's certificate authority, base64. */
  readonly certificateAuthority: pulumi.Output<string>;
  /** The https URL of the issuer of service accounts' tokens. */
  readonly issuerUrl: pulumi.Output<string>;
  /** The security group that EKS creates. */
  readonly eksSecurityGroupId: pulumi.Output<string>;
}

/**
 * Creates only the control plane, with its seals. `eks.Cluster` would add open security groups, nodes, add-ons and
 * access entries. Each of these is off here, and created elsewhere.
 */
export function createControlPlane(
  name: string,
  args: ControlPlaneArgs,
  opts: pulumi.ComponentResourceOptions,
): ControlPlane {
  const { source, clusterName, network, secretsKeyArn, lifecycle } = args;
  const sealList = seals(secretsKeyArn, lifecycle);
  const cluster = new Cluster(
    name,
    {
      name: clusterName,
      clusterTags: { [stackTag]: currentStack() },
      version: args.kubernetesVersion,
      vpcId: network.vpcId,
      subnetIds: network.controlPlaneSubnetIds ?? network.privateSubnetIds,
      kubernetesServiceIpAddressRange: args.serviceCidr,
      serviceRole: args.role,
      authenticationMode: "API",
      endpointPrivateAccess: true,
      // Set explicitly. If omitted, `eks.Cluster` polls the endpoint for up to five minutes.
      endpointPublicAccess: false,
      enabledClusterLogTypes: [...logTypes],
      encryptionConfigKeyArn: secretsKeyArn,
      upgradePolicy: { supportType: "STANDARD" },
      deletionProtection: isProtected(lifecycle),
      clusterSecurityGroup: args.securityGroup,
      skipDefaultSecurityGroups: true,
      skipDefaultNodeGroup: true,
      createInstanceRole: false,
      // Otherwise the machine that deploys connects to the issuer.
      createOidcProvider: false,
      bootstrapSelfManagedAddons: false,
      // Turns off the component's own CNI management.
      useDefaultVpcCni: true,
      kubeProxyAddonOptions: { enabled: false },
      corednsAddonOptions: { enabled: false },
      // Otherwise the component's kubeconfig contains AWS_PROFILE of the machine that deploys.
      providerCredentialOpts: {},
    },
    { ...opts, protect: isProtected(lifecycle), transforms: [sealTransform(sealList)] },
  );
  assertSealed(source, cluster.eksCluster, sealList);
  const { eksCluster } = cluster;
  return {
    resource: cluster,
    endpoint: eksCluster.endpoint,
    certificateAuthority: eksCluster.certificateAuthority.data,
    issuerUrl: eksCluster.identities.apply((identities) => identities?.[0]?.oidcs?.[0]?.issuer ?? ""),
    eksSecurityGroupId: eksCluster.vpcConfig.clusterSecurityGroupId,
  };
}
