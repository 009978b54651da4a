import * as k8s from "@pulumi/kubernetes";
import { expect } from "chai";
import { KarpenterNodes } from "../../../components/nodes/karpenter-nodes.ts";
import type { KarpenterNodesArgs } from "../../../components/nodes/karpenter-nodes-args.ts";
import { catalogue } from "../../../components/platform/software/index.ts";
import { InputError } from "../../../components/shared/input/input-error.ts";
import { deploy } from "../../harness.ts";

const facts = {
  clusterName: "own",
  kubernetesVersion: "1.35",
  vpcCidr: "10.64.0.0/16",
  serviceCidr: "10.100.0.0/16",
};
const nodes = { subnetIds: ["subnet-1", "subnet-2"], securityGroupIds: ["sg-1"], diskKeyArn: "arn:key" };

const deployed = (args: Partial<KarpenterNodesArgs> = {}) =>
  deploy(() => {
    const provider = new k8s.Provider("own", { clusterIdentifier: "own", kubeconfig: "{}" });
    return new KarpenterNodes("own", { cluster: { ...facts, provider }, nodes, ...args });
  });
const specOf = async (kind: string, args?: Partial<KarpenterNodesArgs>) => {
  const group = kind === "NodePool" ? "karpenter.sh" : "karpenter.k8s.aws";
  return (await deployed(args)).one(`kubernetes:${group}/v1:${kind}`).inputs["spec"];
};

describe("KarpenterNodes", () => {
  it("starts nodes by ids, without a public address", async () => {
    expect(await specOf("EC2NodeClass")).to.deep.include({
      amiSelectorTerms: [{ alias: "bottlerocket@latest" }],
      subnetSelectorTerms: [{ id: "subnet-1" }, { id: "subnet-2" }],
      securityGroupSelectorTerms: [{ id: "sg-1" }],
      associatePublicIPAddress: false,
    });
  });

  it("prevents pods from reaching instance metadata", async () => {
    expect((await specOf("EC2NodeClass")).metadataOptions).to.include({
      httpTokens: "required",
      httpPutResponseHopLimit: 1,
    });
  });

  it("encrypts both disks under the customer key", async () => {
    const mappings: { deviceName: string; ebs: object }[] = (await specOf("EC2NodeClass"))
      .blockDeviceMappings;
    expect(mappings.map(({ deviceName }) => deviceName)).to.deep.equal(["/dev/xvda", "/dev/xvdb"]);
    for (const { ebs } of mappings) {
      expect(ebs).to.include({ encrypted: true, kmsKeyID: "arn:key" });
    }
  });

  it("gives Bottlerocket the settings of node groups", async () => {
    const { userData } = await specOf("EC2NodeClass");
    expect(userData).to.include('cluster-dns-ip = "10.100.0.10"').and.include("seccomp-default = true");
  });

  it("labels and taints nodes of a class", async () => {
    const { template } = await specOf("NodePool", { pools: [{ class: "pci" }] });
    expect(template.metadata.labels).to.deep.equal({ "casemate.dev/node-class": "pci" });
    expect(template.spec.taints).to.deep.equal([
      { key: "casemate.dev/class", value: "pci", effect: "NoSchedule" },
    ]);
  });

  it("bounds costs, and the life of a node", async () => {
    const spec = await specOf("NodePool", { pools: [{ cpuLimit: 12 }] });
    expect(spec.limits).to.deep.equal({ cpu: "12" });
    expect(spec.template.spec.expireAfter).to.equal("336h");
  });

  it("has a role for each pool, which may join and which Karpenter may pass", async () => {
    const resources = await deployed({ pools: [{}, { class: "pci" }] });
    const roles = resources.all("aws:iam/role:Role").map(({ inputs }) => inputs["name"]);
    expect(roles).to.deep.equal(["own.karpenter.standard", "own.karpenter.pci"]);
    const entries = resources.all("aws:eks/accessEntry:AccessEntry").map(({ inputs }) => inputs["type"]);
    expect(entries).to.deep.equal(["EC2_LINUX", "EC2_LINUX"]);
    const passed = catalogue["karpenter"]?.workloads["karpenter"]?.aws?.policy?.Statement.find(
      ({ Sid }) => Sid === "PassNodeRoles",
    );
    const arn = String(passed?.Resource).replace("{cluster}", "own");
    const pattern = new RegExp(
      `^${arn
        .replace(/^.*role\//, "")
        .replaceAll(".", "\\.")
        .replace("*", ".*")}$`,
    );
    expect(roles.every((role) => pattern.test(role))).to.equal(true);
  });

  it("reads interruptions from the queue that the catalogue names", async () => {
    const resources = await deployed();
    const queue = resources.one("aws:sqs/queue:Queue").inputs;
    const read = catalogue["karpenter"]?.workloads["karpenter"]?.aws?.policy?.Statement.find(
      ({ Sid }) => Sid === "ReadInterruptions",
    );
    expect(String(read?.Resource).replaceAll("{cluster}", "own")).to.match(new RegExp(`:${queue["name"]}$`));
    expect(resources.all("aws:cloudwatch/eventRule:EventRule")).to.have.lengthOf(5);
    const policy = JSON.parse(resources.one("aws:sqs/queuePolicy:QueuePolicy").inputs["policy"]);
    const [send] = policy.Statement;
    expect(send.Principal).to.deep.equal({ Service: "events.amazonaws.com" });
    expect(send.Condition.ArnEquals["aws:SourceArn"]).to.have.lengthOf(5);
  });

  it("has its objects in an output, for GitOps", async () => {
    const resources = await deployed({ applyObjects: false });
    expect(resources.all("kubernetes:karpenter.sh/v1:NodePool")).to.deep.equal([]);
    expect(resources.all("aws:iam/role:Role")).to.have.lengthOf(1);
  });

  const broken: [string, Partial<KarpenterNodesArgs>, string][] = [
    ["two pools of one name", { pools: [{}, {}] }, "pools[1].name"],
    [
      "a type of another architecture",
      { pools: [{ instanceTypes: ["m7g.large"] }] },
      "pools[0].instanceTypes[0]",
    ],
    [
      "a label of Kubernetes' own domains",
      { pools: [{ labels: { "kubernetes.io/os": "linux" } }] },
      'pools[0].labels["kubernetes.io/os"]',
    ],
    ["a pool name that is too long for a role", { pools: [{ name: "a".repeat(60) }] }, "pools[0].name"],
    ["no pools", { pools: [] as never }, "pools"],
  ];
  for (const [what, args, path] of broken) {
    it(`refuses ${what}`, async () => {
      let thrown: unknown;
      await deployed(args).catch((error) => {
        thrown = error;
      });
      expect(thrown).to.be.instanceOf(InputError);
      expect((thrown as Error).message).to.include(path);
    });
  }
});
