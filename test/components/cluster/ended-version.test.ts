import { expect } from "chai";
import { supportedVersionControl } from "../../../components/cluster/version-support.ts";
import { fixToday } from "../../../components/shared/clock.ts";
import { deployCluster } from "./cluster.ts";

/** Requirements: A11. */
describe("HardenedCluster after the end of its version's standard support", () => {
  const waiver = {
    control: supportedVersionControl,
    reason: "the upgrade waits for the billing team's tests",
    owner: "platform",
    expires: "2027-06-30",
  };

  before(() => fixToday("2027-04-01"));
  after(() => fixToday(undefined));

  /** Deploys version 1.35 of the cluster `prod` into an account that has `clusters`, by name and version. */
  function deploy(
    clusters: Readonly<Record<string, string>> | undefined,
    waivers: readonly (typeof waiver)[] = [],
  ) {
    return deployCluster(
      { kubernetesVersion: "1.35", waivers },
      {
        invoke: (token, args) => {
          switch (token) {
            case "aws:eks/getClusters:getClusters":
              return clusters === undefined ? {} : { names: Object.keys(clusters) };
            case "aws:eks/getCluster:getCluster":
              return {
                ...args,
                version: clusters?.[String(args["name"])],
                tags: { "casemate.dev/stack": "organization/project/stack" },
              };
            default:
              return undefined;
          }
        },
      },
    );
  }

  /** The message of a refusal. Fails if anything but the component was registered. */
  async function refusal(...args: Parameters<typeof deploy>): Promise<string> {
    return deploy(...args).then(
      () => expect.fail("expected a refusal"),
      (error: Error) => error.message,
    );
  }

  it("refuses a new cluster, even with a waiver", async () => {
    for (const waivers of [[], [waiver]]) {
      expect(await refusal({ other: "1.35" }, waivers)).to.match(
        /kubernetesVersion: received "1\.35"; allowed: a version in standard support: 1\.36\. Standard support of 1\.35 ended/,
      );
    }
  });

  it("refuses to set a cluster to it", async () => {
    expect(await refusal({ prod: "1.34" }, [waiver])).to.contain("Standard support of 1.35 ended");
  });

  it("requires a waiver if the cluster runs it already", async () => {
    expect(await refusal({ prod: "1.35" })).to.contain(`a waiver of ${supportedVersionControl} in waivers`);
    const { all } = await deploy({ prod: "1.35" }, [waiver]);
    expect(all("eks:index:Cluster")).to.have.length(1);
  });

  it("names a waiver that has expired", async () => {
    expect(await refusal({ prod: "1.35" }, [{ ...waiver, expires: "2027-03-31" }])).to.contain(
      'waivers[0].expires: received "2027-03-31"; allowed: 2027-04-01 or later.',
    );
  });

  it("only warns if no account answers, for example in a plan", async () => {
    const { all } = await deploy(undefined);
    expect(all("eks:index:Cluster")).to.have.length(1);
  });
});
