/** The operating systems that nodes run. */
export type NodeOs = "bottlerocket" | "al2023";

/** The facts that a node's settings depend on. */
export interface UserDataArgs {
  /** The IPv4 address of the cluster's DNS Service. */
  readonly dnsAddress: string;
}

/** The limit of processes in a pod: enough for a JVM's threads, too few for a fork bomb. */
const podPidsLimit = 4096;

/**
 * A node's user data in plain text. EKS adds the settings that the node needs to join.
 *
 * The runtime's seccomp profile applies to pods that name none. By default, both operating systems leave it off.
 */
export function userData(os: NodeOs, args: UserDataArgs): string {
  return os === "bottlerocket" ? bottlerocket(args) : al2023();
}

/**
 * EKS' parser of this TOML doesn't allow quoted keys in headers.
 *
 * Without a DNS address, Bottlerocket asks the EKS API. If it can't reach the API, it guesses an address that is wrong
 * for most Service ranges.
 *
 * The host containers give access to the node, and the endpoints' policies don't allow the AWS account of their images.
 * Metrics would go to a public address.
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
