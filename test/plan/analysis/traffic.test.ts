import { expect } from "chai";
import { traffic } from "../../../plan/analysis/traffic.ts";
import type { PlannedResource } from "../../../plan/document.ts";
import type { Json, JsonObject } from "../../../plan/json.ts";
import { namespace, networkPolicy, planned } from "../objects.ts";

const clusterUrn = "urn:pulumi:dev::shop::casemate:cluster:HardenedCluster::prod";

/** A cluster in a VPC of the plan, with the rules that its nodes' group has at least. */
function cluster(inputs: JsonObject = {}, network: JsonObject = {}): PlannedResource[] {
  const inCluster = { parent: clusterUrn };
  return [
    planned("casemate:cluster:HardenedCluster", "prod", {
      custom: false,
      inputs: { network: { cidr: "10.64.0.0/16", egress: "none", ...network }, ...inputs },
    }),
    planned("aws:ec2/vpc:Vpc", "prod-vpc", { inputs: { cidrBlock: "10.64.0.0/16" } }),
    planned("aws:ec2/subnet:Subnet", "nodes-0", { inputs: { cidrBlock: "10.64.0.0/18" } }),
    planned("aws:ec2/securityGroup:SecurityGroup", "prod-nodes", inCluster),
    planned("aws:ec2/launchTemplate:LaunchTemplate", "prod-system", {
      inputs: { networkInterfaces: [{ securityGroups: ["sg-prod-nodes"] }] },
    }),
    planned("aws:eks/nodeGroup:NodeGroup", "prod-system", {
      inputs: {
        clusterName: "prod",
        launchTemplate: { id: "lt-prod-system" },
        subnetIds: ["subnet-nodes-0"],
      },
    }),
    planned("aws:eks/addon:Addon", "prod-vpc-cni", {
      inputs: {
        clusterName: "prod",
        addonName: "vpc-cni",
        configurationValues: JSON.stringify({ env: { NETWORK_POLICY_ENFORCING_MODE: "strict" } }),
      },
    }),
    rule("Egress", "self", { ipProtocol: "-1", referencedSecurityGroupId: "sg-prod-nodes" }),
    rule("Ingress", "self", { ipProtocol: "-1", referencedSecurityGroupId: "sg-prod-nodes" }),
    rule("Egress", "endpoints", { ...tcp(443), cidrIpv4: "10.64.0.0/16" }),
  ];
}

function rule(direction: "Egress" | "Ingress", name: string, inputs: JsonObject): PlannedResource {
  return planned(`aws:vpc/securityGroup${direction}Rule:SecurityGroup${direction}Rule`, name, {
    inputs: { securityGroupId: "sg-prod-nodes", ...inputs },
  });
}

const tcp = (from: number, to = from) => ({ ipProtocol: "tcp", fromPort: from, toPort: to });
const s3 = rule("Egress", "s3", { ...tcp(443), prefixListId: "pl-endpoint-s3" });

/** A closed namespace `shop` with one call, or one accept, of addresses. */
function shop(field: "egress" | "ingress", cidr: string, port: JsonObject): PlannedResource[] {
  const end = field === "egress" ? "to" : "from";
  const rules: Json = [{ [end]: [{ ipBlock: { cidr } }], ports: [{ protocol: "TCP", ...port }] }];
  return [
    namespace("shop"),
    networkPolicy("shop", "allow", { podSelector: {}, policyTypes: ["Ingress", "Egress"], [field]: rules }),
  ];
}

const calls = (cidr: string, port: number, endPort?: number) =>
  shop("egress", cidr, { port, ...(endPort !== undefined && { endPort }) });
const accepts = (cidr: string, port: number) => shop("ingress", cidr, { port });

function marks(...resources: readonly PlannedResource[]): readonly string[] {
  const { connectivity } = traffic(resources);
  expect(connectivity).to.have.length(1);
  return connectivity[0]?.marks ?? [];
}

const stopped = ["stopped by security group"];
const connected = (cidr: string) => ({ connectedNetworks: [{ cidr, reason: "peering" }] });

