import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type Controls, cis, fsbp, nsa, requirement } from "../../controls/ids.ts";
import { platformMetadata } from "../contract/platform-metadata.ts";
import { dnsServiceAddress } from "../contract/service-cidr.ts";
import { lookUpAccount } from "../shared/aws/account.ts";
import { createRole, nodePolicy, type ReadyRole, serviceTrust } from "../shared/aws/role.ts";
import { assertNoProblems } from "../shared/input/input-error.ts";
import { createInterruptionQueue } from "./interruption-queue.ts";
import type { KarpenterNodesArgs, KarpenterPool } from "./karpenter-nodes-args.ts";
import { karpenterNodesProblems } from "./karpenter-nodes-schema.ts";
import { ec2NodeClassSpec, nodePoolSpec, poolName } from "./karpenter-objects.ts";

/** A NodePool or EC2NodeClass as it is applied. */
export interface KarpenterObject {
  readonly apiVersion: string;
  readonly kind: "EC2NodeClass" | "NodePool";
  readonly metadata: { readonly name: string };
  readonly spec: object;
}

/**
 * What Karpenter starts nodes with. The nodes have the settings of a `NodePool`'s nodes: the same Bottlerocket, IMDSv2
 * with a hop limit of 1, disks under the customer key. Each pool has its own role. Its nodes have the label
 * and the taint of its class from their first second on.
 *
 * Karpenter itself is platform software: the entry `karpenter` of the catalogue. Its pods run on the system's nodes,
 * never on nodes that they start.
 *
 * @example
 * new KarpenterNodes("prod", {
 *   cluster,
 *   nodes: cluster.nodes,
 *   pools: [{ cpuLimit: 200 }, { class: "pci", cpuLimit: 32 }],
 * });
 */
export class KarpenterNodes extends pulumi.ComponentResource {
  /** The requirements and controls that it serves. */
  static readonly controls: Controls = [
    ...requirement("A7", "B6"),
    ...cis("5.4.3"),
    ...nsa("NSA-POD-18", "NSA-NET-07", "NSA-NET-12", "NSA-NET-15"),
    ...fsbp("EC2.8", "EC2.25", "EC2.170"),
  ];

  /** The queue with EC2's interruptions. */
  readonly queueName: pulumi.Output<string>;
  /** The NodePools and EC2NodeClasses, for a GitOps tool that applies them itself. */
  readonly objects: pulumi.Output<readonly KarpenterObject[]>;

  /** @throws InputError naming every argument that can't be used */
  constructor(name: string, args: KarpenterNodesArgs, opts?: pulumi.ComponentResourceOptions) {
    assertNoProblems(`KarpenterNodes "${name}"`, karpenterNodesProblems(name, args));
    super("casemate:nodes:KarpenterNodes", name, plainArgs(args), opts);
    const { cluster, pools = [{}], applyObjects = true } = args;
    const { clusterName } = cluster;
    const queue = createInterruptionQueue(`${name}-karpenter`, { clusterName }, { parent: this });
    this.queueName = queue.name;
    const objects = pools.map((pool) => {
      const identity = createNodeIdentity(`${name}-karpenter-${poolName(pool)}`, args, pool, {
        parent: this,
      });
      const pair = objectsOf(pool, args, identity.profile);
      if (applyObjects) {
        applyPair(`${name}-karpenter-${poolName(pool)}`, args, pair, {
          parent: this,
          dependsOn: identity.ready,
        });
      }
      return pair;
    });
    this.objects = pulumi.output(objects.flat()) as pulumi.Output<readonly KarpenterObject[]>;
    this.registerOutputs({ queueName: this.queueName });
  }
}

interface NodeIdentity {
  readonly profile: aws.iam.InstanceProfile;
  readonly ready: pulumi.Resource[];
}

/**
 * The role of a pool's nodes, its instance profile, and its access to the cluster. Managed node groups get their access
 * entry from EKS; nodes of Karpenter need their own (EKS user guide, "Create access entries", type EC2_LINUX).
 *
 * The names are literal: the catalogue's policy lets Karpenter pass these roles and no others.
 */
function createNodeIdentity(
  name: string,
  { cluster }: KarpenterNodesArgs,
  pool: KarpenterPool,
  opts: { readonly parent: pulumi.Resource },
): NodeIdentity {
  const account = lookUpAccount(opts.parent);
  const literal = `${cluster.clusterName}.karpenter.${poolName(pool)}`;
  const { role, ready }: ReadyRole = createRole(
    name,
    {
      name: literal,
      description: `Nodes that Karpenter starts for the pool ${poolName(pool)}`,
      trust: serviceTrust("ec2.amazonaws.com"),
      managedPolicies: ["AmazonEC2ContainerRegistryPullOnly"],
      policy: account.apply((awsAccount) => nodePolicy(cluster.clusterName, awsAccount)),
      account,
      ...(cluster.permissionsBoundary !== undefined && { permissionsBoundary: cluster.permissionsBoundary }),
    },
    opts,
  );
  const profile = new aws.iam.InstanceProfile(name, { name: literal, role: role.name }, opts);
  const entry = new aws.eks.AccessEntry(
    name,
    { clusterName: cluster.clusterName, principalArn: role.arn, type: "EC2_LINUX" },
    { ...opts, dependsOn: cluster.ready ?? [] },
  );
  return { profile, ready: [...ready, profile, entry] };
}

function objectsOf(
  pool: KarpenterPool,
  { cluster, nodes }: KarpenterNodesArgs,
  profile: aws.iam.InstanceProfile,
) {
  const name = poolName(pool);
  const spec = pulumi
    .all([
      pulumi.output(nodes.subnetIds),
      pulumi.output(nodes.securityGroupIds),
      nodes.diskKeyArn,
      profile.name,
    ])
    .apply(([subnetIds, securityGroupIds, diskKeyArn, instanceProfile]) =>
      ec2NodeClassSpec(pool, {
        dnsAddress: dnsServiceAddress(cluster.serviceCidr),
        cluster,
        settings: nodes.settings ?? {},
        subnetIds,
        securityGroupIds,
        diskKeyArn,
        instanceProfile,
      }),
    );
  return [
    { apiVersion: "karpenter.k8s.aws/v1", kind: "EC2NodeClass", metadata: { name }, spec },
    { apiVersion: "karpenter.sh/v1", kind: "NodePool", metadata: { name }, spec: nodePoolSpec(pool) },
  ] as const;
}

function applyPair(
  name: string,
  { cluster, nodes }: KarpenterNodesArgs,
  [nodeClass, nodePool]: ReturnType<typeof objectsOf>,
  opts: { readonly parent: pulumi.Resource; readonly dependsOn: pulumi.Resource[] },
): void {
  const prerequisites = pulumi
    .all([nodes.ready ?? [], cluster.ready ?? []])
    .apply((lists) => [...opts.dependsOn, ...lists.flat()]);
  const { name: objectName } = nodeClass.metadata;
  const metadata = platformMetadata({ name: objectName });
  const applied = new k8s.apiextensions.CustomResource(
    `${name}-class`,
    { ...nodeClass, metadata },
    { parent: opts.parent, provider: cluster.provider, dependsOn: prerequisites },
  );
  new k8s.apiextensions.CustomResource(
    `${name}-pool`,
    { ...nodePool, metadata },
    { parent: opts.parent, provider: cluster.provider, dependsOn: [applied] },
  );
}

/** The component's inputs, which policies see: plain values, and no other resources. */
function plainArgs({ cluster, nodes: _, ...args }: KarpenterNodesArgs): Record<string, unknown> {
  return { ...args, clusterName: cluster.clusterName };
}
