import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Controls, fsbp, nsa, requirement } from "../../controls/ids.ts";
import { isProtected } from "../contract/lifecycle.ts";
import type { EgressMode, NetworkRef } from "../contract/network-ref.ts";
import { EncryptionKeys } from "../encryption/encryption-keys.ts";
import { lookUpAccount } from "../shared/aws/account.ts";
import { assertNoProblems } from "../shared/input/input-error.ts";
import { callersOf, createRanges, rangesOf } from "./address-ranges.ts";
import { planSubnets, type SubnetPlan } from "./cidr.ts";
import type { ClusterNetworkArgs } from "./cluster-network-args.ts";
import { networkProblems } from "./cluster-network-schema.ts";
import {
  createDynamoDbEndpoint,
  createInterfaceEndpoints,
  createS3Endpoint,
} from "./endpoints/vpc-endpoints.ts";
import { createFlowLogs, flowLogGroupName } from "./flow-logs.ts";
import { spareWithout } from "./load-balancer-plan.ts";
import { createInternetGateway, createLoadBalancerSubnets } from "./load-balancer-subnets.ts";
import { createNatGateways } from "./nat-gateways.ts";
import { interfaceServicesOf, networkFacts } from "./network-facts.ts";
import { createPrivateSubnets, type PrivateSubnet } from "./private-subnets.ts";
import { lookUpZones } from "./zones.ts";