describe("what stops a flow outside the NetworkPolicies", () => {
  const cases: readonly [string, readonly PlannedResource[], readonly string[]][] = [
    ["the VPC's endpoints are open", [...cluster(), ...calls("10.64.0.0/16", 443)], []],
    ["a database in the VPC has no rule", [...cluster(), ...calls("10.64.224.0/24", 5432)], stopped],
    [
      "a database in the VPC has its own rule",
      [
        ...cluster(),
        ...calls("10.64.224.0/24", 5432),
        rule("Egress", "db", { ...tcp(5432), cidrIpv4: "10.64.224.0/24" }),
      ],
      [],
    ],
    [
      "a rule for another port or protocol doesn't help",
      [
        ...cluster(),
        ...calls("10.64.224.0/24", 5432),
        rule("Egress", "port", { ...tcp(5433), cidrIpv4: "10.64.224.0/24" }),
        rule("Egress", "udp", { ...tcp(5432), ipProtocol: "udp", cidrIpv4: "10.64.224.0/24" }),
        rule("Ingress", "in", { ...tcp(5432), cidrIpv4: "10.64.224.0/24" }),
        rule("Egress", "icmp", { ...tcp(-1), ipProtocol: "icmp", cidrIpv4: "10.64.224.0/24" }),
      ],
      stopped,
    ],
    [
      "two rules cover the range together",
      [
        ...cluster(),
        ...calls("10.64.224.0/24", 5432),
        rule("Egress", "low", { ...tcp(5000, 6000), cidrIpv4: "10.64.224.0/25" }),
        rule("Egress", "high", { ipProtocol: "-1", cidrIpv4: "10.64.224.128/25" }),
      ],
      [],
    ],
    [
      "half of the range has a rule",
      [
        ...cluster(),
        ...calls("10.64.224.0/24", 5432),
        rule("Egress", "low", { ...tcp(5432), cidrIpv4: "10.64.224.0/25" }),
      ],
      ["partly stopped by security group"],
    ],
    [
      "a rule for SCTP has no ports",
      [
        ...cluster(),
        ...shop("egress", "10.64.224.0/24", { port: 5000, protocol: "SCTP" }),
        rule("Egress", "sctp", { ipProtocol: "132", cidrIpv4: "10.64.224.0/24" }),
      ],
      [],
    ],
    [
      "half of the ports has a rule",
      [
        ...cluster(),
        ...calls("10.64.224.0/24", 8000, 8100),
        rule("Egress", "low", { ...tcp(8000, 8050), cidrIpv4: "10.64.224.0/24" }),
      ],
      ["partly stopped by security group"],
    ],
    [
      "a prefix list of the plan has the range",
      [
        ...cluster(),
        ...calls("10.64.224.0/24", 5432),
        planned("aws:ec2/managedPrefixList:ManagedPrefixList", "dbs", {
          inputs: { entries: [{ cidr: "10.64.224.0/24" }], maxEntries: 1 },
        }),
        rule("Egress", "dbs", { ...tcp(5432), prefixListId: "pl-dbs" }),
      ],
      [],
    ],
    [
      "a list in the group itself, and the older form of a rule",
      [
        ...cluster().map((resource) =>
          resource.name === "prod-nodes"
            ? {
                ...resource,
                inputs: {
                  egress: [{ protocol: "tcp", fromPort: 5432, toPort: 5432, cidrBlocks: ["10.64.224.0/25"] }],
                },
              }
            : resource,
        ),
        planned("aws:ec2/securityGroupRule:SecurityGroupRule", "old", {
          inputs: {
            type: "egress",
            securityGroupId: "sg-prod-nodes",
            protocol: "6",
            fromPort: 5432,
            toPort: 5432,
            cidrBlocks: ["10.64.224.128/25"],
          },
        }),
        ...calls("10.64.224.0/24", 5432),
      ],
      [],
    ],
    ["the whole VPC means the nodes and pods in it", [...cluster(), ...calls("10.64.0.0/16", 10250)], []],
    ["the nodes' subnet means nodes and pods", [...cluster(), ...calls("10.64.8.0/24", 10250)], []],
    [
      "the VPC lets in on a port without a rule of addresses",
      [...cluster(), ...accepts("10.64.0.0/16", 8080)],
      [],
    ],
    ["clients need a rule", [...cluster(), ...accepts("10.1.0.0/16", 8443)], [...stopped, "no route"]],
    [
      "clients over a peering, with a rule",
      [
        ...cluster(connected("10.1.0.0/16")),
        ...accepts("10.1.0.0/16", 8443),
        rule("Ingress", "clients", { ...tcp(8443), cidrIpv4: "10.0.0.0/8" }),
      ],
      [],
    ],
    [
      "public clients come through a balancer",
      [
        ...cluster(),
        ...accepts("203.0.113.0/24", 8443),
        rule("Ingress", "clients", { ...tcp(8443), cidrIpv4: "203.0.113.0/24" }),
      ],
      [],
    ],
    [
      "without egress, no private network",
      [
        ...cluster(),
        ...calls("10.30.4.0/28", 5432),
        rule("Egress", "own", { ...tcp(5432), cidrIpv4: "10.30.4.0/28" }),
      ],
      ["no route"],
    ],
    [
      "a network that is connected",
      [
        ...cluster(connected("10.30.0.0/16")),
        ...calls("10.30.4.0/28", 5432),
        rule("Egress", "own", { ...tcp(5432), cidrIpv4: "10.30.4.0/28" }),
      ],
      [],
    ],
    [
      "a network to which a route of the plan leads",
      [
        ...cluster(),
        planned("aws:ec2/route:Route", "peering", {
          inputs: { destinationCidrBlock: "10.30.0.0/16", vpcPeeringConnectionId: "pcx-1" },
        }),
        ...calls("10.30.4.0/28", 5432),
        rule("Egress", "own", { ...tcp(5432), cidrIpv4: "10.30.4.0/28" }),
      ],
      [],
    ],
    [
      "without egress, no public address",
      [...cluster(), s3, ...calls("203.0.113.0/24", 587)],
      [...stopped, "no route"],
    ],
    [
      "no address of documentation is S3's",
      [...cluster(), s3, ...calls("203.0.113.0/24", 443)],
      [...stopped, "no route"],
    ],
    [
      "HTTPS to public addresses can be S3, by its gateway endpoint",
      [...cluster(), s3, ...calls("52.219.0.0/16", 443)],
      ["not judged: security group", "not judged: route"],
    ],
    [
      "with NAT, SMTP needs a rule",
      [...cluster({}, { egress: "nat" }), ...calls("203.0.113.0/24", 587)],
      stopped,
    ],
    [
      "with NAT and a rule",
      [
        ...cluster({}, { egress: "nat" }),
        ...calls("203.0.113.0/24", 587),
        rule("Egress", "smtp", { ...tcp(587), cidrIpv4: "203.0.113.0/24" }),
      ],
      [],
    ],
    [
      "NAT has no way to a private network",
      [
        ...cluster({}, { egress: "nat" }),
        ...calls("10.30.4.0/28", 5432),
        rule("Egress", "own", { ...tcp(5432), cidrIpv4: "10.30.4.0/28" }),
      ],
      ["no route"],
    ],
    ["the node's own addresses meet no group", [...cluster(), ...calls("169.254.170.23/32", 80)], []],
    [
      "nor does the VPC's resolver, which is in the primary range",
      [
        ...cluster({}, { cidr: "10.80.0.0/16", additionalCidrs: ["100.64.0.0/16"] }),
        ...calls("10.80.0.2/32", 53),
      ],
      [],
    ],
    [
      "an additional range has no resolver",
      [
        ...cluster({}, { cidr: "10.80.0.0/16", additionalCidrs: ["100.64.0.0/16"] }),
        ...calls("100.64.0.2/32", 53),
      ],
      stopped,
    ],
    ["nor do Service addresses", [...cluster(), ...calls("172.20.0.1/32", 443)], []],
    [
      "a cluster of which the plan knows nothing",
      calls("10.64.224.0/24", 5432),
      ["not judged: security group", "not judged: route"],
    ],
  ];
  for (const [title, resources, expected] of cases) {
    it(title, () => {
      expect(marks(...resources)).to.deep.equal(expected);
    });
  }

  /** A component that got a reference to a cluster of another stack. */
  const tenants = (facts: JsonObject) =>
    planned("casemate:workload:Tenants", "shop", {
      custom: false,
      inputs: { clusterName: "prod", cluster: { vpcCidrs: ["10.64.0.0/16"], ...facts } },
    });
  const ownRule = planned("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "own", {
    inputs: { securityGroupId: "sg-far", ...tcp(5432), cidrIpv4: "10.30.4.0/28" },
  });

  it("judges by the facts of a cluster in another stack", () => {
    const facts = { egress: "none", connectedCidrs: [], nodeSecurityGroupId: "sg-far" };
    const call = calls("10.30.4.0/28", 5432);
    expect(marks(tenants(facts), ...call)).to.deep.equal(["no route"]);
    expect(marks(tenants({ ...facts, connectedCidrs: ["10.30.0.0/16"] }), ...call)).to.deep.equal([
      "not judged: security group",
    ]);
    expect(marks(tenants({ ...facts, connectedCidrs: ["10.30.0.0/16"] }), ...call, ownRule)).to.deep.equal(
      [],
    );
    expect(marks(tenants({ nodeSecurityGroupId: "sg-far" }), ...call, ownRule)).to.deep.equal([
      "not judged: route",
    ]);
    expect(
      marks(
        tenants({ ...facts, connectedCidrs: ["10.30.0.0/16"], nodeSecurityGroupId: "sg-other" }),
        ...call,
        ownRule,
      ),
    ).to.deep.equal(["not judged: security group"]);
  });

  it("knows all rules of the nodes' group if the cluster's stack exports them", () => {
    const nodeRules = [
      { direction: "egress", peer: "10.64.0.0/16", port: 443 },
      { direction: "egress", peer: "nodes" },
      { direction: "ingress", peer: "nodes" },
      { direction: "ingress", peer: "control-plane", port: 10250 },
      { direction: "ingress", peer: "10.64.248.0/24", port: 1, toPort: 10249 },
      { direction: "egress", peer: "prefix-list", port: 443 },
    ];
    const known = tenants({
      egress: "none",
      connectedCidrs: [],
      controlPlaneCidrs: ["10.64.192.0/28"],
      nodeSecurityGroupId: "sg-far",
      nodeRules,
    });
    expect(marks(known, ...calls("10.64.224.0/24", 443))).to.deep.equal([]);
    expect(marks(known, ...calls("10.64.0.0/16", 10250))).to.deep.equal([]);
    expect(marks(known, ...accepts("10.64.248.0/24", 8080))).to.deep.equal([]);
    expect(marks(known, ...accepts("10.64.248.0/24", 20000))).to.deep.equal(["not judged: security group"]);
    expect(marks(known, ...accepts("10.64.192.0/28", 10250))).to.deep.equal([]);
    expect(marks(known, ...calls("203.0.113.0/24", 587))).to.deep.equal([...stopped, "no route"]);
    const withoutNodes = tenants({
      egress: "none",
      connectedCidrs: [],
      nodeSecurityGroupId: "sg-far",
      nodeRules: nodeRules.filter(({ peer }) => peer !== "nodes"),
    });
    expect(marks(withoutNodes, ...calls("10.64.224.0/24", 5432))).to.deep.equal(stopped);
  });

  it("trusts no exported rules of a group that the plan creates", () => {
    const facts = { egress: "none", connectedCidrs: [], nodeSecurityGroupId: "sg-far" };
    const nodeRules = [{ direction: "egress", peer: "10.64.224.0/24", port: 5432 }];
    const group = planned("aws:ec2/securityGroup:SecurityGroup", "far");
    expect(marks(tenants({ ...facts, nodeRules }), group, ...calls("10.64.224.0/24", 5432))).to.deep.equal(
      stopped,
    );
  });

  it("stops pods on two nodes if the nodes' group has no rule for itself", () => {
    const all = { podSelector: {}, policyTypes: ["Ingress", "Egress"] };
    const own = { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "shop" } } };
    const ports = [{ protocol: "TCP", port: 9090 }];
    const inside = [
      namespace("shop"),
      networkPolicy("shop", "allow", {
        ...all,
        ingress: [{ from: [own], ports }],
        egress: [{ to: [own], ports }],
      }),
    ];
    expect(marks(...cluster(), ...inside)).to.deep.equal([]);
    expect(marks(...cluster().filter(({ name }) => name !== "self"), ...inside)).to.deep.equal(stopped);
  });
});

