import { expect } from "chai";
import type { ClusterRef } from "../../../components/contract/cluster-ref.ts";
import { architectureOf } from "../../../components/nodes/ami-type.ts";
import { NodePool } from "../../../components/nodes/node-pool.ts";
import type { NodePoolArgs, NodesRef } from "../../../components/nodes/node-pool-args.ts";
import { nodePoolProblems } from "../../../components/nodes/node-pool-schema.ts";
import { deploy } from "../../harness.ts";

/** A cluster that Casemate didn't create. */
const cluster: Pick<ClusterRef, "clusterName" | "kubernetesVersion" | "serviceCidr"> = {
  clusterName: "own",
  kubernetesVersion: "1.35",
  serviceCidr: "10.100.0.0/16",
};
const nodes: NodesRef = { subnetIds: ["subnet-1"], securityGroupIds: ["sg-nodes"], diskKeyArn: "key-arn" };

const deployPool = (args: Partial<NodePoolArgs> = {}) =>
  deploy(() => new NodePool("pool", { cluster, nodes, ...args }), { outputs: () => ({ latestVersion: 7 }) });
const group = async (args?: Partial<NodePoolArgs>) =>
  (await deployPool(args)).one("aws:eks/nodeGroup:NodeGroup").inputs;
const template = async (args?: Partial<NodePoolArgs>) =>
  (await deployPool(args)).one("aws:ec2/launchTemplate:LaunchTemplate").inputs;
const userDataOf = async (args?: Partial<NodePoolArgs>) =>
  Buffer.from((await template(args))["userData"], "base64").toString();

