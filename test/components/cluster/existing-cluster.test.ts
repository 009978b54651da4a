import { expect } from "chai";
import { existingClusterProblems } from "../../../components/cluster/existing-cluster.ts";
import { HardenedCluster } from "../../../components/index.ts";
import { fixToday } from "../../../components/shared/clock.ts";
import { deploy } from "../../harness.ts";
import { clusterArgs } from "./cluster.ts";

const stack = "organization/project/stack";
const arn = "arn:aws:eks:eu-central-1:111122223333:cluster/prod";
const wanted = { clusterName: "prod", nameField: "name" as const, serviceCidr: "172.20.0.0/16", stack };

describe("a cluster that exists already", () => {
  // A new cluster needs a version in standard support.
  before(() => fixToday("2026-11-28"));
  after(() => fixToday(undefined));

  it("is no problem if it belongs to this stack, or isn't there", () => {
    const own = { arn, version: "1.35", stack, serviceCidr: "172.20.0.0/16" };
    for (const existing of [undefined, "absent", own] as const) {
      expect(existingClusterProblems(existing, wanted)).to.deep.equal([]);
    }
  });

  for (const [owner, tag] of [
    ["another stack", { stack: "organization/project/other" }],
    ["an unknown owner", {}],
  ] as const) {
    it(`takes the name if it belongs to ${owner}`, () => {
      const [problem] = existingClusterProblems({ arn, version: "1.35", ...tag }, wanted);
      expect(problem).to.include({ path: "name", received: "prod" });
      expect(problem?.fix).to.include(`--tags casemate.dev/stack=${stack}`).and.to.include(arn);
    });
  }

  it("keeps its range of Services", () => {
    const [problem] = existingClusterProblems(
      { arn, version: "1.35", stack, serviceCidr: "10.100.0.0/16" },
      wanted,
    );
    expect(problem).to.include({ path: "serviceCidr", received: "172.20.0.0/16" });
  });

  it("stops the component before its first resource, and the cluster carries the tag", async () => {
    const answers = (names: string[]) => (token: string) =>
      token === "aws:eks/getClusters:getClusters"
        ? { names }
        : token === "aws:eks/getCluster:getCluster"
          ? { arn, version: "1.35", tags: {}, kubernetesNetworkConfigs: [] }
          : undefined;
    const error = await deploy(() => new HardenedCluster("prod", clusterArgs), {
      invoke: answers(["prod"]),
    }).then(
      () => undefined,
      (thrown: Error) => thrown,
    );
    expect(error?.message)
      .to.include('HardenedCluster "prod"')
      .and.to.include("has no tag casemate.dev/stack");
    const { resources } = await deploy(() => new HardenedCluster("prod", clusterArgs), {
      invoke: answers(["other"]),
    });
    const created = resources
      .filter(({ type }) => type === "aws:eks/cluster:Cluster")
      .map(({ inputs }) => inputs["tags"]);
    expect(created).to.deep.equal([{ Name: "prod-eksCluster", "casemate.dev/stack": stack }]);
  });
});