describe("AWS services without an endpoint", () => {
  const identity = (policy: Json) => [
    planned("aws:iam/rolePolicy:RolePolicy", "api-policy", {
      inputs: { role: "prod.pay.api", policy: typeof policy === "string" ? policy : JSON.stringify(policy) },
    }),
    planned("aws:eks/podIdentityAssociation:PodIdentityAssociation", "api", {
      inputs: {
        clusterName: "prod",
        namespace: "pay",
        serviceAccount: "api",
        roleArn: "arn:aws:iam::111122223333:role/prod.pay.api",
      },
    }),
  ];
  const policy = (...actions: string[]) => ({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: actions, Resource: "*" },
      { Effect: "Deny", Action: "sqs:*", Resource: "*" },
    ],
  });
  const found = (network: JsonObject, ...resources: PlannedResource[]) =>
    traffic([...cluster({}, network), ...resources]).connectivity;

  it("stop the workloads that may call them", () => {
    const calls = identity(
      policy("dynamodb:GetItem", "dynamodb:Query", "sts:AssumeRole", "ecr:BatchGetImage"),
    );
    const row = { from: "pay/api", to: "AWS dynamodb", protocol: "TCP", port: 443, marks: ["no endpoint"] };
    expect(found({ endpointServices: ["s3", "sts", "ecr.api", "ecr.dkr"] }, ...calls)).to.deep.equal([row]);
    expect(
      found({ endpointServices: ["s3", "sts", "ecr.api", "ecr.dkr", "dynamodb"] }, ...calls),
    ).to.deep.equal([]);
  });

  it("have other names than their actions", () => {
    const calls = identity(policy("cloudwatch:PutMetricData"));
    expect(found({ endpointServices: ["monitoring"] }, ...calls)).to.deep.equal([]);
    expect(found({ endpointServices: ["cloudwatch"] }, ...calls)).to.have.length(1);
  });

  it("aren't judged with NAT, without a list of endpoints, or by a policy that isn't known", () => {
    const calls = identity(policy("dynamodb:GetItem"));
    expect(found({ egress: "nat", endpointServices: [] }, ...calls)).to.deep.equal([]);
    expect(found({}, ...calls)).to.deep.equal([]);
    expect(found({ endpointServices: [] }, ...identity("[unknown]"))).to.deep.equal([]);
  });
});