describe("NodePool", () => {
  it("joins your own cluster, in the cluster's version", async () => {
    expect(await group()).to.deep.include({
      clusterName: "own",
      version: "1.35",
      amiType: "BOTTLEROCKET_x86_64",
      subnetIds: ["subnet-1"],
      launchTemplate: { id: "pool-id", version: "7" },
    });
  });

  it("prevents pods from reaching instance metadata", async () => {
    expect((await template())["metadataOptions"]).to.deep.include({
      httpTokens: "required",
      httpPutResponseHopLimit: 1,
    });
  });

  it("has no SSH key, no public address and no remote access", async () => {
    expect(await template()).to.not.have.any.keys("keyName", "imageId", "iamInstanceProfile");
    expect((await template())["networkInterfaces"][0]).to.include({ associatePublicIpAddress: "false" });
    expect(await group()).to.not.have.property("remoteAccess");
  });

  for (const [os, devices] of [
    ["bottlerocket", ["/dev/xvda", "/dev/xvdb"]],
    ["al2023", ["/dev/xvda"]],
  ] as const) {
    it(`encrypts every disk of ${os} under the customer key`, async () => {
      const mappings: { deviceName: string; ebs: object }[] = (await template({ os }))["blockDeviceMappings"];
      expect(mappings.map(({ deviceName }) => deviceName)).to.deep.equal(devices);
      for (const { ebs } of mappings) {
        expect(ebs).to.deep.include({ encrypted: "true", kmsKeyId: "key-arn" });
      }
    });
  }

  it("sets the size of the disk that pods write to", async () => {
    const sizes = async (os: "bottlerocket" | "al2023") =>
      (await template({ os, diskSizeGiB: 80 }))["blockDeviceMappings"].map(
        ({ ebs }: { ebs: { volumeSize?: number } }) => ebs.volumeSize,
      );
    expect(await sizes("bottlerocket")).to.deep.equal([undefined, 80]);
    expect(await sizes("al2023")).to.deep.equal([80]);
  });

  it("hardens Bottlerocket, and sets the address of the cluster's DNS", async () => {
    const text = await userDataOf();
    const sections = Object.fromEntries(
      text.split(/\n?\[/).map((section) => [section.split("]")[0], section.split("\n").slice(1)]),
    );
    expect(sections["settings.kubernetes"]).to.include.members([
      'cluster-dns-ip = "10.100.0.10"',
      "seccomp-default = true",
    ]);
    expect(sections["settings.host-containers.admin"]).to.include("enabled = false");
    expect(sections["settings.host-containers.control"]).to.include("enabled = false");
    expect(sections["settings.kernel"]).to.include('lockdown = "integrity"');
  });

  it("hardens AL2023 with a NodeConfig in MIME", async () => {
    const [head, part, end] = (await userDataOf({ os: "al2023" })).split(/^--casemate(?:--)?$/m);
    expect(head).to.contain('boundary="casemate"');
    expect(part).to.contain("Content-Type: application/node.eks.aws").and.to.contain("seccompDefault: true");
    expect(end).to.equal("\n");
  });

  it("taints the nodes of a class with own nodes", async () => {
    expect((await group({ class: "pci" }))["taints"]).to.deep.equal([
      { key: "casemate.dev/class", value: "pci", effect: "NO_SCHEDULE" },
    ]);
    expect((await group({ class: "standard" }))["taints"]).to.deep.equal([]);
    expect((await group({ class: "system" }))["taints"]).to.deep.equal([
      { key: "CriticalAddonsOnly", value: "true", effect: "NO_SCHEDULE" },
    ]);
  });

  it("labels nodes with their class, with a key that the kubelet may set", async () => {
    const { labels } = await group({ class: "pci", labels: { "example.com/zone": "a" } });
    expect(labels).to.deep.equal({ "casemate.dev/node-class": "pci", "example.com/zone": "a" });
    for (const key of Object.keys(labels)) {
      expect(key).to.not.match(/kubernetes\.io|k8s\.io/);
    }
  });

  it("has limits, and replaces nodes one at a time, the new one first", async () => {
    expect(await group({ minSize: 3 })).to.deep.include({
      scalingConfig: { minSize: 3, maxSize: 6, desiredSize: 3 },
      updateConfig: { maxUnavailable: 1, updateStrategy: "DEFAULT" },
    });
  });

  it("uses the ARM image for Graviton instances", async () => {
    expect((await group({ instanceTypes: ["m7g.large", "c8gd.xlarge"] }))["amiType"]).to.equal(
      "BOTTLEROCKET_ARM_64",
    );
    expect((await group({ os: "al2023", instanceTypes: ["t4g.medium"] }))["amiType"]).to.equal(
      "AL2023_ARM_64_STANDARD",
    );
  });

  for (const [type, architecture] of [
    ["m6i.large", "x86_64"],
    ["g4dn.xlarge", "x86_64"],
    ["g6.xlarge", "x86_64"],
    ["c7i-flex.large", "x86_64"],
    ["u-6tb1.metal", "x86_64"],
    ["g5g.xlarge", "arm64"],
    ["im4gn.large", "arm64"],
    ["x2gd.medium", "arm64"],
    ["a1.large", "arm64"],
  ] as const) {
    it(`recognizes ${type} as ${architecture}`, () => {
      expect(architectureOf(type)).to.equal(architecture);
    });
  }

  it("gives nodes only the rights to join and to pull images", async () => {
    const deployment = await deployPool();
    const attachments = deployment.all("aws:iam/rolePolicyAttachment:RolePolicyAttachment");
    expect(attachments.map(({ inputs }) => inputs["policyArn"])).to.deep.equal([
      "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
    ]);
    const { policy } = deployment.one("aws:iam/rolePolicy:RolePolicy").inputs;
    const actions = JSON.parse(policy).Statement.flatMap(({ Action }: { Action: string[] }) => Action);
    expect(actions).to.have.members([
      "ec2:DescribeInstances",
      "ec2:DescribeInstanceTypes",
      "eks:DescribeCluster",
      "eks-auth:AssumeRoleForPodIdentity",
    ]);
  });

  it("waits for its role's policies", async () => {
    const deployment = await deployPool();
    const { dependencies } = deployment.one("aws:eks/nodeGroup:NodeGroup");
    for (const { urn } of [
      ...deployment.all("aws:iam/rolePolicyAttachment:RolePolicyAttachment"),
      ...deployment.all("aws:iam/rolePolicy:RolePolicy"),
    ]) {
      expect(dependencies).to.include(urn);
    }
  });

  it("names all problems together, before any resource is registered", async () => {
    const args = {
      instanceTypes: ["m6i.large", "m7g.large", "large"],
      minSize: 0,
      diskSizeGiB: 8,
      labels: {
        "node-restriction.kubernetes.io/x": "y",
        "casemate.dev/node-class": "pci",
        "kubernetes.io/x": "y",
      },
    } as const;
    expect(nodePoolProblems("pool/1", { cluster, nodes, ...args }).map(({ path }) => path)).to.have.members([
      "name",
      "instanceTypes[1]",
      "instanceTypes[2]",
      "minSize",
      "diskSizeGiB",
      'labels["node-restriction.kubernetes.io/x"]',
      'labels["casemate.dev/node-class"]',
      'labels["kubernetes.io/x"]',
    ]);
    const failure: unknown = await deployPool(args).catch((error: unknown) => error);
    expect(failure).to.have.property("name", "InputError");
  });

  for (const [minSize, maxSize] of [
    [3, 2],
    [1, 451],
    [300, undefined],
    [1, 1.5],
  ] as const) {
    it(`refuses ${minSize} to ${maxSize ?? "twice as many"} nodes`, () => {
      const problems = nodePoolProblems("pool", {
        cluster,
        nodes,
        minSize,
        ...(maxSize !== undefined && { maxSize }),
      });
      expect(problems.map(({ path }) => path)).to.deep.equal(["maxSize"]);
    });
  }
});
