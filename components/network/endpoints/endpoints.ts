import type { AwsAccount } from "../../shared/aws/account.ts";

/**
 * The services that a cluster without a way out of its VPC reaches through interface endpoints. S3 isn't one:
 * it has a gateway endpoint, which costs nothing.
 *
 * Not needed: `kms` (EBS and EKS call it from their side), `autoscaling` and `elasticloadbalancing` (no
 * autoscaler, no load balancer controller), `ssm` (nodes have no shell). Control-plane logs and flow logs
 * don't pass through the VPC.
 *
 * EKS user guide, private-clusters; eksctl, endpoint_service.go.
 */
export const interfaceServices = [
  // Nodes ask for their own DNS name at boot; the VPC CNI moves network interfaces, the EBS CSI driver volumes.
  "ec2",
  // The kubelet's credential provider gets tokens here,
  "ecr.api",
  // and containerd manifests and the addresses of layers, which then come from S3.
  "ecr.dkr",
  // The Pod Identity agent exchanges tokens for credentials.
  "eks-auth",
  // Workloads that assume a further role, or use a role by web identity.
  "sts",
  // Nodes that look up their cluster, and `aws eks` inside the VPC.
  "eks",
  // Pods and the VPC CNI's agent that write logs.
  "logs",
] as const;

/** A service with an interface endpoint, as AWS names it. */
export type InterfaceService = (typeof interfaceServices)[number];

/** Services whose endpoints have a name of their own in China (eksctl, endpoint_service.go). */
const prefixedInChina: readonly string[] = ["ec2", "ecr.api", "ecr.dkr", "eks-auth", "sts", "eks"];

/** The endpoint service's full name, as `com.amazonaws.eu-central-1.ecr.api`. */
export function serviceName(service: InterfaceService | "s3", { region, partition }: AwsAccount): string {
  const name = `com.amazonaws.${region}.${service}`;
  return partition === "aws-cn" && prefixedInChina.includes(service) ? `cn.${name}` : name;
}
