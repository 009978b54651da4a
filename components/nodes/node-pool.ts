import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Controls, cis, fsbp, nsa, requirement } from "../../controls/ids.ts";
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
  /** The ARN of the nodes' own role. */
  readonly roleArn: pulumi.Output<string>;
  /** For what has to wait for the nodes. */
  readonly nodeGroup: aws.eks.NodeGroup;

  /** @throws InputError naming every argument that can't be used */
  constructor(name: string, args: NodePoolArgs, opts?: pulumi.ComponentResourceOptions) {
    assertNoProblems(`NodePool "${name}"`, nodePoolProblems(name, args));
    super("casemate:cluster:NodePool", name, plainArgs(args), opts);
    this.class = args.class ?? "standard";
    const role = createNodeRole(name, args.cluster.clusterName, { parent: this });
    this.roleArn = role.role.arn;
    this.nodeGroup = createNodeGroup(name, { ...args, class: this.class, role }, { parent: this });
    this.registerOutputs({ roleArn: this.roleArn });
  }
}

/** Of its own for each pool: what one class's nodes may do says nothing of another's. */
function createNodeRole(
  name: string,
  clusterName: string,
  opts: { readonly parent: pulumi.Resource },
): ReadyRole {
  const account = lookUpAccount(opts.parent);
  return createRole(
    `${name}-node`,
    {
      description: `Nodes of the pool ${name}`,
      trust: serviceTrust("ec2.amazonaws.com"),
      managedPolicies: ["AmazonEC2ContainerRegistryPullOnly"],
      policy: account.apply((known) => nodePolicy(clusterName, known)),
      account,
    },
    opts,
  );
}

function createNodeGroup(
  name: string,
  args: NodePoolArgs & { readonly class: NodeClass; readonly role: ReadyRole },
  opts: pulumi.CustomResourceOptions,
): aws.eks.NodeGroup {
  const { cluster, nodes, os = "bottlerocket", instanceTypes = ["m6i.large"] } = args;
  const { role, ready } = args.role;
  const template = createLaunchTemplate(
    name,
    {
      os,
      diskKeyArn: nodes.diskKeyArn,
      diskSizeGiB: args.diskSizeGiB ?? 50,
      securityGroupIds: nodes.securityGroupIds,
      dnsAddress: dnsServiceAddress(cluster.serviceCidr),
    },
    opts,
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
      labels: { ...args.labels, [nodeClassLabel]: args.class },
      taints: classTaints(args.class),
      scalingConfig: { minSize, maxSize, desiredSize: minSize },
      // DEFAULT starts the new node before the old one goes.
      updateConfig: { maxUnavailable: 1, updateStrategy: "DEFAULT" },
    },
    {
      ...opts,
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
