import { expect } from "chai";
import { ClusterNetwork } from "../../../components/network/cluster-network.ts";
import type { ClusterNetworkArgs } from "../../../components/network/cluster-network-args.ts";
import { interfaceServices } from "../../../components/network/endpoints/endpoint-services.ts";
import { flowLogGroupName } from "../../../components/network/flow-logs.ts";
import { networkFacts } from "../../../components/network/network-facts.ts";
import { InputError } from "../../../components/shared/input/input-error.ts";
import { type Deployment, type DeployOptions, deploy } from "../../harness.ts";
import { allows } from "../shared/aws/policy-simulator.ts";

const cidr = "10.64.0.0/16";

function deployNetwork(args: Partial<ClusterNetworkArgs> = {}, options?: DeployOptions): Promise<Deployment> {
  return deploy(() => new ClusterNetwork("prod", { cidr, ...args }), options);
}

/** The CIDRs of the subnets whose names start with `prefix`. */
function subnets(deployment: Deployment, prefix: string): string[] {
  return deployment
    .all("aws:ec2/subnet:Subnet")
    .filter(({ name }) => name.startsWith(prefix))
    .map(({ inputs }) => inputs["cidrBlock"]);
}

describe("ClusterNetwork", () => {
  let none: Deployment;
  let nat: Deployment;
  before(async () => {
    none = await deployNetwork();
    nat = await deployNetwork({ egress: "nat" });
  });

  it("spreads private subnets for nodes and control plane over three zones", () => {
    expect(subnets(none, "prod-nodes")).to.have.length(3);
    expect(subnets(none, "prod-control-plane")).to.have.length(3);
    expect(none.all("aws:ec2/subnet:Subnet")).to.have.length(6);
    for (const tier of ["prod-nodes", "prod-control-plane"]) {
      const zones = [0, 1, 2].map(
        (i) => none.one("aws:ec2/subnet:Subnet", `${tier}-${i}`).inputs["availabilityZone"],
      );
      expect(zones).to.deep.equal(["eu-central-1a", "eu-central-1b", "eu-central-1c"]);
    }
  });

  it("names the facts that flows and rights depend on", async () => {
    const facts: unknown[] = [];
    await deploy(() => {
      const network = new ClusterNetwork("prod", { cidr, zones: ["eu-central-1a", "eu-central-1b"] });
      facts.push({ ...network });
    });
    expect(facts[0]).to.deep.include({
      additionalCidrs: [],
      controlPlaneCidrs: ["10.64.192.0/28", "10.64.192.16/28"],
      egress: "none",
      endpointServices: ["s3", ...interfaceServices],
    });
  });

  it("gives no subnet public IPs, the public ones included", () => {
    const subnetResources = [...none.all("aws:ec2/subnet:Subnet"), ...nat.all("aws:ec2/subnet:Subnet")];
    expect(subnetResources.map(({ inputs }) => inputs["mapPublicIpOnLaunch"])).to.deep.equal(
      Array(15).fill(false),
    );
  });

  it("tags only the nodes' subnets, and only for internal load balancers", () => {
    for (const { name, inputs } of nat.all("aws:ec2/subnet:Subnet")) {
      const tags = Object.keys(inputs["tags"]);
      expect(tags, name).to.not.include("kubernetes.io/role/elb");
      expect(tags.includes("kubernetes.io/role/internal-elb"), name).to.equal(name.includes("nodes"));
    }
  });

  it("turns DNS on, without which nodes can't join", () => {
    expect(none.one("aws:ec2/vpc:Vpc").inputs).to.include({
      cidrBlock: cidr,
      enableDnsSupport: true,
      enableDnsHostnames: true,
    });
  });

  it("closes the default security group and route table", () => {
    expect(none.one("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup").inputs).to.deep.include({
      ingress: [],
      egress: [],
    });
    expect(none.one("aws:ec2/defaultRouteTable:DefaultRouteTable").inputs).to.deep.include({ routes: [] });
  });

  it("opens no egress on any security group", () => {
    expect(none.all("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule")).to.deep.equal([]);
    for (const { inputs } of none.all("aws:ec2/securityGroup:SecurityGroup")) {
      expect(inputs).to.not.have.any.keys("egress", "ingress");
    }
  });

  it("records all traffic under a customer key, for a year", () => {
    const group = none.one("aws:cloudwatch/logGroup:LogGroup").inputs;
    expect(group).to.include({ name: flowLogGroupName("prod"), retentionInDays: 365 });
    expect(group["kmsKeyId"]).to.include("prod-network-logs");
    expect(none.one("aws:ec2/flowLog:FlowLog").inputs).to.include({
      trafficType: "ALL",
      vpcId: "prod-vpc-id",
      logDestinationType: "cloud-watch-logs",
    });
  });

  it("lets the flow logs' group use its own key", () => {
    expect(none.one("aws:kms/key:Key").retainOnDelete).to.equal(false);
    const policy = JSON.parse(none.one("aws:kms/key:Key").inputs["policy"]);
    const logGroup = `arn:aws:logs:eu-central-1:111122223333:log-group:${flowLogGroupName("prod")}`;
    expect(
      allows(policy, {
        action: "kms:GenerateDataKey",
        principal: "logs.eu-central-1.amazonaws.com",
        context: { "kms:EncryptionContext:aws:logs:arn": logGroup },
      }),
    ).to.equal(true);
  });

  it("uses a given key", async () => {
    const deployment = await deployNetwork({ keys: { logs: "arn:aws:kms:eu-central-1:111122223333:key/1" } });
    expect(deployment.all("aws:kms/key:Key")).to.deep.equal([]);
    expect(deployment.one("aws:cloudwatch/logGroup:LogGroup").inputs["kmsKeyId"]).to.equal(
      "arn:aws:kms:eu-central-1:111122223333:key/1",
    );
  });

  it("lets the flow logs' role write only to their group, and only the service assume it", () => {
    const permissions = JSON.parse(none.one("aws:iam/rolePolicy:RolePolicy").inputs["policy"]);
    const group = `arn:aws:logs:eu-central-1:111122223333:log-group:${flowLogGroupName("prod")}`;
    const write = { action: "logs:PutLogEvents" };
    expect(allows(permissions, { ...write, resource: `${group}:log-stream:eni-1` })).to.equal(true);
    expect(allows(permissions, { ...write, resource: `${group}-2:log-stream:eni-1` })).to.equal(false);
    expect(allows(permissions, { action: "logs:CreateLogGroup", resource: group })).to.equal(false);
    const trust = JSON.parse(none.one("aws:iam/role:Role").inputs["assumeRolePolicy"]);
    const assume = { action: "sts:AssumeRole", principal: "vpc-flow-logs.amazonaws.com" };
    const context = {
      "aws:SourceAccount": "111122223333",
      "aws:SourceArn": "arn:aws:ec2:eu-central-1:111122223333:vpc-flow-log/fl-1",
    };
    expect(allows(trust, { ...assume, context })).to.equal(true);
    expect(
      allows(trust, { ...assume, context: { ...context, "aws:SourceAccount": "999988887777" } }),
    ).to.equal(false);
  });

  describe("without egress", () => {
    it("has no route, gateway or address by which traffic could leave", () => {
      const types = new Set(none.resources.map(({ type }) => type));
      for (const type of [
        "aws:ec2/route:Route",
        "aws:ec2/internetGateway:InternetGateway",
        "aws:ec2/natGateway:NatGateway",
        "aws:ec2/eip:Eip",
      ]) {
        expect(types, type).to.not.include(type);
      }
      for (const { inputs } of none.all("aws:ec2/routeTable:RouteTable")) {
        expect(inputs).to.not.have.property("routes");
      }
    });

    it("has an interface endpoint with a policy and private names for each service", () => {
      const endpoints = none
        .all("aws:ec2/vpcEndpoint:VpcEndpoint")
        .filter(({ inputs }) => inputs["vpcEndpointType"] === "Interface");
      expect(endpoints.map(({ inputs }) => inputs["serviceName"])).to.have.members(
        interfaceServices.map((service) => `com.amazonaws.eu-central-1.${service}`),
      );
      for (const { inputs } of endpoints) {
        expect(inputs).to.deep.include({
          privateDnsEnabled: true,
          subnetIds: ["prod-nodes-0-id", "prod-nodes-1-id", "prod-nodes-2-id"],
          securityGroupIds: ["prod-endpoints-id"],
        });
        expect(JSON.parse(inputs["policy"]).Statement).to.not.have.length(0);
      }
    });

    it("lets nodes and pods, and nobody else, call the endpoints by HTTPS", () => {
      const rules = none.all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
      expect(rules.map(({ inputs }) => inputs["cidrIpv4"])).to.deep.equal(subnets(none, "prod-nodes"));
      for (const { inputs } of rules) {
        expect(inputs).to.include({ ipProtocol: "tcp", fromPort: 443, toPort: 443 });
      }
    });
  });

  describe("with NAT", () => {
    it("has a gateway in each zone, which the nodes of that zone use", () => {
      for (const index of [0, 1, 2]) {
        expect(nat.one("aws:ec2/natGateway:NatGateway", `prod-nat-${index}`).inputs["subnetId"]).to.equal(
          `prod-public-${index}-id`,
        );
        expect(nat.one("aws:ec2/route:Route", `prod-nodes-${index}-nat`).inputs).to.include({
          routeTableId: `prod-nodes-${index}-id`,
          destinationCidrBlock: "0.0.0.0/0",
          natGatewayId: `prod-nat-${index}-id`,
        });
      }
    });

    it("gives default routes only to nodes and gateways", () => {
      const tables = nat.all("aws:ec2/route:Route").map(({ inputs }) => inputs["routeTableId"]);
      expect(tables).to.have.members([
        "prod-public-id",
        "prod-nodes-0-id",
        "prod-nodes-1-id",
        "prod-nodes-2-id",
      ]);
    });

    it("keeps each interface endpoint and its rules, so that a change of egress never takes them away", () => {
      const kept = [
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
      ];
      for (const type of kept) {
        const inputs = ({ inputs }: { readonly inputs: object }) => inputs;
        const withoutS3 = ({ name }: { readonly name: string }) => !name.endsWith("-s3");
        expect(nat.all(type).filter(withoutS3).map(inputs)).to.deep.equal(
          none.all(type).filter(withoutS3).map(inputs),
        );
      }
    });

    it("can do without interface endpoints", async () => {
      const deployment = await deployNetwork({ egress: "nat", interfaceEndpoints: false });
      const endpoints = deployment.all("aws:ec2/vpcEndpoint:VpcEndpoint");
      expect(endpoints.map(({ name }) => name)).to.deep.equal(["prod-endpoint-s3"]);
      expect(deployment.all("aws:ec2/securityGroup:SecurityGroup")).to.deep.equal([]);
    });

    it("changes no subnet that the network has without NAT", () => {
      for (const tier of ["prod-nodes", "prod-control-plane"]) {
        expect(subnets(nat, tier)).to.deep.equal(subnets(none, tier));
      }
    });
  });

  describe("with additional endpoints", () => {
    let deployment: Deployment;
    before(async () => {
      deployment = await deployNetwork({
        additionalEndpoints: [
          { service: "dynamodb" },
          { service: "secretsmanager" },
          { service: "elasticloadbalancing", actions: ["elasticloadbalancing:DescribeLoadBalancers"] },
          { service: "ec2", actions: ["ec2:CreateFleet"] },
        ],
      });
    });
    const endpoint = (service: string) =>
      deployment.one("aws:ec2/vpcEndpoint:VpcEndpoint", `prod-endpoint-${service}`).inputs;
    const permits = (service: string, action: string, context = own) =>
      allows(JSON.parse(endpoint(service)["policy"]), { action, context });
    const own = { "aws:PrincipalAccount": "111122223333", "aws:ResourceAccount": "111122223333" };

    it("reaches DynamoDB through a gateway endpoint, from nodes and pods", () => {
      expect(endpoint("dynamodb")).to.deep.include({
        vpcEndpointType: "Gateway",
        serviceName: "com.amazonaws.eu-central-1.dynamodb",
        routeTableIds: ["prod-nodes-0-id", "prod-nodes-1-id", "prod-nodes-2-id"],
      });
    });

    it("reaches other services through interface endpoints", () => {
      expect(endpoint("secretsmanager")).to.deep.include({
        vpcEndpointType: "Interface",
        serviceName: "com.amazonaws.eu-central-1.secretsmanager",
        privateDnsEnabled: true,
        securityGroupIds: ["prod-endpoints-id"],
      });
    });

    it("allows only the account's callers, on the account's resources, and only the actions named", () => {
      expect(permits("dynamodb", "dynamodb:PutItem")).to.equal(true);
      expect(permits("dynamodb", "dynamodb:DeleteTable")).to.equal(false);
      expect(permits("secretsmanager", "secretsmanager:GetSecretValue")).to.equal(true);
      expect(permits("secretsmanager", "secretsmanager:PutResourcePolicy")).to.equal(false);
      expect(permits("elasticloadbalancing", "elasticloadbalancing:DescribeLoadBalancers")).to.equal(true);
      expect(permits("elasticloadbalancing", "elasticloadbalancing:DeleteLoadBalancer")).to.equal(false);
      for (const key of Object.keys(own)) {
        expect(permits("dynamodb", "dynamodb:PutItem", { ...own, [key]: "999988887777" }), key).to.equal(
          false,
        );
      }
    });

    it("adds actions to a service that each network has, and takes none away", () => {
      expect(permits("ec2", "ec2:CreateFleet")).to.equal(true);
      expect(permits("ec2", "ec2:DescribeInstances")).to.equal(true);
      expect(permits("ec2", "ec2:RunInstances")).to.equal(false);
      expect(deployment.all("aws:ec2/vpcEndpoint:VpcEndpoint")).to.have.length(interfaceServices.length + 4);
    });

    it("names them for later checks", () => {
      expect(
        networkFacts({ cidr, additionalEndpoints: [{ service: "dynamodb" }, { service: "sqs" }] })
          .endpointServices,
      ).to.deep.equal(["s3", "dynamodb", ...interfaceServices, "sqs"]);
    });
  });

  describe("with additional ranges", () => {
    const additionalCidrs = ["100.64.0.0/16", "10.128.0.0/20"];
    let pods: Deployment;
    let nodes: Deployment;
    before(async () => {
      pods = await deployNetwork({ additionalCidrs, egress: "nat" });
      nodes = await deployNetwork({ additionalCidrs, nodesIn: "additional" });
    });

    it("adds them to the VPC, and a subnet of each for pods in each zone", () => {
      const ranges = pods.all("aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation");
      expect(ranges.map(({ inputs }) => inputs["cidrBlock"])).to.deep.equal(additionalCidrs);
      expect(subnets(pods, "prod-pods")).to.deep.equal([
        "100.64.0.0/18",
        "100.64.64.0/18",
        "100.64.128.0/18",
        "10.128.0.0/22",
        "10.128.4.0/22",
        "10.128.8.0/22",
      ]);
      expect(subnets(pods, "prod-nodes")).to.deep.equal(subnets(none, "prod-nodes"));
    });

    it("lets the VPC CNI find the subnets of pods, and no load balancer", () => {
      for (const { name, inputs } of pods.all("aws:ec2/subnet:Subnet")) {
        const tags = Object.keys(inputs["tags"]);
        expect(tags.includes("kubernetes.io/role/cni"), name).to.equal(name.includes("-pods-"));
        expect(tags.includes("kubernetes.io/role/internal-elb"), name).to.equal(name.includes("-nodes-"));
      }
    });

    it("gives pods the routes and endpoints of nodes", () => {
      const tables = ["100-64-0-0-16", "10-128-0-0-20"].flatMap((range) =>
        [0, 1, 2].map((zone) => `prod-pods-${range}-${zone}-id`),
      );
      const routes = pods.all("aws:ec2/route:Route");
      expect(routes.map(({ inputs }) => inputs["routeTableId"])).to.include.members(tables);
      expect(pods.one("aws:ec2/route:Route", "prod-pods-100-64-0-0-16-1-nat").inputs).to.include({
        natGatewayId: "prod-nat-1-id",
      });
      expect(
        pods.one("aws:ec2/vpcEndpoint:VpcEndpoint", "prod-endpoint-s3").inputs["routeTableIds"],
      ).to.include.members(tables);
      const rules = pods.all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
      expect(rules.map(({ inputs }) => inputs["cidrIpv4"])).to.have.members([
        ...subnets(pods, "prod-nodes"),
        ...subnets(pods, "prod-pods"),
      ]);
    });

    it("can place nodes in the first of them", () => {
      expect(subnets(nodes, "prod-nodes")).to.deep.equal([
        "100.64.0.0/18",
        "100.64.64.0/18",
        "100.64.128.0/18",
      ]);
      expect(subnets(nodes, "prod-pods")).to.have.length(3);
      expect(subnets(nodes, "prod-control-plane")).to.deep.equal(subnets(none, "prod-control-plane"));
    });
  });

  for (const [args, message] of [
    [{ additionalCidrs: ["10.64.16.0/20"] }, 'additionalCidrs[0]: received "10.64.16.0/20"'],
    [{ additionalCidrs: ["172.16.0.0/16"] }, "a part of 100.64.0.0/10, or of 10.0.0.0/8"],
    [{ additionalCidrs: ["100.64.0.0/16", "100.64.128.0/20"] }, "doesn't overlap 100.64.0.0/16"],
    [{ cidr: "100.64.0.0/16", additionalCidrs: ["10.0.0.0/16"] }, "a part of 100.64.0.0/10"],
    [{ cidr: "10.1.0.0/16", additionalCidrs: ["10.0.0.0/20"] }, "outside 10.0.0.0/16"],
    [{ additionalCidrs: [65, 66, 67, 68, 69].map((n) => `100.${n}.0.0/16`) }, "at most 4"],
    [{ nodesIn: "additional" }, 'nodesIn: received "additional"'],
    [{ interfaceEndpoints: false }, "the only way to AWS's APIs"],
    [
      { egress: "nat", interfaceEndpoints: false, additionalEndpoints: [{ service: "sqs" }] },
      "additionalEndpoints[0]",
    ],
    [{ additionalEndpoints: [{ service: "appmesh" }] }, "additionalEndpoints[0].actions"],
    [{ additionalEndpoints: [{ service: "ec2" }] }, "Name the actions that it lacks"],
    [{ additionalEndpoints: [{ service: "s3" }] }, "additionalEndpoints[0].service"],
    [
      { additionalEndpoints: [{ service: "com.amazonaws.eu-central-1.sqs" }] },
      "additionalEndpoints[0].service",
    ],
    [{ additionalEndpoints: [{ service: "sqs", actions: ["sqs:*"] }] }, "without wildcards"],
    [{ additionalEndpoints: [{ service: "sqs" }, { service: "sqs" }] }, "each service once"],
  ] as const) {
    it(`refuses ${JSON.stringify(args)}`, async () => {
      const error = await deployNetwork(args as never).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).to.be.instanceOf(InputError).with.property("message").that.includes(message);
    });
  }

  it("routes the nodes' S3 traffic through a gateway endpoint in both modes", () => {
    for (const deployment of [none, nat]) {
      expect(deployment.one("aws:ec2/vpcEndpoint:VpcEndpoint", "prod-endpoint-s3").inputs).to.deep.include({
        vpcEndpointType: "Gateway",
        serviceName: "com.amazonaws.eu-central-1.s3",
        routeTableIds: ["prod-nodes-0-id", "prod-nodes-1-id", "prod-nodes-2-id"],
      });
    }
  });

  it("is ready once routes and endpoints exist", async () => {
    const names = async (egress: "none" | "nat") => {
      const readyNames: string[] = [];
      await deploy(async () => {
        const { ready } = new ClusterNetwork("prod", { cidr, egress });
        for (const resource of ready) {
          const urn = await new Promise<string>((resolve) => resource.urn.apply(resolve));
          readyNames.push(urn.slice(urn.lastIndexOf("::") + 2));
        }
      });
      return readyNames;
    };
    expect(await names("none")).to.include.members([
      "prod-nodes-2",
      "prod-endpoint-s3",
      "prod-endpoint-eks-auth",
      "prod-endpoint-ecr-dkr",
      "prod-endpoints-nodes-2",
    ]);
    expect(await names("nat")).to.include.members(["prod-endpoint-s3", "prod-public", "prod-nodes-2-nat"]);
  });

  it("protects VPC, subnets and key unless they are disposable", async () => {
    const isProtected = ({ resources }: Deployment) =>
      resources
        .filter(({ type }) => /:Vpc$|:Subnet$|:Key$/.test(type) && !type.includes("public"))
        .map(({ protect }) => protect);
    expect(isProtected(none)).to.deep.equal(Array(8).fill(true));
    expect(isProtected(await deployNetwork({ lifecycle: "disposable" }))).to.deep.equal(Array(8).fill(false));
  });

  it("is the prefix of its children's names, and their parent", () => {
    const children = none.resources.filter(({ type }) => type.startsWith("aws:"));
    expect(children.filter(({ name }) => !name.startsWith("prod-"))).to.deep.equal([]);
    expect(
      children.filter(({ parent }) => parent.endsWith("pulumi:pulumi:Stack::project-stack")),
    ).to.deep.equal([]);
  });

  it("looks only for zones that every account has and EKS can use", async () => {
    const lookups: Record<string, unknown>[] = [];
    await deployNetwork(
      {},
      {
        invoke: (token, args) => {
          if (token.endsWith(":getAvailabilityZones")) {
            lookups.push(args);
          }
          return undefined;
        },
      },
    );
    expect(lookups).to.deep.equal([
      {
        state: "available",
        filters: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
        excludeZoneIds: ["use1-az3", "usw1-az2", "cac1-az3"],
      },
    ]);
  });

  it("accepts two zones by name", async () => {
    const deployment = await deployNetwork({ zones: ["us-west-1b", "us-west-1c"] });
    expect(subnets(deployment, "prod-nodes")).to.have.length(2);
    expect(
      deployment.one("aws:ec2/subnet:Subnet", "prod-control-plane-1").inputs["availabilityZone"],
    ).to.equal("us-west-1c");
  });

  it("requires zones if the region has fewer than three", async () => {
    const attempt = deployNetwork(
      {},
      {
        invoke: (token) =>
          token.endsWith(":getAvailabilityZones") ? { names: ["us-west-1b", "us-west-1c"] } : undefined,
      },
    );
    const error = await attempt.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(InputError);
    expect((error as InputError).message)
      .to.include('ClusterNetwork "prod": zones')
      .and.include("us-west-1b, us-west-1c");
  });

  it("leaves the zones undefined if mocks give none", async () => {
    const deployment = await deployNetwork(
      {},
      {
        invoke: (token) => (token.endsWith(":getAvailabilityZones") ? { state: "available" } : undefined),
      },
    );
    expect(subnets(deployment, "prod-nodes")).to.have.length(3);
  });

  it("names all problems together, before any resource is registered", async () => {
    const registered: string[] = [];
    const invalidArgs = {
      cidr: "10.64.0.0/24",
      egress: "proxy",
      zones: ["eu-central-1a"],
      lifecycle: "forever",
    };
    const error = await deploy(() => new ClusterNetwork("my network", invalidArgs as never), {
      outputs: (type) => {
        registered.push(type);
        return {};
      },
    }).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(InputError);
    expect((error as InputError).problems.map(({ path }) => path)).to.deep.equal([
      "name",
      "cidr",
      "egress",
      "zones",
      "lifecycle",
    ]);
    expect(registered).to.deep.equal([]);
  });

  for (const zones of [
    [],
    ["eu-central-1a"],
    ["eu-central-1a", "eu-central-1a"],
    ["eu-central-1a", "eu-central-1b", "eu-central-1c", "eu-central-1d"],
    ["us-west-2a", "us-west-2-lax-1a"],
    ["euc1-az1", "euc1-az2"],
    "eu-central-1a",
  ]) {
    it(`refuses the zones ${JSON.stringify(zones)}`, async () => {
      const error = await deployNetwork({ zones: zones as never }).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error)
        .to.be.instanceOf(InputError)
        .with.property("message")
        .that.matches(/zones(\[\d\])?: received/);
    });
  }
});
