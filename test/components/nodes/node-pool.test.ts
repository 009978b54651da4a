import { expect } from "chai";
import { parse } from "yaml";
import type { ClusterRef } from "../../../components/contract/cluster-ref.ts";
import { architectureOf } from "../../../components/nodes/ami-type.ts";
import { NodePool } from "../../../components/nodes/node-pool.ts";
import type { NodePoolArgs, NodesRef } from "../../../components/nodes/node-pool-args.ts";
import { nodePoolProblems } from "../../../components/nodes/node-pool-schema.ts";
import { deploy } from "../../harness.ts";
import { authority } from "./authority.ts";

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

/** The document that nodeadm merges with EKS's own. */
// biome-ignore lint/suspicious/noExplicitAny: tests reach into any field
function nodeConfigOf(text: string): any {
  const document = /^Content-Type: application\/node\.eks\.aws\n\n([\s\S]*?)\n--casemate/m.exec(text)?.[1];
  return parse(document ?? "").spec;
}

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
    expect(part).to.contain("Content-Type: application/node.eks.aws").and.to.contain('"seccompDefault":true');
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

  for (const [os, type, image] of [
    ["bottlerocket", "g6.xlarge", "BOTTLEROCKET_x86_64_NVIDIA"],
    ["bottlerocket", "g5g.xlarge", "BOTTLEROCKET_ARM_64_NVIDIA"],
    ["bottlerocket", "p5en.48xlarge", "BOTTLEROCKET_x86_64_NVIDIA"],
    ["al2023", "gr6.4xlarge", "AL2023_x86_64_NVIDIA"],
    ["al2023", "p6e-gb200.36xlarge", "AL2023_ARM_64_NVIDIA"],
    ["al2023", "inf2.xlarge", "AL2023_x86_64_NEURON"],
    ["al2023", "trn1n.32xlarge", "AL2023_x86_64_NEURON"],
    ["al2023", "m7i.large", "AL2023_x86_64_STANDARD"],
    ["bottlerocket", "i4g.large", "BOTTLEROCKET_ARM_64"],
  ] as const) {
    it(`starts ${type} with ${os} from the image ${image}`, async () => {
      expect((await group({ os, instanceTypes: [type] }))["amiType"]).to.equal(image);
    });
  }

  for (const [os, types, path, message] of [
    ["bottlerocket", ["inf2.xlarge"], "instanceTypes[0]", 'Set os: "al2023"'],
    ["bottlerocket", ["g4ad.xlarge"], "instanceTypes[0]", "drivers of NVIDIA and Neuron only"],
    ["al2023", ["dl1.24xlarge"], "instanceTypes[0]", "drivers of NVIDIA and Neuron only"],
    ["bottlerocket", ["g6.xlarge", "m7i.large"], "instanceTypes[1]", "a pool for each kind of accelerator"],
    ["bottlerocket", ["m7i.large", "g6.xlarge"], "instanceTypes[1]", "a pool for each kind of accelerator"],
  ] as const) {
    it(`refuses ${types.join(", ")} with ${os}`, () => {
      const problems = nodePoolProblems("pool", { cluster, nodes, os, instanceTypes: types as never });
      expect(problems).to.have.length(1);
      expect(problems[0]?.path).to.equal(path);
      expect(problems[0]?.fix).to.include(message);
    });
  }

  it("can be older than the control plane, and never newer", async () => {
    expect(await group({ kubernetesVersion: "1.33" })).to.deep.include({ version: "1.33" });
    const problems = (kubernetesVersion: string) =>
      nodePoolProblems("pool", { cluster, nodes, kubernetesVersion }).map(({ path }) => path);
    expect(problems("1.32")).to.deep.equal([]);
    expect(problems("1.31")).to.deep.equal(["kubernetesVersion"]);
    expect(problems("1.36")).to.deep.equal(["kubernetesVersion"]);
  });

  it("passes capacity, release and the way of an update on to EKS", async () => {
    const inputs = await group({
      capacityType: "spot",
      releaseVersion: "1.52.0-7f1c4a3e",
      forceUpdateVersion: true,
      updateConfig: { maxUnavailablePercentage: 25 },
    });
    expect(inputs).to.deep.include({
      capacityType: "SPOT",
      releaseVersion: "1.52.0-7f1c4a3e",
      forceUpdateVersion: true,
      updateConfig: { maxUnavailablePercentage: 25, updateStrategy: "DEFAULT" },
    });
    expect(await group()).to.not.have.any.keys("capacityType", "releaseVersion", "forceUpdateVersion");
  });

  describe("taints", () => {
    const taints = [
      { key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" },
      { key: "nvidia.com/gpu", value: "present", effect: "NoExecute" },
      { key: "example.com/batch", effect: "PreferNoSchedule" },
    ] as const;

    it("reach EKS in its own notation, after those of the class", async () => {
      expect((await group({ class: "pci", taints }))["taints"]).to.deep.equal([
        { key: "casemate.dev/class", value: "pci", effect: "NO_SCHEDULE" },
        { key: "nvidia.com/gpu", value: "present", effect: "NO_SCHEDULE" },
        { key: "nvidia.com/gpu", value: "present", effect: "NO_EXECUTE" },
        { key: "example.com/batch", value: "", effect: "PREFER_NO_SCHEDULE" },
      ]);
    });

    it("are registered by Bottlerocket's kubelet itself, those of the class too", async () => {
      const text = await userDataOf({ class: "pci", taints });
      expect(text).to.include(
        [
          "[settings.kubernetes.node-taints]",
          '"casemate.dev/class" = "pci:NoSchedule"',
          '"nvidia.com/gpu" = ["present:NoSchedule","present:NoExecute"]',
          '"example.com/batch" = ":PreferNoSchedule"',
          "",
        ].join("\n"),
      );
      expect(await userDataOf({ class: "system" })).to.include('"CriticalAddonsOnly" = "true:NoSchedule"');
      expect(await userDataOf()).to.not.include("node-taints");
    });

    it("are registered by AL2023's kubelet itself", async () => {
      const spec = nodeConfigOf(await userDataOf({ os: "al2023", class: "pci", taints }));
      expect(spec.kubelet.config.registerWithTaints).to.deep.equal([
        { key: "casemate.dev/class", value: "pci", effect: "NoSchedule" },
        { key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" },
        { key: "nvidia.com/gpu", value: "present", effect: "NoExecute" },
        { key: "example.com/batch", value: "", effect: "PreferNoSchedule" },
      ]);
      expect(nodeConfigOf(await userDataOf({ os: "al2023" })).kubelet.config).to.not.have.property(
        "registerWithTaints",
      );
    });

    for (const [taint, path] of [
      [{ key: "casemate.dev/class", value: "pci", effect: "NoSchedule" }, "taints[0].key"],
      [{ key: "CriticalAddonsOnly", effect: "NoSchedule" }, "taints[0].key"],
      [{ key: "node.kubernetes.io/not-ready", effect: "NoExecute" }, "taints[0].key"],
      [{ key: "a", effect: "NO_SCHEDULE" }, "taints[0].effect"],
      [{ key: "a b", effect: "NoSchedule" }, "taints[0].key"],
      [{ key: "a", value: 'b"c', effect: "NoSchedule" }, "taints[0].value"],
    ] as const) {
      it(`refuse ${JSON.stringify(taint)}`, () => {
        const problems = nodePoolProblems("pool", { cluster, nodes, taints: [taint as never] });
        expect(problems.map((problem) => problem.path)).to.deep.equal([path]);
      });
    }
  });

  describe("tags", () => {
    const defaults = { owner: "platform", stage: "prod" };
    const tagged = (args: Partial<NodePoolArgs> = {}, given = defaults) =>
      deploy(() => new NodePool("pool", { cluster, nodes, ...args }), {
        outputs: () => ({ latestVersion: 7 }),
        invoke: (token) => (token.endsWith(":getDefaultTags") ? { tags: given } : undefined),
      });

    it("reach instances, volumes and network interfaces: the provider's, the cluster's and the pool's", async () => {
      const deployment = await tagged({
        nodes: { ...nodes, settings: { tags: { stage: "blue", team: "core" } } },
        tags: { team: "shop" },
      });
      const expected = { owner: "platform", stage: "blue", team: "shop" };
      expect(
        deployment.one("aws:ec2/launchTemplate:LaunchTemplate").inputs["tagSpecifications"],
      ).to.deep.equal(
        ["instance", "volume", "network-interface"].map((resourceType) => ({ resourceType, tags: expected })),
      );
      // The provider adds its own tags here.
      expect(deployment.one("aws:eks/nodeGroup:NodeGroup").inputs["tags"]).to.deep.equal({
        stage: "blue",
        team: "shop",
      });
    });

    it("are only the provider's without others, and none without any", async () => {
      const specifications = async (deployment: ReturnType<typeof tagged>) =>
        (await deployment).one("aws:ec2/launchTemplate:LaunchTemplate").inputs["tagSpecifications"];
      expect((await specifications(tagged()))[0].tags).to.deep.equal(defaults);
      expect(await specifications(tagged({}, {} as never))).to.deep.equal([]);
      expect(await specifications(deployPool())).to.deep.equal([]);
    });

    it("refuses AWS's own prefix", () => {
      const problems = nodePoolProblems("pool", { cluster, nodes, tags: { "aws:name": "x" } });
      expect(problems.map(({ path }) => path)).to.deep.equal(['tags["aws:name"]']);
    });
  });

  describe("a proxy and private authorities", () => {
    const settings = {
      proxy: { url: "http://proxy.example.com:3128", noProxy: [".example.com"] },
      certificateAuthorities: [authority],
    };
    const args = {
      cluster: { ...cluster, vpcCidr: "10.0.0.0/16", additionalCidrs: ["100.64.0.0/16"] },
      nodes: { ...nodes, settings },
    };
    const direct = [
      "169.254.0.0/16",
      "10.0.0.0/16",
      "100.64.0.0/16",
      "10.100.0.0/16",
      ".amazonaws.com",
      ".example.com",
    ];

    it("are set on Bottlerocket, which reaches the cluster and AWS directly", async () => {
      const text = await userDataOf(args);
      expect(text).to.include('[settings.network]\nhttps-proxy = "http://proxy.example.com:3128"\n');
      expect(JSON.parse(/^no-proxy = (.*)$/m.exec(text)?.[1] ?? "")).to.include.members(direct);
      expect(text).to.include("[settings.pki.authority-0]").and.to.include("trusted = true");
      const data = /^data = "(.*)"$/m.exec(text)?.[1] ?? "";
      expect(Buffer.from(data, "base64").toString()).to.equal(authority);
    });

    it("are set on AL2023", async () => {
      const text = await userDataOf({ ...args, os: "al2023" });
      const { HTTPS_PROXY, HTTP_PROXY, NO_PROXY } = nodeConfigOf(text).instance.environment.default;
      expect([HTTPS_PROXY, HTTP_PROXY]).to.deep.equal(Array(2).fill("http://proxy.example.com:3128"));
      expect(NO_PROXY.split(",")).to.include.members(direct);
      const [, script] = text.split("Content-Type: text/x-shellscript");
      expect(script).to.include("update-ca-trust").and.to.include(Buffer.from(authority).toString("base64"));
    });

    it("aren't set without them", async () => {
      for (const os of ["bottlerocket", "al2023"] as const) {
        expect(await userDataOf({ os })).to.not.match(/proxy|pki|shellscript/i);
      }
    });

    for (const [given, path] of [
      [{ proxy: { url: "proxy.example.com" } }, "nodes.settings.proxy.url"],
      [{ proxy: { url: "http://user:word@proxy.example.com:3128" } }, "nodes.settings.proxy.url"],
      [{ proxy: { url: 'http://proxy.example.com/"' } }, "nodes.settings.proxy.url"],
      [{ certificateAuthorities: ["text"] }, "nodes.settings.certificateAuthorities[0]"],
      [
        { certificateAuthorities: ["-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"] },
        "nodes.settings.certificateAuthorities[0]",
      ],
      [
        { certificateAuthorities: ["-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"] },
        "nodes.settings.certificateAuthorities[0]",
      ],
      [{ certificateAuthorities: Array(20).fill(authority) }, "nodes.settings.certificateAuthorities"],
    ] as const) {
      it(`refuse ${JSON.stringify(given).slice(0, 60)}`, () => {
        const problems = nodePoolProblems("pool", { cluster, nodes: { ...nodes, settings: given } });
        expect(problems.map((problem) => problem.path)).to.deep.equal([path]);
        expect(JSON.stringify(problems)).to.not.include("word@");
      });
    }
  });

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
