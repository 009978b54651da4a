import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Tenants } from "../../components/index.ts";
import { adoptNamespace } from "../../docs/examples/transforms/adopt-namespace.ts";
import { ignoreNodeCount } from "../../docs/examples/transforms/ignore-node-count.ts";
import { keepOldName } from "../../docs/examples/transforms/keep-old-name.ts";
import { raiseOneQuota } from "../../docs/examples/transforms/raise-one-quota.ts";
import { tagAwsResources } from "../../docs/examples/transforms/tag-aws-resources.ts";
import { waitLonger } from "../../docs/examples/transforms/wait-longer.ts";
import { clusterRef } from "../components/workload/fixtures.ts";
import { deploy } from "../harness.ts";

const docs = join(import.meta.dirname, "../../docs");
const page = readFileSync(join(docs, "transforms.md"), "utf8");
const folder = join(docs, "examples/transforms");

const awsPolicy = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::shop/*" }],
} as const;

/** Two tenants below a component with the transform. */
const tenants = (transform: pulumi.ResourceTransform, name = "shop") =>
  deploy(() => {
    new Tenants(
      name,
      {
        cluster: clusterRef(),
        tenants: [
          { name: "batch", team: "shop", workloads: { api: { awsPolicy } } },
          { name: "legacy", team: "shop" },
        ],
      },
      { transforms: [transform] },
    );
  });

/** The result of a transform for one resource. */
const transformed = (transform: pulumi.ResourceTransform, type: string, props: object) =>
  transform({ custom: true, type, name: "shop-x", props, opts: {} }) as
    | { readonly props: object; readonly opts: object }
    | undefined;

describe("the transforms cookbook", () => {
  for (const file of readdirSync(folder)) {
    it(`has the text of ${file}`, () => {
      expect(page).to.include(`\`\`\`ts\n${readFileSync(join(folder, file), "utf8")}\`\`\``);
    });
  }

  it("raises one number of one quota", async () => {
    const { one } = await tenants(raiseOneQuota);
    const quota = (name: string) =>
      one("kubernetes:core/v1:ResourceQuota", `shop-${name}-quota`).inputs["spec"].hard;
    expect(quota("batch")).to.deep.equal({ ...quota("legacy"), "count/jobs.batch": "500" });
    expect(quota("legacy")["count/jobs.batch"]).to.equal("40");
  });

  it("tags resources below one component", async () => {
    class Part extends pulumi.ComponentResource {}
    const { one } = await deploy(() => {
      const part = new Part("test:index:Part", "part", {}, { transforms: [tagAwsResources] });
      new aws.iam.Role("inside", { assumeRolePolicy: "{}", tags: { team: "a" } }, { parent: part });
      new aws.iam.Role("outside", { assumeRolePolicy: "{}", tags: { team: "a" } });
    });
    expect(one("aws:iam/role:Role", "inside").inputs["tags"]).to.deep.equal({
      team: "a",
      "cost-center": "4711",
    });
    expect(one("aws:iam/role:Role", "outside").inputs["tags"]).to.deep.equal({ team: "a" });
  });

  it("changes options of the resources that it names, and of no others", () => {
    const cases: [pulumi.ResourceTransform, string, object, object][] = [
      [
        adoptNamespace,
        "kubernetes:core/v1:Namespace",
        { metadata: { name: "legacy" } },
        { import: "legacy" },
      ],
      [ignoreNodeCount, "aws:eks/nodeGroup:NodeGroup", {}, { ignoreChanges: ["scalingConfig.desiredSize"] }],
      [waitLonger, "aws:eks/nodeGroup:NodeGroup", {}, { customTimeouts: { create: "90m", update: "90m" } }],
    ];
    for (const [transform, type, props, opts] of cases) {
      expect(transformed(transform, type, props)).to.deep.equal({ props, opts });
      expect(transformed(transform, "aws:iam/role:Role", { metadata: { name: "x" } })).to.equal(undefined);
    }
    expect(transformed(keepOldName, "aws:iam/role:Role", {})?.opts).to.deep.equal({
      aliases: [{ name: "old-x" }],
    });
  });

  it("keeps the names of a component's resources as aliases", async () => {
    const [old, renamed] = [await tenants(() => undefined, "old"), await tenants(keepOldName)];
    const names = ({ resources }: typeof old) =>
      resources
        .filter(({ parent }) => parent !== "")
        .map(({ name }) => name.replace(/^(old|shop)-/, ""))
        .sort();
    expect(names(renamed)).to.deep.equal(names(old));
  });
});
