import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Controls, fsbp, nsa, requirement } from "../../controls/ids.ts";
import { isProtected } from "../contract/lifecycle.ts";
import type { EgressMode, NetworkRef } from "../contract/network-ref.ts";
import { EncryptionKeys } from "../encryption/encryption-keys.ts";
import { lookUpAccount } from "../shared/aws/account.ts";
import { assertNoProblems } from "../shared/input/input-error.ts";
import { planSubnets, type SubnetPlan } from "./cidr.ts";
import type { ClusterNetworkArgs } from "./cluster-network-args.ts";
import { networkProblems } from "./cluster-network-schema.ts";
import { createInterfaceEndpoints, createS3Endpoint } from "./endpoints/vpc-endpoints.ts";
import { createFlowLogs, flowLogGroupName } from "./flow-logs.ts";
import { createNatGateways } from "./nat-gateways.ts";
import { createPrivateSubnets, type PrivateSubnet } from "./private-subnets.ts";
import { lookUpZones } from "./zones.ts";

/**
 * A VPC for a cluster: private subnets for nodes and pods and small ones for the control plane, in three
 * zones; no public IPs, a default security group that lets nothing through, and flow logs of all traffic.
 *
 * Network ACLs stay as AWS makes them, open: they know no connections, so they would have to let replies in
 * from everywhere, to any port that a NAT gateway may have chosen. Security groups and network policies decide.
 *
 * @example
 * const network = new ClusterNetwork("prod", { cidr: "10.64.0.0/16" });
 *
 * @throws InputError if the name, `cidr`, `egress`, `zones` or `lifecycle` can't be used
 */
export class ClusterNetwork extends pulumi.ComponentResource implements NetworkRef {
  /** The requirements and controls that it serves. */
  static readonly controls: Controls = [
    ...requirement("B4", "B6", "B8"),
    ...nsa("NSA-NET-12", "NSA-LOG-06"),
    ...fsbp("EC2.2", "EC2.6", "EC2.10", "EC2.15", "EC2.55", "EC2.56"),
  ];

  readonly cidr: string;
  readonly egress: EgressMode;
  readonly vpcId: pulumi.Output<string>;
  readonly privateSubnetIds: pulumi.Output<string[]>;
  readonly controlPlaneSubnetIds: pulumi.Output<string[]>;
  readonly s3PrefixListId: pulumi.Output<string>;
  readonly ready: pulumi.Resource[];
  /** Which part of `cidr` is for what, known at preview. */
  readonly subnets: SubnetPlan;
  /** Where routes over a peering or a transit gateway can be added: the tables of nodes and control plane. */
  readonly routeTableIds: pulumi.Output<string[]>;

  constructor(name: string, args: ClusterNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    const source = `ClusterNetwork "${name}"`;
    assertNoProblems(source, networkProblems(name, args));
    super("casemate:network:ClusterNetwork", name, args, opts);
    const { cidr, egress = "none", lifecycle } = args;
    const protect = isProtected(lifecycle);
    const inside = { parent: this };
    const account = lookUpAccount(this);
    const zoneCount = args.zones?.length ?? 3;
    const zones = args.zones ?? lookUpZones(this, source, zoneCount);
    const keys = args.keys ?? createKeys(name, args, inside);
    const plan = planSubnets(cidr, zoneCount);

    const vpc = createVpc(name, cidr, { ...inside, protect });
    const vpcId = vpc.id;
    lockDefaults(name, vpc, inside);
    createFlowLogs(name, { vpcId, keyArn: keys.logs, account }, inside);
    const controlPlane = createPrivateSubnets(
      `${name}-control-plane`,
      { vpcId, zones, protect, cidrs: plan.controlPlane },
      inside,
    );
    const nodes = createPrivateSubnets(
      `${name}-nodes`,
      {
        vpcId,
        zones,
        protect,
        cidrs: plan.nodes,
        // Where load balancers inside the VPC may go (EKS user guide, network-load-balancing).
        tags: { "kubernetes.io/role/internal-elb": "1" },
      },
      inside,
    );
    const s3 = createS3Endpoint(
      name,
      { vpcId, egress, account, routeTableIds: routeTableIds(nodes) },
      inside,
    );
    const wayToAws =
      egress === "nat"
        ? createNatGateways(name, { vpcId, zones, cidrs: plan.public, nodes }, inside)
        : createInterfaceEndpoints(name, { vpcId, account, nodes, callers: plan.nodes }, inside);

    this.cidr = cidr;
    this.egress = egress;
    this.subnets = plan;
    this.vpcId = vpcId;
    this.privateSubnetIds = pulumi.all(nodes.map(({ subnet }) => subnet.id));
    this.controlPlaneSubnetIds = pulumi.all(controlPlane.map(({ subnet }) => subnet.id));
    this.routeTableIds = pulumi.all(routeTableIds([...nodes, ...controlPlane]));
    this.s3PrefixListId = s3.prefixListId;
    this.ready = [...[...nodes, ...controlPlane].map(({ association }) => association), s3, ...wayToAws];
    this.registerOutputs({
      cidr,
      egress,
      vpcId,
      privateSubnetIds: this.privateSubnetIds,
      controlPlaneSubnetIds: this.controlPlaneSubnetIds,
    });
  }
}

function createKeys(
  name: string,
  { lifecycle }: Pick<ClusterNetworkArgs, "lifecycle">,
  opts: pulumi.ComponentResourceOptions,
): EncryptionKeys {
  return new EncryptionKeys(
    `${name}-network`,
    {
      purposes: ["logs"],
      logGroups: [flowLogGroupName(name)],
      // The flow logs go with the stack.
      keepLogsKey: false,
      ...(lifecycle === undefined ? {} : { lifecycle }),
    },
    opts,
  );
}

function createVpc(name: string, cidrBlock: string, opts: pulumi.CustomResourceOptions): aws.ec2.Vpc {
  return new aws.ec2.Vpc(
    `${name}-vpc`,
    // Without both nodes can't join, and endpoints have no private names (EKS user guide, network-reqs).
    { cidrBlock, enableDnsSupport: true, enableDnsHostnames: true, tags: { Name: name } },
    opts,
  );
}

/** What is attached to nothing in particular lets nothing through: AWS's default group would let its members talk. */
function lockDefaults(name: string, vpc: aws.ec2.Vpc, opts: pulumi.CustomResourceOptions): void {
  new aws.ec2.DefaultSecurityGroup(
    `${name}-default`,
    { vpcId: vpc.id, ingress: [], egress: [], tags: { Name: `${name}-default-locked` } },
    opts,
  );
  new aws.ec2.DefaultRouteTable(
    `${name}-default`,
    { defaultRouteTableId: vpc.defaultRouteTableId, routes: [], tags: { Name: `${name}-default-locked` } },
    opts,
  );
}

function routeTableIds(subnets: readonly PrivateSubnet[]): pulumi.Output<string>[] {
  return subnets.map(({ routeTable }) => routeTable.id);
}