describe("pods that no NetworkPolicy selects", () => {
  const certManager = namespace("cert-manager");
  const exempt = cluster({
    exemptNamespaces: [
      { name: "cert-manager", reason: "webhooks" },
      { name: "istio-system", reason: "mesh" },
    ],
  });

  it("are closed in strict mode, in both directions", () => {
    const result = traffic([...exempt, certManager]);
    expect(result.connectivity).to.deep.equal([]);
    expect(result.unselectedPods).to.deep.equal([
      { pods: "cert-manager", effect: "closed" },
      { pods: "istio-system", effect: "not judged" },
    ]);
  });

  it("aren't reached by a tenant that calls them", () => {
    const peer = { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "cert-manager" } } };
    const call = networkPolicy("shop", "allow", {
      podSelector: {},
      policyTypes: ["Ingress", "Egress"],
      egress: [{ to: [peer], ports: [{ protocol: "TCP", port: 9402 }] }],
    });
    expect(traffic([...exempt, certManager, namespace("shop"), call]).connectivity).to.deep.equal([]);
  });

  it("are closed in strict mode of a cluster of another stack", () => {
    const facts = { vpcCidrs: ["10.64.0.0/16"], networkPolicyMode: "strict" };
    const component = planned("casemate:workload:Tenants", "shop", {
      custom: false,
      inputs: { clusterName: "prod", cluster: facts },
    });
    expect(traffic([component, certManager]).unselectedPods).to.deep.equal([
      { pods: "cert-manager", effect: "closed" },
    ]);
  });

  it("are open without strict mode", () => {
    expect(traffic([certManager]).unselectedPods).to.deep.equal([{ pods: "cert-manager", effect: "open" }]);
    expect(traffic([certManager]).connectivity).to.have.length(2);
  });

  it("are only those that the policies of their namespace leave out", () => {
    const web = networkPolicy("cert-manager", "web", {
      podSelector: { matchLabels: { "app.kubernetes.io/name": "web" } },
    });
    expect(traffic([...cluster(), certManager, web]).unselectedPods).to.deep.equal([
      { pods: "cert-manager/*", effect: "closed" },
    ]);
  });
});

