import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { HardenedCluster } from "../../../components/cluster/hardened-cluster.ts";
import type { HardenedClusterArgs } from "../../../components/cluster/hardened-cluster-args.ts";
import { clusterProblems } from "../../../components/cluster/hardened-cluster-schema.ts";
import { type Deployment, deploy, type Registered } from "../../harness.ts";
import { clusterArgs, controlPlane, deployCluster, deployer, kubernetesVersion, network } from "./cluster.ts";

/** How the engine writes a value that isn't known yet. */
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const types = {
  cluster: "eks:index:Cluster",
  entry: "aws:eks/accessEntry:AccessEntry",
  association: "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
  provider: "pulumi:providers:kubernetes",
  policy: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
  addon: "aws:eks/addon:Addon",
  nodeGroup: "aws:eks/nodeGroup:NodeGroup",
  logGroup: "aws:cloudwatch/logGroup:LogGroup",
  ingress: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  egress: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
} as const;

/** Whether `later` waits for `earlier`, by dependencies and by the provider that it is applied with. */
function waits({ resources }: Deployment, later: Registered, earlier: Registered): boolean {
  const next = ({ dependencies, provider }: Registered) =>
    resources.filter(({ urn }) => dependencies.includes(urn) || provider.startsWith(`${urn}::`));
  const seen = new Set<Registered>();
  const visit = (resource: Registered): boolean =>
    next(resource).some((each) => {
      if (each === earlier) {
        return true;
      }
      const isNew = !seen.has(each);
      seen.add(each);
      return isNew && visit(each);
    });
  return visit(later);
}

const failureOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => "passed",
    (error: unknown) => String(error),
  );

