import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Controls, cis, fsbp, nsa, requirement } from "../../controls/ids.ts";
import { nodeClassLabel } from "../contract/classes.ts";
import type { NodeClass } from "../contract/node-taints.ts";
import { dnsServiceAddress } from "../contract/service-cidr.ts";
import { lookUpAccount } from "../shared/aws/account.ts";
import { createRole, nodePolicy, type ReadyRole, serviceTrust } from "../shared/aws/role.ts";
import { assertNoProblems } from "../shared/input/input-error.ts";
import { acceleratorOf, amiType, architectureOf } from "./ami-type.ts";
import { createLaunchTemplate } from "./launch-template.ts";
import type { NodePoolArgs } from "./node-pool-args.ts";
import { nodePoolProblems } from "./node-pool-schema.ts";
import { eksTaint, poolTaints } from "./pool-taint.ts";
import { fitToRunning, ignoreDesiredSize } from "./running-pool.ts";

/**
 * Nodes for one compliance class: a managed node group with its own launch template.
 *
 * - IMDSv2 has a hop limit of 1, so that pods can't reach the node's credentials.
 * - Every disk is encrypted under the customer key.
 * - Nodes have no SSH and no public address. Bottlerocket runs without its host containers.
 *
 * @example
 * new NodePool("prod-pci", { cluster, nodes: cluster.nodes, class: "pci", minSize: 3, maxSize: 6 });
 */
export class NodePool extends pulumi.ComponentResource {
  /** The requirements and controls that it serves. */
  static readonly controls: Controls = [
    ...requirement("A7", "B6"),
    ...cis("5.4.3"),
    ...nsa("NSA-POD-18", "NSA-NET-07", "NSA-NET-12", "NSA-NET-15"),
    ...fsbp("EC2.8", "EC2.25", "EC2.170", "EC2.181"),
  ];

  /** The class whose pods run here. */
  readonly class: NodeClass;
  /** The ARN of the nodes' role. */
  readonly roleArn: pulumi.Output<string>;
  /** Resources that need the nodes must depend on it. */
  readonly nodeGroup: aws.eks.NodeGroup;

  /** @throws InputError naming every argument that can't be used */
  constructor(name: string, args: NodePoolArgs, opts?: pulumi.ComponentResourceOptions) {
    assertNoProblems(`NodePool "${name}"`, nodePoolProblems(name, args));
    super("casemate:cluster:NodePool", name, plainArgs(args), opts);
    this.class = args.class ?? "standard";
    const role = createNodeRole(name, args.cluster, { parent: this });
    this.roleArn = role.role.arn;
    this.nodeGroup = createNodeGroup(name, { ...args, class: this.class, role }, { parent: this });
    this.registerOutputs({ roleArn: this.roleArn });
  }
}

/** One role per pool, so that rights of one class's nodes don't extend to another's. */
function createNodeRole(
  name: string,
  { clusterName, permissionsBoundary }: NodePoolArgs["cluster"],
  opts: { readonly parent: pulumi.Resource },
): ReadyRole {
  const account = lookUpAccount(opts.parent);
  return createRole(
    `${name}-node`,
    {
      description: `Nodes of the pool ${name}`,
      trust: serviceTrust("ec2.amazonaws.com"),
      managedPolicies: ["AmazonEC2ContainerRegistryPullOnly"],
      policy: account.apply((awsAccount) => nodePolicy(clusterName, awsAccount)),
      permissionsBoundary,
      account,
    },
    opts,
  );
}

function createNodeGroup(
  name: string,
  args: NodePoolArgs & { readonly class: NodeClass; readonly role: ReadyRole },
  opts: { readonly parent: pulumi.Resource },
): aws.eks.NodeGroup {
  const { cluster, nodes, os = "bottlerocket", instanceTypes = ["m6i.large"] } = args;
  const { role, ready } = args.role;
  const { tags, ...settings } = nodes.settings ?? {};
  const taints = poolTaints(args.class, args.taints);
  const [type] = instanceTypes;
  const template = createLaunchTemplate(
    name,
    {
      os,
      diskKeyArn: nodes.diskKeyArn,
      diskSizeGiB: args.diskSizeGiB ?? 50,
      securityGroupIds: nodes.securityGroupIds,
      userData: { dnsAddress: dnsServiceAddress(cluster.serviceCidr), cluster, taints, settings },
      tags: providerTags(opts.parent).apply((defaults) => ({ ...defaults, ...tags, ...args.tags })),
    },
    opts,
  );
  const { minSize = 2, maxSize = 2 * minSize } = args;
  return new aws.eks.NodeGroup(
    name,
    {
      clusterName: cluster.clusterName,
      version: args.kubernetesVersion ?? cluster.kubernetesVersion,
      amiType: amiType(os, architectureOf(type), acceleratorOf(type)),
      ...(args.capacityType === "spot" && { capacityType: "SPOT" }),
      ...(args.releaseVersion !== undefined && { releaseVersion: args.releaseVersion }),
      ...(args.forceUpdateVersion === true && { forceUpdateVersion: true }),
      ...((tags ?? args.tags) !== undefined && { tags: { ...tags, ...args.tags } }),
      instanceTypes: [...instanceTypes],
      nodeRoleArn: role.arn,
      subnetIds: nodes.subnetIds,
      launchTemplate: {
        id: template.id,
        version: template.latestVersion.apply((version) => String(version)),
      },
      labels: { ...args.labels, [nodeClassLabel]: args.class },
      taints: taints.map(eksTaint),
      scalingConfig: { minSize, maxSize, desiredSize: minSize },
      // DEFAULT starts the new node before it stops the old one.
      updateConfig: { ...(args.updateConfig ?? { maxUnavailable: 1 }), updateStrategy: "DEFAULT" },
    },
    {
      ...opts,
      ...ignoreDesiredSize,
      transforms: [fitToRunning(cluster.clusterName, name, opts.parent)],
      // Without the policies of their role, nodes can't join or leave the cluster.
      dependsOn: pulumi.output(nodes.ready ?? []).apply((prerequisites) => [...ready, ...prerequisites]),
    },
  );
}

/** The tags that the AWS provider adds to each resource. It can't add them to what a launch template starts. */
function providerTags(parent: pulumi.Resource): pulumi.Output<Record<string, string>> {
  return aws
    .getDefaultTagsOutput({}, { parent })
    .apply(({ tags }: { readonly tags?: Readonly<Record<string, string>> }) => ({ ...tags }));
}

/** The component's inputs, which policies see: plain values, and no other resources. */
function plainArgs({ cluster, nodes: _, ...args }: NodePoolArgs): Record<string, unknown> {
  return { ...args, clusterName: cluster.clusterName };
}