describe("half-open flows", () => {
  const open = (name: string) =>
    networkPolicy("checkout", "allow", {
      podSelector: {},
      policyTypes: ["Ingress", "Egress"],
      egress: [
        {
          to: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } } }],
          ports: [{ protocol: "TCP", port: 8443 }],
        },
      ],
    });
  const missing = (name: string, ...more: PlannedResource[]) =>
    traffic([namespace("checkout"), namespace("payments"), open(name), ...more]).halfOpen.map(
      ({ from, to, didYouMean }) => [from, to, didYouMean],
    );

  it("name the namespace that is likely meant", () => {
    expect(missing("paymentss")).to.deep.equal([["checkout", "paymentss", "payments"]]);
    expect(missing("paymetns")).to.deep.equal([["checkout", "paymetns", "payments"]]);
    expect(missing("ledger")).to.deep.equal([["checkout", "ledger", undefined]]);
  });

  it("say that an exempt namespace is missing on purpose", () => {
    const exempt = cluster({ exemptNamespaces: [{ name: "istio-system", reason: "mesh" }] });
    const resources = [...exempt, namespace("checkout"), open("istio-system")];
    expect(traffic(resources).halfOpen[0]).to.deep.include({ missing: "istio-system", isExempt: true });
  });

  it("know exempt namespaces, and none of Kubernetes' own is missing", () => {
    const exempt = cluster({ exemptNamespaces: [{ name: "istio-system", reason: "mesh" }] });
    expect(missing("istio-sytem", ...exempt)).to.deep.equal([["checkout", "istio-sytem", "istio-system"]]);
    expect(missing("istio-system", ...exempt)).to.deep.equal([["checkout", "istio-system", undefined]]);
    expect(missing("kube-system")).to.deep.equal([]);
  });
});