/**
 * A VPC for a cluster. In each of three zones it has a private subnet for nodes and pods, and a small one for the
 * control plane. It has no public IPs for nodes, a closed default security group, and flow logs of all traffic.
 *
 * Network ACLs keep AWS's default, which is open. They are stateless: they would need to allow replies from all
 * addresses to any port that a NAT gateway can choose. Security groups and network policies decide instead.
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
  readonly additionalCidrs: readonly string[];
  readonly controlPlaneCidrs: readonly string[];
  readonly publicLoadBalancerCidrs: readonly string[];
  readonly internalLoadBalancerCidrs: readonly string[];
  readonly endpointServices: readonly string[];
  readonly egress: EgressMode;
  readonly vpcId: pulumi.Output<string>;
  readonly privateSubnetIds: pulumi.Output<string[]>;
  readonly controlPlaneSubnetIds: pulumi.Output<string[]>;
  readonly s3PrefixListId: pulumi.Output<string>;
  readonly ready: pulumi.Resource[];
  /** How `cidr` is divided into subnets. Known at preview. */
  readonly subnets: SubnetPlan;
  /** The ids of the subnets of pods in `additionalCidrs`. Nodes have none of their addresses. */
  readonly podSubnetIds: pulumi.Output<string[]>;
  /** The ids of the route tables of nodes, pods and control plane: add routes over a peering or a transit gateway here. */
  readonly routeTableIds: pulumi.Output<string[]>;

  constructor(name: string, args: ClusterNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    const source = `ClusterNetwork "${name}"`;
    assertNoProblems(source, networkProblems(name, args));
    super("casemate:network:ClusterNetwork", name, args, opts);
    const { lifecycle } = args;
    const facts = networkFacts(args);
    const { cidr, egress } = facts;
    const protect = isProtected(lifecycle);
    const childOpts = { parent: this };
    const account = lookUpAccount(this);
    const zoneCount = args.zones?.length ?? 3;
    const zones = args.zones ?? lookUpZones(this, source, zoneCount);
    const keys = args.keys ?? createKeys(name, args, childOpts);
    const loadBalancers = {
      public: facts.publicLoadBalancerCidrs,
      internal: facts.internalLoadBalancerCidrs,
    };
    const wholePlan = planSubnets(cidr, zoneCount);
    const plan = { ...wholePlan, spare: spareWithout(wholePlan.spare, loadBalancers) };

    const vpc = createVpc(name, cidr, { ...childOpts, protect });
    const vpcId = vpc.id;
    const ranges = createRanges(name, { vpcId, cidrs: facts.additionalCidrs }, { ...childOpts, protect });
    const [nodeRange, podRanges] = rangesOf(args, { vpcId, plan, ranges });
    lockDefaults(name, vpc, childOpts);
    const { permissionsBoundary } = args;
    createFlowLogs(name, { vpcId, keyArn: keys.logs, account, permissionsBoundary }, childOpts);
    const controlPlane = createPrivateSubnets(
      `${name}-control-plane`,
      { vpcId, zones, protect, cidrs: plan.controlPlane },
      childOpts,
    );
    const nodes = createPrivateSubnets(
      `${name}-nodes`,
      {
        vpcId: nodeRange.vpcId,
        zones,
        protect,
        cidrs: nodeRange.cidrs,
        // Internal load balancers without own subnets may use these (EKS user guide, network-load-balancing).
        ...(Object.values(loadBalancers).flat().length === 0 && {
          tags: { "kubernetes.io/role/internal-elb": "1" },
        }),
      },
      childOpts,
    );
    const pods = podRanges.map((range) =>
      createPrivateSubnets(
        `${name}-${range.name}`,
        {
          vpcId: range.vpcId,
          zones,
          protect,
          cidrs: range.cidrs,
          // The VPC CNI takes pods' addresses from subnets with this tag too (EKS user guide, cni-subnet-selection).
          tags: { "kubernetes.io/role/cni": "1" },
        },
        childOpts,
      ),
    );
    const gatewayArgs = { vpcId, account, routeTableIds: routeTableIds([...nodes, ...pods.flat()]) };
    const s3 = createS3Endpoint(name, { ...gatewayArgs, egress }, childOpts);
    const additional = args.additionalEndpoints ?? [];
    const internet =
      egress === "nat" || loadBalancers.public.length > 0
        ? createInternetGateway(name, vpcId, childOpts)
        : undefined;
    const egressResources = [
      ...createDynamoDbEndpoint(name, { ...gatewayArgs, additional }, childOpts),
      ...createInterfaceEndpoints(
        name,
        {
          vpcId,
          account,
          nodes,
          additional,
          services: interfaceServicesOf(args),
          callers: callersOf(nodeRange, podRanges),
        },
        childOpts,
      ),
      ...(egress === "nat" && internet !== undefined
        ? createNatGateways(
            name,
            {
              vpcId,
              internet,
              zones,
              cidrs: plan.public,
              nodes,
              pods: Object.fromEntries(podRanges.map((range, index) => [range.name, pods[index] ?? []])),
            },
            childOpts,
          )
        : []),
      ...createLoadBalancerSubnets(name, { vpcId, zones, protect, internet, plan: loadBalancers }, childOpts),
    ];

    this.cidr = cidr;
    this.additionalCidrs = facts.additionalCidrs;
    this.controlPlaneCidrs = facts.controlPlaneCidrs;
    this.publicLoadBalancerCidrs = facts.publicLoadBalancerCidrs;
    this.internalLoadBalancerCidrs = facts.internalLoadBalancerCidrs;
    this.endpointServices = facts.endpointServices;
    this.egress = egress;
    this.subnets = plan;
    this.vpcId = vpcId;
    this.privateSubnetIds = pulumi.all(nodes.map(({ subnet }) => subnet.id));
    this.controlPlaneSubnetIds = pulumi.all(controlPlane.map(({ subnet }) => subnet.id));
    this.podSubnetIds = pulumi.all(pods.flat().map(({ subnet }) => subnet.id));
    this.routeTableIds = pulumi.all(routeTableIds([...nodes, ...pods.flat(), ...controlPlane]));
    this.s3PrefixListId = s3.prefixListId;
    this.ready = [
      ...[...nodes, ...pods.flat(), ...controlPlane].map(({ association }) => association),
      s3,
      ...egressResources,
    ];
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
      // Destroying the stack deletes the flow logs, so no later reader needs the key.
      keepLogsKey: false,
      ...(lifecycle === undefined ? {} : { lifecycle }),
    },
    opts,
  );
}

function createVpc(name: string, cidrBlock: string, opts: pulumi.CustomResourceOptions): aws.ec2.Vpc {
  return new aws.ec2.Vpc(
    `${name}-vpc`,
    // Without both, nodes can't join, and endpoints have no private DNS names (EKS user guide, network-reqs).
    { cidrBlock, enableDnsSupport: true, enableDnsHostnames: true, tags: { Name: name } },
    opts,
  );
}

/** Closes the default security group and route table. AWS's default group allows traffic between its members. */
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
