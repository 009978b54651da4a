import type { AwsAccount } from "../../shared/aws/account.ts";

/**
 * The services that a cluster without egress reaches through interface endpoints. S3 isn't in the list: it has a
 * gateway endpoint, which costs nothing.
 *
 * Not needed are `kms` (EBS and EKS call it from outside the VPC) and `ssm` (nodes have no shell). An autoscaler or a
 * load balancer controller also needs `autoscaling` or `elasticloadbalancing`: see `additionalEndpoints` of a network.
 * Control plane logs and flow logs don't pass through the VPC.
 *
 * EKS user guide, private-clusters; eksctl, endpoint_service.go.
 */
export const interfaceServices = [
  // Nodes look up their DNS name at boot. The VPC CNI attaches network interfaces, the EBS CSI driver volumes.
  "ec2",
  // The kubelet's credential provider gets tokens here.
  "ecr.api",
  // containerd gets manifests and the URLs of layers here. The layers come from S3.
  "ecr.dkr",
  // The Pod Identity agent exchanges tokens for credentials.
  "eks-auth",
  // For workloads that assume another role, or get a role by web identity.
  "sts",
  // For nodes that look up their cluster, and for `aws eks` inside the VPC.
  "eks",
  // For pods and the VPC CNI's agent, if they write logs.
  "logs",
] as const;

/** AWS's name of a service with an interface endpoint. */
export type InterfaceService = (typeof interfaceServices)[number];

/** Services whose endpoints have a different name in China (eksctl, endpoint_service.go). */
const prefixedInChina: readonly string[] = ["ec2", "ecr.api", "ecr.dkr", "eks-auth", "sts", "eks"];

/**
 * Services with one endpoint service for all regions. Endpoints in other regions name its region (VPC user guide,
 * "Cross-region enabled AWS services").
 */
export const globalServices: readonly string[] = ["iam", "route53"];
const globalRegion = "us-east-1";

/** The region of an endpoint service, if it isn't the region of the endpoint. Other partitions have none known. */
export function serviceRegion(service: string, { region, partition }: AwsAccount): string | undefined {
  return globalServices.includes(service) && partition === "aws" && region !== globalRegion
    ? globalRegion
    : undefined;
}

/** The endpoint service's full name, for example `com.amazonaws.eu-central-1.ecr.api`. */
export function serviceName(service: string, { region, partition }: AwsAccount): string {
  if (globalServices.includes(service)) {
    return `com.amazonaws.${service}`;
  }
  const name = `com.amazonaws.${region}.${service}`;
  return partition === "aws-cn" && prefixedInChina.includes(service) ? `cn.${name}` : name;
}
