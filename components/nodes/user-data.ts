import type { NodeSettings, ProxiedCluster } from "./node-settings.ts";
import { noProxyOf } from "./node-settings.ts";
import type { PoolTaint } from "./pool-taint.ts";

/** The operating systems that nodes run. */
export type NodeOs = "bottlerocket" | "al2023";

/** The facts that a node's settings depend on. */
export interface UserDataArgs {
  /** The IPv4 address of the cluster's DNS Service. */
  readonly dnsAddress: string;
  /** The ranges that the proxy never serves. */
  readonly cluster: ProxiedCluster;
  /**
   * The taints that the kubelet registers its node with. EKS adds a node group's taints about half a minute after the
   * node has joined (containers-roadmap#1962). Until then, any pod could start on it.
   */
  readonly taints: readonly Required<PoolTaint>[];
  readonly settings: Omit<NodeSettings, "tags">;
}

/** The limit of processes in a pod: enough for a JVM's threads, too few for a fork bomb. */
const podPidsLimit = 4096;

/**
 * A node's user data in plain text. EKS adds the settings that the node needs to join.
 *
 * The runtime's seccomp profile applies to pods that name none. By default, both operating systems leave it off.
 */
export function userData(os: NodeOs, args: UserDataArgs): string {
  return os === "bottlerocket" ? bottlerocket(args) : al2023(args);
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
function bottlerocket({ dnsAddress, cluster, taints, settings }: UserDataArgs): string {
  const { proxy, certificateAuthorities = [] } = settings;
  return `[settings.kubernetes]
cluster-dns-ip = "${dnsAddress}"
pod-pids-limit = ${podPidsLimit}
seccomp-default = true
${section("settings.kubernetes.node-taints", bottlerocketTaints(taints))}
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
${section(
  "settings.network",
  proxy === undefined
    ? []
    : [
        `https-proxy = ${JSON.stringify(proxy.url)}`,
        `no-proxy = ${JSON.stringify(noProxyOf(proxy, cluster))}`,
      ],
)}${certificateAuthorities
  .map((certificate, index) =>
    section(`settings.pki.authority-${index}`, [
      `data = "${Buffer.from(certificate).toString("base64")}"`,
      "trusted = true",
    ]),
  )
  .join("")}`;
}

/** A section of TOML, after an empty line. */
function section(name: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : `\n[${name}]\n${lines.join("\n")}\n`;
}

/** Bottlerocket's `node-taints`: `value:effect` by key, or a list of them (bottlerocket.dev, settings.kubernetes). */
function bottlerocketTaints(taints: readonly Required<PoolTaint>[]): string[] {
  return [...Map.groupBy(taints, ({ key }) => key)].map(([key, same]) => {
    const texts = same.map(({ value, effect }) => `${value}:${effect}`);
    return `${JSON.stringify(key)} = ${JSON.stringify(texts.length === 1 ? texts[0] : texts)}`;
  });
}

/**
 * nodeadm merges its document with the one that EKS adds: the kubelet's configuration key by key (amazon-eks-ami,
 * `nodeadm/internal/api/merge.go`). The script runs before nodeadm starts containerd and the kubelet.
 *
 * JSON is YAML, so that no value can break the document.
 */
function al2023({ cluster, taints, settings }: UserDataArgs): string {
  const { proxy, certificateAuthorities = [] } = settings;
  const spec = {
    kubelet: {
      config: {
        podPidsLimit,
        seccompDefault: true,
        ...(taints.length > 0 && { registerWithTaints: taints }),
      },
    },
    ...(proxy !== undefined && { instance: { environment: { default: environment() } } }),
  };
  function environment() {
    const noProxy = proxy === undefined ? "" : noProxyOf(proxy, cluster).join(",");
    return { HTTP_PROXY: proxy?.url, HTTPS_PROXY: proxy?.url, NO_PROXY: noProxy };
  }
  const script = certificateAuthorities.map(
    (certificate, index) =>
      `base64 -d > /etc/pki/ca-trust/source/anchors/authority-${index}.pem <<< ${Buffer.from(certificate).toString("base64")}`,
  );
  return `MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="casemate"

--casemate
Content-Type: application/node.eks.aws

apiVersion: node.eks.aws/v1alpha1
kind: NodeConfig
spec: ${JSON.stringify(spec)}

${
  script.length === 0
    ? ""
    : `--casemate
Content-Type: text/x-shellscript; charset="us-ascii"

#!/bin/bash
set -euo pipefail
${script.join("\n")}
update-ca-trust

`
}--casemate--
`;
}
