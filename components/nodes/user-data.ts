/** The operating systems that nodes run. */
export type NodeOs = "bottlerocket" | "al2023";

/** What a node's own settings depend on. */
export interface UserDataArgs {
  /** The address of the cluster's DNS. */
  readonly dnsAddress: string;
}

/** How many processes a pod may have: enough for a JVM's threads, too few for a fork bomb. */
const podPidsLimit = 4096;

/**
 * A node's user data, plain text. EKS adds what the node needs to join.
 *
 * The runtime's seccomp profile is on for pods that name none; both systems leave it off by default.
 */
export function userData(os: NodeOs, args: UserDataArgs): string {
  return os === "bottlerocket" ? bottlerocket(args) : al2023();
}

/**
 * EKS's parser of this TOML takes no quoted keys in headers.
 *
 * Given no DNS address Bottlerocket asks the EKS API, and where that can't be reached guesses one that is
 * wrong for most Service ranges. The host containers are ways in, their images come from an AWS account that
 * the endpoints' policies don't admit, and metrics would go to a public address.
 */
function bottlerocket({ dnsAddress }: UserDataArgs): string {
  return `[settings.kubernetes]
cluster-dns-ip = "${dnsAddress}"
pod-pids-limit = ${podPidsLimit}
seccomp-default = true

[settings.kernel]
lockdown = "integrity"

[settings.host-containers.admin]
enabled = false

[settings.host-containers.control]
enabled = false

[settings.metrics]
send-metrics = false

[settings.ntp]
time-servers = ["169.254.169.123"]
`;
}

/** nodeadm merges this document with the one that EKS adds. */
function al2023(): string {
  return `MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="casemate"

--casemate
Content-Type: application/node.eks.aws

apiVersion: node.eks.aws/v1alpha1
kind: NodeConfig
spec:
  kubelet:
    config:
      podPidsLimit: ${podPidsLimit}
      seccompDefault: true

--casemate--
`;
}
