import type { Input } from "@pulumi/pulumi";
import { nodeClassLabel } from "../contract/classes.ts";
import type { KarpenterPool } from "./karpenter-nodes-args.ts";
import type { NodeSettings, ProxiedCluster } from "./node-settings.ts";
import { poolTaints } from "./pool-taint.ts";
import { userData } from "./user-data.ts";

/** What the objects of a pool need to know of the cluster. */
export interface PoolFacts {
  /** The IPv4 address of the cluster's DNS Service. */
  readonly dnsAddress: string;
  readonly cluster: ProxiedCluster;
  readonly settings: NodeSettings;
  readonly instanceProfile: Input<string>;
  readonly subnetIds: Input<readonly string[]>;
  readonly securityGroupIds: Input<readonly string[]>;
  readonly diskKeyArn: Input<string>;
}

/** The name of a pool's objects. */
export function poolName({ name, class: nodeClass = "standard" }: KarpenterPool): string {
  return name ?? nodeClass;
}

/**
 * The spec of an EC2NodeClass (karpenter.k8s.aws/v1): how nodes start. It says the same as the launch template of a
 * managed node group, whose comments have the reasons.
 *
 * Subnets and security groups are named by id. With tags, any user who may tag a subnet would choose where nodes start. The
 * instance profile is given, so that Karpenter needs no rights to create one.
 */
export function ec2NodeClassSpec(
  pool: KarpenterPool,
  facts: Omit<PoolFacts, "subnetIds" | "securityGroupIds"> & {
    readonly subnetIds: readonly string[];
    readonly securityGroupIds: readonly string[];
  },
) {
  const { imageVersion = "latest", diskSizeGiB = 50 } = pool;
  const { tags = {}, ...settings } = facts.settings;
  const encrypted = {
    encrypted: true,
    kmsKeyID: facts.diskKeyArn,
    volumeType: "gp3",
    deleteOnTermination: true,
  };
  return {
    amiFamily: "Bottlerocket",
    amiSelectorTerms: [{ alias: `bottlerocket@${imageVersion}` }],
    subnetSelectorTerms: facts.subnetIds.map((id) => ({ id })),
    securityGroupSelectorTerms: facts.securityGroupIds.map((id) => ({ id })),
    instanceProfile: facts.instanceProfile,
    associatePublicIPAddress: false,
    // A pod is one hop further away, so with a hop limit of 1 it can't reach the node's credentials.
    metadataOptions: {
      httpEndpoint: "enabled",
      httpProtocolIPv6: "disabled",
      httpPutResponseHopLimit: 1,
      httpTokens: "required",
    },
    // The image has two disks. One that isn't listed would keep the image's settings: unencrypted.
    blockDeviceMappings: [
      { deviceName: "/dev/xvda", ebs: { ...encrypted, volumeSize: "4Gi" } },
      { deviceName: "/dev/xvdb", rootVolume: true, ebs: { ...encrypted, volumeSize: `${diskSizeGiB}Gi` } },
    ],
    ...(Object.keys(tags).length > 0 && { tags }),
    userData: userData("bottlerocket", {
      dnsAddress: facts.dnsAddress,
      cluster: facts.cluster,
      settings,
      // Karpenter adds the NodePool's taints to these settings itself.
      taints: [],
    }),
  };
}

/** The spec of a NodePool (karpenter.sh/v1): which nodes, for which pods, and how many. */
export function nodePoolSpec(pool: KarpenterPool) {
  const { class: nodeClass = "standard", architecture = "x86_64", capacityTypes = ["on-demand"] } = pool;
  const { cpuLimit = 64, expireAfterHours = 336, labels = {}, instanceTypes } = pool;
  return {
    template: {
      metadata: { labels: { ...labels, [nodeClassLabel]: nodeClass } },
      spec: {
        nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: poolName(pool) },
        taints: poolTaints(nodeClass, pool.taints),
        requirements: [
          isIn("kubernetes.io/os", ["linux"]),
          isIn("kubernetes.io/arch", [architecture === "arm64" ? "arm64" : "amd64"]),
          isIn("karpenter.sh/capacity-type", capacityTypes),
          ...(instanceTypes === undefined
            ? [
                isIn("karpenter.k8s.aws/instance-category", ["c", "m", "r"]),
                { key: "karpenter.k8s.aws/instance-generation", operator: "Gt", values: ["4"] },
                // Other hypervisors don't encrypt traffic between instances.
                isIn("karpenter.k8s.aws/instance-hypervisor", ["nitro"]),
              ]
            : [isIn("node.kubernetes.io/instance-type", instanceTypes)]),
        ],
        expireAfter: `${expireAfterHours}h`,
        // A pod that refuses to end doesn't keep an unpatched node.
        terminationGracePeriod: "24h",
      },
    },
    limits: { cpu: String(cpuLimit) },
    disruption: {
      consolidationPolicy: "WhenEmptyOrUnderutilized",
      consolidateAfter: "5m",
      budgets: [{ nodes: "10%" }],
    },
  };
}

function isIn(key: string, values: readonly string[]) {
  return { key, operator: "In", values: [...values] };
}
