import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { nodeClassLabel } from "../contract/classes.ts";
import { classTaints, type NodeClass } from "../contract/node-taints.ts";
import { dnsServiceAddress } from "../contract/service-cidr.ts";
import { lookUpAccount } from "../shared/aws/account.ts";
import { createRole, nodePolicy, type ReadyRole, serviceTrust } from "../shared/aws/role.ts";
import { assertNoProblems } from "../shared/input/input-error.ts";
import { amiType, architectureOf } from "./ami-type.ts";
import { createLaunchTemplate } from "./launch-template.ts";
import type { NodePoolArgs } from "./node-pool-args.ts";
import { nodePoolProblems } from "./node-pool-schema.ts";

/**
 * Nodes for one compliance class: a managed node group from a launch template of its own.
 *
 * IMDSv2 with a hop limit of 1, so that pods don't reach the node's credentials; every disk encrypted under
 * the customer key; no SSH, no public address; Bottlerocket without its host containers.
 *
 * Controls: CIS EKS 5.4.3; FSBP EC2.8, EC2.25, EC2.170, EC2.181; NSA-NET-07, NSA-NET-12, NSA-NET-15.
 *
 * @example
 * new NodePool("prod-pci", { cluster, nodes: cluster.nodes, class: "pci", minSize: 3, maxSize: 6 });
 */
export class NodePool extends pulumi.ComponentResource {
  /** The class whose pods run here. */
  readonly class: NodeClass;
  /** The ARN of the nodes' own role. */
  readonly roleArn: pulumi.Output<string>;
  /** For what has to wait for the nodes. */
  readonly nodeGroup: aws.eks.NodeGroup;

  /** @throws InputError naming every argument that can't be used */
  constructor(name: string, args: NodePoolArgs, opts?: pulumi.ComponentResourceOptions) {
    assertNoProblems(`NodePool "${name}"`, nodePoolProblems(name, args));
    super("casemate:cluster:NodePool", name, plainArgs(args), opts);
    this.class = args.class ?? "standard";
    const role = createNodeRole(name, args.cluster.clusterName, this);
    this.roleArn = role.role.arn;
    this.nodeGroup = createNodeGroup(name, args, this.class, role, this);
    this.registerOutputs({ roleArn: this.roleArn });
  }
}

/** Of its own for each pool: what one class's nodes may do says nothing of another's. */
function createNodeRole(name: string, clusterName: string, parent: pulumi.Resource): ReadyRole {
  const account = lookUpAccount(parent);
  return createRole(
    `${name}-node`,
    {
      description: `Nodes of the pool ${name}`,
      trust: serviceTrust("ec2.amazonaws.com"),
      managedPolicies: ["AmazonEC2ContainerRegistryPullOnly"],
      policy: account.apply((known) => nodePolicy(clusterName, known)),
      account,
    },
    { parent },
  );
}

function createNodeGroup(
  name: string,
  { cluster, nodes, os = "bottlerocket", instanceTypes = ["m6i.large"], ...args }: NodePoolArgs,
  nodeClass: NodeClass,
  { role, ready }: ReadyRole,
  parent: pulumi.Resource,
): aws.eks.NodeGroup {
  const template = createLaunchTemplate(
    name,
    {
      os,
      diskKeyArn: nodes.diskKeyArn,
      diskSizeGiB: args.diskSizeGiB ?? 50,
      securityGroupIds: nodes.securityGroupIds,
      dnsAddress: dnsServiceAddress(cluster.serviceCidr),
    },
    { parent },
  );
  const { minSize = 2, maxSize = 2 * minSize } = args;
  return new aws.eks.NodeGroup(
    name,
    {
      clusterName: cluster.clusterName,
      version: cluster.kubernetesVersion,
      amiType: amiType(os, architectureOf(instanceTypes[0])),
      instanceTypes: [...instanceTypes],
      nodeRoleArn: role.arn,
      subnetIds: nodes.subnetIds,
      launchTemplate: {
        id: template.id,
        version: template.latestVersion.apply((version) => String(version)),
      },
      labels: { ...args.labels, [nodeClassLabel]: nodeClass },
      taints: classTaints(nodeClass),
      scalingConfig: { minSize, maxSize, desiredSize: minSize },
      // DEFAULT starts the new node before the old one goes.
      updateConfig: { maxUnavailable: 1, updateStrategy: "DEFAULT" },
    },
    {
      parent,
      // An autoscaler sets it.
      ignoreChanges: ["scalingConfig.desiredSize"],
      // Without their role's policies nodes can't join, nor leave.
      dependsOn: pulumi.output(nodes.ready ?? []).apply((others) => [...ready, ...others]),
    },
  );
}

/** What policies see of the component: plain values, and no other resources. */
function plainArgs({ cluster, nodes: _, ...args }: NodePoolArgs): Record<string, unknown> {
  return { ...args, clusterName: cluster.clusterName };
}