describe("the ranges of a cluster's VPC", () => {
  const association = (vpcId: string) =>
    planned("aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation", "pods", {
      inputs: { vpcId, cidrBlock: "100.64.0.0/16" },
    });
  const shared = planned("aws:ec2/vpc:Vpc", "shared", { inputs: { cidrBlock: "10.30.0.0/16" } });
  const call = [
    ...calls("100.64.3.0/24", 5432),
    rule("Egress", "own", { ...tcp(5432), cidrIpv4: "100.64.3.0/24" }),
  ];

  it("include those that the plan adds to it, and none of another VPC", () => {
    expect(marks(...cluster(), ...call)).to.deep.equal(["no route"]);
    expect(marks(...cluster(), association("vpc-prod-vpc"), ...call)).to.deep.equal([]);
    expect(marks(...cluster(), association("vpc-shared"), shared, ...call)).to.deep.equal(["no route"]);
  });
});

describe("objects of several providers", () => {
  it("are in one cluster if the providers don't name theirs", () => {
    const deny = networkPolicy("shop", "deny", { podSelector: {}, policyTypes: ["Ingress", "Egress"] });
    const provider = planned("pulumi:providers:kubernetes", "second", { urn: "urn:second" });
    expect(
      traffic([provider, namespace("shop"), { ...deny, provider: "urn:second" }]).connectivity,
    ).to.deep.equal([]);
  });
});

describe("two clusters of one plan", () => {
  it("stay apart, and each row names its cluster", () => {
    const inCluster = (name: string) => (resource: PlannedResource) => ({
      ...resource,
      urn: `${resource.urn}-${name}`,
      provider: `urn:provider-${name}`,
    });
    const provider = (name: string) =>
      planned("pulumi:providers:kubernetes", name, {
        urn: `urn:provider-${name}`,
        inputs: { clusterIdentifier: name },
      });
    const open = namespace("shop");
    const closed = [
      namespace("shop"),
      networkPolicy("shop", "deny", { podSelector: {}, policyTypes: ["Ingress", "Egress"] }),
    ];
    const result = traffic([
      provider("east"),
      provider("west"),
      ...[open].map(inCluster("east")),
      ...closed.map(inCluster("west")),
    ]);
    expect(result.connectivity.map(({ from, to, cluster: name }) => [from, to, name])).to.deep.equal([
      ["anyone", "shop", "east"],
      ["shop", "anyone", "east"],
    ]);
  });
});