describe("HardenedCluster", () => {
  describe("the control plane", () => {
    it("has every seal, and nothing that eks.Cluster adds by default", async () => {
      const { inputs } = (await deployCluster()).one(types.cluster);
      expect(inputs).to.deep.include({
        name: "prod",
        version: kubernetesVersion,
        authenticationMode: "API",
        endpointPublicAccess: false,
        endpointPrivateAccess: true,
        enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
        encryptionConfigKeyArn: "arn:aws:mock:eu-central-1:111122223333:prod-secrets",
        upgradePolicy: { supportType: "STANDARD" },
        deletionProtection: true,
        kubernetesServiceIpAddressRange: "172.20.0.0/16",
        subnetIds: ["subnet-c1", "subnet-c2"],
        skipDefaultSecurityGroups: true,
        skipDefaultNodeGroup: true,
        createInstanceRole: false,
        createOidcProvider: false,
        bootstrapSelfManagedAddons: false,
        useDefaultVpcCni: true,
      });
      expect(inputs["kubeProxyAddonOptions"].enabled).to.equal(false);
      expect(inputs["corednsAddonOptions"].enabled).to.equal(false);
      expect(inputs).to.not.have.any.keys("accessEntries", "publicAccessCidrs", "storageClasses");
    });

    it("uses the nodes' subnets if the network has none for it", async () => {
      const { controlPlaneSubnetIds: _, ...plain } = network;
      const deployment = await deployCluster({ network: plain });
      expect(deployment.one(types.cluster).inputs["subnetIds"]).to.deep.equal(["subnet-n1", "subnet-n2"]);
    });

    it("waits for its log group, and uses the given keys", async () => {
      const deployment = await deployCluster(
        { keys: { secrets: "s", logs: "l", disks: "d" } },
        { eksCluster: { ...controlPlane, encryptionConfig: { provider: { keyArn: "s" } } } },
      );
      const logGroup = deployment.one(types.logGroup);
      expect(waits(deployment, deployment.one(types.cluster), logGroup)).to.equal(true);
      expect(logGroup.inputs).to.include({
        name: "/aws/eks/prod/cluster",
        kmsKeyId: "l",
        retentionInDays: 365,
      });
      expect(deployment.one(types.cluster).inputs["encryptionConfigKeyArn"]).to.equal("s");
      expect(deployment.all("aws:kms/key:Key")).to.deep.equal([]);
    });

    it("has an OIDC provider in IAM for its issuer, without a thumbprint", async () => {
      const { inputs } = (await deployCluster()).one("aws:iam/openIdConnectProvider:OpenIdConnectProvider");
      expect(inputs).to.deep.equal({
        url: "https://oidc.eks.eu-central-1.amazonaws.com/id/0123",
        clientIdLists: ["sts.amazonaws.com"],
      });
    });
  });

  describe("access", () => {
    const admins: HardenedClusterArgs["admins"] = [
      { role: deployer },
      { role: "arn:aws:iam::111122223333:role/ops/break-glass" },
    ];

    it("is an entry for the whole cluster for each admin, and for nobody else", async () => {
      const deployment = await deployCluster({ admins });
      const roles = admins.map(({ role }) => role);
      expect(deployment.all(types.entry).map(({ inputs }) => inputs["principalArn"])).to.have.members(roles);
      expect(deployment.all(types.association).map(({ inputs }) => inputs["principalArn"])).to.have.members(
        roles,
      );
      for (const { inputs } of deployment.all(types.association)) {
        expect(inputs).to.deep.include({
          policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
          accessScope: { type: "cluster" },
        });
      }
      for (const { inputs } of deployment.all(types.entry)) {
        expect(inputs).to.not.have.any.keys("kubernetesGroups", "userName");
      }
    });

    it("is refused to a deployment by another role, before any resource is registered", async () => {
      const registered: string[] = [];
      const failure = await failureOf(
        deploy(
          () =>
            new HardenedCluster("prod", {
              ...clusterArgs,
              admins: [{ role: deployer.replace("deployer", "x") }],
            }),
          {
            outputs: (type) => {
              registered.push(type);
              return {};
            },
          },
        ),
      );
      expect(failure).to.contain(`InputError: HardenedCluster "prod": admins`);
      expect(failure).to.contain(`Add { role: "${deployer}" } to admins`);
      expect(registered).to.deep.equal([]);
    });

    it("is refused to a deploy role that isn't an admin", async () => {
      const failure = await failureOf(deployCluster({ deployRole: "arn:aws:iam::111122223333:role/other" }));
      expect(failure).to.contain(`HardenedCluster "prod": deployRole`);
    });

    it("compares roles, paths included", async () => {
      const issuerArn = "arn:aws:iam::111122223333:role/team/deployer";
      const invoke = (token: string) => (token.includes("getSessionContext") ? { issuerArn } : undefined);
      expect(await failureOf(deployCluster({}, { invoke }))).to.contain(`Add { role: "${issuerArn}" }`);
      expect(await failureOf(deployCluster({ admins: [{ role: issuerArn }] }, { invoke }))).to.equal(
        "passed",
      );
    });

    it("is undecided if the deploying identity is unknown", async () => {
      const invoke = (token: string) => (token.includes("getSessionContext") ? {} : undefined);
      const other = { role: "arn:aws:iam::111122223333:role/other" };
      expect(await failureOf(deployCluster({ admins: [other] }, { invoke, preview: true }))).to.equal(
        "passed",
      );
    });

    for (const preview of [true, false]) {
      it(`accepts roles that the same program creates, ${preview ? "unknown at preview" : "known at up"}`, async () => {
        const program = () => {
          const role = new aws.iam.Role("deployer", { assumeRolePolicy: "{}" });
          return new HardenedCluster("prod", {
            ...clusterArgs,
            admins: [{ role: role.arn }],
            deployRole: role.arn,
          });
        };
        const outputs = (type: string, name: string) => ({
          ...(type === types.cluster && { eksCluster: controlPlane }),
          ...(name === "deployer" && { arn: preview ? unknown : deployer }),
        });
        const deployment = await deploy(program, { preview, outputs });
        expect(deployment.one(types.entry).name).to.equal("prod-admin-0");
      });
    }

    it("checks roles that become known later", async () => {
      const admins: HardenedClusterArgs["admins"] = [
        { role: pulumi.output("arn:aws:iam::111122223333:user/alice") },
      ];
      expect(await failureOf(deployCluster({ admins }))).to.contain("admins[0].role");
    });
  });

  describe("people", () => {
    const people = { issuerUrl: "https://login.example.com", clientId: "casemate", groupsClaim: "roles" };

    it("sign in by their provider, with both prefixes", async () => {
      const deployment = await deployCluster({ people });
      expect(
        deployment.one("aws:eks/identityProviderConfig:IdentityProviderConfig").inputs["oidc"],
      ).to.deep.equal({
        identityProviderConfigName: "people",
        issuerUrl: "https://login.example.com",
        clientId: "casemate",
        usernameClaim: "sub",
        usernamePrefix: "oidc:",
        groupsClaim: "roles",
        groupsPrefix: "oidc:",
      });
    });

    it("can't sign in without a provider", async () => {
      expect((await deployCluster()).all("aws:eks/identityProviderConfig:IdentityProviderConfig")).to.be
        .empty;
    });
  });

  describe("the order", () => {
    let deployment: Deployment;
    const addon = (name: string) => deployment.one(types.addon, `prod-${name}`);
    before(async () => {
      deployment = await deployCluster();
    });

    it("gives admins access before any call of the Kubernetes API", () => {
      for (const association of deployment.all(types.association)) {
        expect(waits(deployment, deployment.one(types.provider), association)).to.equal(true);
      }
    });

    it("applies every Kubernetes object by its own provider", () => {
      const { urn } = deployment.one(types.provider);
      const objects = deployment.resources.filter(({ type }) => type.startsWith("kubernetes:"));
      expect(objects).to.have.length.above(10);
      for (const { provider } of objects) {
        expect(provider.startsWith(`${urn}::`)).to.equal(true);
      }
    });

    it("creates kube-system's policies before strict mode", () => {
      expect(deployment.all(types.policy)).to.have.length(5);
      for (const policy of deployment.all(types.policy)) {
        expect(waits(deployment, addon("vpc-cni"), policy)).to.equal(true);
      }
    });

    it("starts nodes once network policies and admission policies are in force", () => {
      const admission = deployment.all(
        "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding",
      );
      expect(admission).not.to.be.empty;
      const addons = [addon("vpc-cni"), addon("kube-proxy"), addon("eks-pod-identity-agent")];
      for (const earlier of [...addons, ...admission]) {
        expect(waits(deployment, deployment.one(types.nodeGroup), earlier)).to.equal(true);
      }
    });

    it("installs add-ons that run on nodes after the nodes", () => {
      for (const name of ["coredns", "aws-ebs-csi-driver", "metrics-server"]) {
        expect(waits(deployment, addon(name), deployment.one(types.nodeGroup))).to.equal(true);
      }
      const storage = deployment.one("kubernetes:storage.k8s.io/v1:StorageClass");
      expect(waits(deployment, storage, addon("aws-ebs-csi-driver"))).to.equal(true);
    });

    it("waits for the network's endpoints before nodes", async () => {
      const deploymentWithEndpoint = await deploy(
        () => {
          const endpoint = new aws.ec2.VpcEndpoint("endpoint", { vpcId: "vpc-1", serviceName: "ecr" });
          return new HardenedCluster("prod", { ...clusterArgs, network: { ...network, ready: [endpoint] } });
        },
        { outputs: (type) => (type === types.cluster ? { eksCluster: controlPlane } : {}) },
      );
      const endpoint = deploymentWithEndpoint.one("aws:ec2/vpcEndpoint:VpcEndpoint");
      expect(waits(deploymentWithEndpoint, deploymentWithEndpoint.one(types.nodeGroup), endpoint)).to.equal(
        true,
      );
    });
  });

  describe("add-ons", () => {
    it("have one locked version each, and overwrite changes of users in the cluster", async () => {
      const addons = (await deployCluster()).all(types.addon);
      expect(addons).to.have.length(6);
      for (const { inputs } of addons) {
        expect(inputs["addonVersion"]).to.match(/^v\d+\.\d+\.\d+-eksbuild\.\d+$/);
        expect(inputs).to.include({
          resolveConflictsOnCreate: "OVERWRITE",
          resolveConflictsOnUpdate: "OVERWRITE",
        });
      }
    });

    it("enforce network policies from a pod's first packet on", async () => {
      const { inputs } = (await deployCluster()).one(types.addon, "prod-vpc-cni");
      expect(JSON.parse(inputs["configurationValues"])).to.deep.equal({
        enableNetworkPolicy: "true",
        env: { NETWORK_POLICY_ENFORCING_MODE: "strict" },
      });
    });

    it("run on the system nodes, whose taint they tolerate", async () => {
      const deployment = await deployCluster();
      const [taint] = deployment.one(types.nodeGroup).inputs["taints"];
      const { labels } = deployment.one(types.nodeGroup).inputs;
      const placements = ["coredns", "metrics-server", "aws-ebs-csi-driver"].map((name) => {
        const { inputs } = deployment.one(types.addon, `prod-${name}`);
        const values = JSON.parse(inputs["configurationValues"]);
        return values.controller ?? values;
      });
      for (const { nodeSelector, tolerations } of placements) {
        expect(labels).to.include(nodeSelector);
        expect(tolerations).to.deep.include({ key: taint.key, operator: "Exists" });
      }
    });

    it("have their own roles, which only their own pods in this cluster get", async () => {
      const deployment = await deployCluster();
      for (const [addon, serviceAccount, role] of [
        ["vpc-cni", "aws-node", "prod-vpc-cni"],
        ["aws-ebs-csi-driver", "ebs-csi-controller-sa", "prod-ebs-csi"],
      ] as const) {
        const trust = JSON.parse(deployment.one("aws:iam/role:Role", role).inputs["assumeRolePolicy"]);
        expect(trust.Statement[0].Condition).to.deep.equal({
          StringEquals: {
            "aws:SourceAccount": "111122223333",
            "aws:RequestTag/eks-cluster-name": "prod",
            "aws:RequestTag/kubernetes-namespace": "kube-system",
            "aws:RequestTag/kubernetes-service-account": serviceAccount,
          },
          ArnEquals: { "aws:SourceArn": "arn:aws:eks:eu-central-1:111122223333:cluster/prod" },
        });
        expect(deployment.one(types.addon, `prod-${addon}`).inputs["podIdentityAssociations"]).to.deep.equal([
          { serviceAccount, roleArn: `arn:aws:mock:eu-central-1:111122223333:${role}` },
        ]);
      }
    });

    it("create encrypted volumes by default, with a key that the driver may use", async () => {
      const deployment = await deployCluster();
      const key = "arn:aws:mock:eu-central-1:111122223333:prod-disks";
      const { inputs } = deployment.one("kubernetes:storage.k8s.io/v1:StorageClass");
      expect(inputs["parameters"]).to.deep.equal({ type: "gp3", encrypted: "true", kmsKeyId: key });
      expect(inputs["metadata"].annotations).to.include({
        "storageclass.kubernetes.io/is-default-class": "true",
      });
      const { policy } = deployment.one("aws:iam/rolePolicy:RolePolicy", "prod-ebs-csi").inputs;
      for (const { Resource } of JSON.parse(policy).Statement) {
        expect(Resource).to.equal(key);
      }
    });
  });

  describe("security groups", () => {
    const cidrs = (deployment: Deployment, type: string) =>
      deployment.all(type).flatMap(({ inputs }) => (inputs["cidrIpv4"] ? [inputs["cidrIpv4"]] : []));

    it("allow egress from the VPC without NAT only to S3, by its endpoint", async () => {
      const deployment = await deployCluster();
      expect(cidrs(deployment, types.egress)).to.deep.equal(["10.64.0.0/16"]);
      expect(deployment.one(types.egress, "prod-nodes-to-s3").inputs).to.include({
        prefixListId: "pl-1",
        fromPort: 443,
      });
    });

    it("let nodes reach S3 in your own VPC, by a lookup of its prefix list", async () => {
      const { s3PrefixListId: _, ...networkWithoutList } = network;
      const lookups: unknown[] = [];
      const deployment = await deployCluster(
        { network: networkWithoutList },
        {
          invoke: (token, args) => {
            if (token !== "aws:ec2/getPrefixList:getPrefixList") {
              return undefined;
            }
            lookups.push(args["name"]);
            return { ...args, id: "pl-looked-up" };
          },
        },
      );
      expect(lookups).to.deep.equal(["com.amazonaws.eu-central-1.s3"]);
      expect(deployment.one(types.egress, "prod-nodes-to-s3").inputs["prefixListId"]).to.equal(
        "pl-looked-up",
      );
    });

    it("allow egress with NAT only on port 443", async () => {
      const deployment = await deployCluster({ network: { ...network, egress: "nat" } });
      const rules = deployment.all(types.egress).filter(({ inputs }) => inputs["cidrIpv4"] !== undefined);
      expect(
        rules.map(({ inputs }) => [inputs["cidrIpv4"], inputs["fromPort"], inputs["toPort"]]),
      ).to.deep.equal([["0.0.0.0/0", 443, 443]]);
    });

    it("let only nodes and named callers with a reason reach the API server", async () => {
      expect(cidrs(await deployCluster(), types.ingress)).to.deep.equal([]);
      const deployment = await deployCluster({
        apiAccess: [
          { cidr: "10.1.0.0/24", reason: "Läufer" },
          { securityGroup: "sg-vpn", reason: "VPN" },
        ],
      });
      expect(deployment.one(types.ingress, "prod-api-from-10-1-0-0-24").inputs).to.deep.equal({
        securityGroupId: "prod-control-plane-id",
        description: "L-ufer",
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        cidrIpv4: "10.1.0.0/24",
      });
      expect(deployment.one(types.ingress, "prod-api-from-group-1").inputs).to.include({
        referencedSecurityGroupId: "sg-vpn",
      });
    });

    it("let nodes reach only named networks beyond the VPC", async () => {
      const deployment = await deployCluster({
        connectedNetworks: [{ cidr: "10.20.0.0/24", reason: "acquirer, over the peering" }],
      });
      expect(deployment.one(types.egress, "prod-nodes-to-10-20-0-0-24").inputs).to.deep.equal({
        securityGroupId: "prod-nodes-id",
        description: "acquirer, over the peering",
        ipProtocol: "-1",
        cidrIpv4: "10.20.0.0/24",
      });
    });

    it("have no inline rules, which would restore AWS's open egress", async () => {
      for (const { inputs } of (await deployCluster()).all("aws:ec2/securityGroup:SecurityGroup")) {
        expect(inputs).to.not.have.any.keys("ingress", "egress");
      }
    });

    it("own the rules of the group that EKS creates, and keep its ingress from itself", async () => {
      const rules: Record<string, object> = {
        "sgr-self": { isEgress: false, ipProtocol: "-1", referencedSecurityGroupId: "sg-eks" },
        "sgr-open": { isEgress: true, ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" },
        "sgr-stray": { isEgress: false, ipProtocol: "tcp", cidrIpv4: "10.0.0.0/8" },
      };
      const invoke = (token: string, args: Record<string, unknown>) => {
        if (token.endsWith(":getSecurityGroupRules")) {
          return { ids: Object.keys(rules) };
        }
        const id = String(args["securityGroupRuleId"]);
        return token.endsWith(":getSecurityGroupRule")
          ? { securityGroupRuleId: id, ...rules[id] }
          : undefined;
      };
      const { inputs } = (await deployCluster({}, { invoke })).one(
        "aws:ec2/vpcSecurityGroupRulesExclusive:VpcSecurityGroupRulesExclusive",
      );
      expect(inputs["securityGroupId"]).to.equal("sg-eks");
      expect(inputs["ingressRuleIds"]).to.deep.equal(["sgr-self"]);
      expect(inputs["egressRuleIds"]).to.have.length(4);
    });
  });

  describe("the provider", () => {
    it("has a literal identifier and uses server-side apply", async () => {
      const { inputs } = (await deployCluster({}, { preview: true })).one(types.provider);
      expect(inputs["clusterIdentifier"]).to.equal("prod");
      expect(inputs["enableServerSideApply"]).to.equal("true");
    });

    it("gets tokens of the deploy role", async () => {
      const { inputs } = (await deployCluster({ deployRole: deployer })).one(types.provider);
      expect(inputs["kubeconfig"])
        .to.contain("https://0123.gr7")
        .and.to.contain(`"--role-arn","${deployer}"`);
    });
  });

  describe("its lifecycle", () => {
    const protectedNames = [
      "prod-secrets",
      "prod-logs",
      "prod-disks",
      "prod-audit",
      "prod",
      "prod-admin-deployer",
    ];
    const namesOfProtected = (deployment: Deployment) =>
      deployment.resources.filter(({ protect }) => protect).map(({ name }) => name);

    it("protects only the deploying role among the admins, so that others can leave", async () => {
      const other = "arn:aws:iam::111122223333:role/break-glass";
      const entries = async (args: Partial<HardenedClusterArgs>) =>
        (await deployCluster({ admins: [{ role: deployer }, { role: other }], ...args })).resources
          .filter(({ type }) => /:(AccessEntry|AccessPolicyAssociation)$/.test(type))
          .map(({ name, protect }) => [name, protect]);
      const both = (isDeployer: boolean, isOther: boolean) => [
        ["prod-admin-deployer", isDeployer],
        ["prod-admin-deployer", isDeployer],
        ["prod-admin-break-glass", isOther],
        ["prod-admin-break-glass", isOther],
      ];
      expect(await entries({})).to.have.deep.members(both(true, false));
      expect(await entries({ deployRole: other })).to.have.deep.members(both(false, true));
      expect(await entries({ lifecycle: "disposable" })).to.have.deep.members(both(false, false));
    });

    it("protects each admin as long as no account says who deploys", async () => {
      const admins = [{ role: deployer }, { role: "arn:aws:iam::111122223333:role/break-glass" }] as const;
      const deployment = await deployCluster(
        { admins },
        {
          invoke: (token, given) =>
            token.endsWith(":getSessionContext") ? { ...given, issuerArn: "" } : undefined,
        },
      );
      const entries = deployment.all("aws:eks/accessEntry:AccessEntry");
      expect(entries.map(({ protect }) => protect)).to.deep.equal([true, true]);
    });

    it("protects cluster, keys, log and admins", async () => {
      expect(new Set(namesOfProtected(await deployCluster()))).to.deep.equal(new Set(protectedNames));
    });

    it("lets Pulumi delete a disposable cluster", async () => {
      const deployment = await deployCluster(
        { lifecycle: "disposable" },
        { eksCluster: { ...controlPlane, deletionProtection: false } },
      );
      expect(namesOfProtected(deployment)).to.deep.equal([]);
      expect(deployment.one(types.cluster).inputs["deletionProtection"]).to.equal(false);
    });
  });

  it("gives namespaces and node pools all that they need in plain strings", async () => {
    let cluster: HardenedCluster | undefined;
    await deploy(
      () => {
        cluster = new HardenedCluster("prod", { ...clusterArgs, name: "live", nodeClasses: ["pci"] });
      },
      { outputs: (type) => (type === types.cluster ? { eksCluster: controlPlane } : {}) },
    );
    expect(cluster).to.deep.include({
      clusterName: "live",
      kubernetesVersion,
      vpcCidr: "10.64.0.0/16",
      serviceCidr: "172.20.0.0/16",
      groupsPrefix: "oidc:",
      hasTenantRoles: true,
      nodeClasses: ["pci"],
    });
  });

  it("shares the tenants' ClusterRoles, without a wildcard", async () => {
    const roles = (await deployCluster()).all("kubernetes:rbac.authorization.k8s.io/v1:ClusterRole");
    expect(roles.map(({ inputs }) => inputs["metadata"].name)).to.have.members([
      "casemate:viewer",
      "casemate:developer",
      "casemate:operator",
      "casemate:routes",
      "casemate:class-reader",
    ]);
    expect(JSON.stringify(roles.map(({ inputs }) => inputs["rules"]))).to.not.contain("*");
  });

  it("names missing arguments before any resource is registered", async () => {
    const build = (args: unknown) =>
      failureOf(deploy(() => new HardenedCluster("prod", args as HardenedClusterArgs)));
    expect(await build(undefined)).to.match(
      /^InputError: HardenedCluster "prod": received nothing; allowed: the/,
    );
    expect(await build({ kubernetesVersion: "1.36", admins: pulumi.output([]) })).to.match(
      /^InputError: HardenedCluster "prod": network: received nothing; .*\n.*: admins: received an output/,
    );
  });

  it("names all problems of its arguments together, before any resource is registered", async () => {
    const args = {
      name: "my cluster",
      kubernetesVersion: "1.20",
      network: { ...network, cidr: "10.64.0.0" },
      admins: [],
      deployRole: "arn:aws:sts::111122223333:assumed-role/deployer/me",
      people: { issuerUrl: "http://x", clientId: "", groupsPrefix: "system:" },
      apiAccess: [{ cidr: "0.0.0.0/0", reason: "" }],
      serviceCidr: "10.0.0.0/8",
      auditRetentionDays: 30,
      systemPool: { minSize: 0 },
      nodeClasses: ["gold"],
      lifecycle: "eternal",
    } as unknown as HardenedClusterArgs;
    expect(clusterProblems("prod", args, "2026-11-21").map(({ path }) => path)).to.have.members([
      "name",
      "kubernetesVersion",
      "network.cidr",
      "serviceCidr",
      "admins",
      "deployRole",
      "people.issuerUrl",
      "people.clientId",
      "people.groupsPrefix",
      "apiAccess[0].cidr",
      "apiAccess[0].reason",
      "auditRetentionDays",
      "systemPool.minSize",
      "nodeClasses[0]",
      "lifecycle",
    ]);
    expect(await failureOf(deployCluster(args))).to.match(/^InputError: HardenedCluster "prod": name: /);
  });
});
