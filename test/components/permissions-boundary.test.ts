import { expect } from "chai";
import { ClusterNetwork, HardenedCluster, NodePool, WorkloadNamespace } from "../../components/index.ts";
import { podBoundary } from "../../components/workload/pod-boundary.ts";
import { type Deployment, deploy } from "../harness.ts";
import { clusterArgs, controlPlane } from "./cluster/cluster.ts";
import { clusterRef, payments, refusal } from "./workload/fixtures.ts";

const permissionsBoundary = "arn:aws:iam::111122223333:policy/boundary";
const readTable = {
  Version: "2012-10-17" as const,
  Statement: [{ Effect: "Allow", Action: "dynamodb:GetItem", Resource: "arn:aws:dynamodb:*:*:table/cards" }],
};
const workloads = { api: { awsPolicy: readTable }, job: { awsPolicy: readTable }, web: {} };
const boundaries = ({ all }: Deployment) =>
  Object.fromEntries(
    all("aws:iam/role:Role").map(({ name, inputs }) => [name, inputs["permissionsBoundary"]]),
  );

describe("a permissions boundary", () => {
  it("limits every role that a program with it creates", async () => {
    const stack = await deploy(
      () => {
        const network = new ClusterNetwork("net", { cidr: "10.64.0.0/16", permissionsBoundary });
        const cluster = new HardenedCluster("prod", { ...clusterArgs, network, permissionsBoundary });
        new NodePool("prod-batch", { cluster, nodes: cluster.nodes });
        new WorkloadNamespace("pay", { ...payments, cluster, workloads });
      },
      { outputs: (type) => (type === "eks:index:Cluster" ? { eksCluster: controlPlane } : {}) },
    );
    const roles = boundaries(stack);
    expect(Object.keys(roles)).to.include.members([
      "net-flow-logs",
      "prod-control-plane",
      "prod-vpc-cni",
      "prod-ebs-csi",
      "prod-system-node",
      "prod-batch-node",
      "pay-aws-api-role",
      "pay-aws-job-role",
    ]);
    expect(new Set(Object.values(roles))).to.deep.equal(new Set([permissionsBoundary]));
    expect(stack.all("aws:iam/policy:Policy")).to.deep.equal([]);
  });

  it("is created for pods of class pci if the cluster has none, one for a namespace", async () => {
    const stack = await deploy(() => {
      new WorkloadNamespace("pay", { ...payments, cluster: clusterRef(), workloads });
    });
    const { inputs, name } = stack.one("aws:iam/policy:Policy");
    expect(name).to.equal("pay-boundary");
    expect(JSON.parse(inputs["policy"])).to.deep.equal(podBoundary());
    expect(new Set(Object.values(boundaries(stack)))).to.deep.equal(
      new Set(["arn:aws:mock:eu-central-1:111122223333:pay-boundary"]),
    );
  });

  it("isn't created for other classes, or without a policy", async () => {
    const stack = await deploy(() => {
      const cluster = clusterRef();
      new WorkloadNamespace("a", { name: "a", team: "a", class: "sensitive", cluster, workloads });
      new WorkloadNamespace("b", { name: "b", team: "b", class: "pci", cluster });
    });
    expect(stack.all("aws:iam/policy:Policy")).to.deep.equal([]);
    expect(Object.values(boundaries(stack))).to.deep.equal([undefined, undefined]);
  });

  it("comes from the owner if a waiver allows what the created one denies", async () => {
    const waivers = [{ control: "aws-escalation", reason: "r", owner: "o", expires: "2999-01-01" }];
    const build = (cluster: ReturnType<typeof clusterRef>) =>
      new WorkloadNamespace("pay", { ...payments, cluster, waivers, workloads });
    const [line = "", ...others] = await refusal(build);
    expect(others).to.deep.equal([]);
    expect(line)
      .to.include('waivers[0].control: received "aws-escalation"')
      .and.include("permissionsBoundary");
    await deploy(() => build(clusterRef({ permissionsBoundary })));
  });
});
