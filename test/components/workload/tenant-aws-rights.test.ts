import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { PlatformNamespace } from "../../../components/platform/platform-namespace.ts";
import { inList, judgeTenants } from "../../../components/workload/check-tenants.ts";
import type { TenantArgs } from "../../../components/workload/tenant.ts";
import { awsWarnings } from "../../../components/workload/tenant-aws-rights.ts";
import { WorkloadNamespace } from "../../../components/workload/workload-namespace.ts";
import { deploy } from "../../harness.ts";
import { clusterRef } from "./fixtures.ts";

const policy = (action: string, resource: unknown = "*") => ({
  Version: "2012-10-17" as const,
  Statement: [{ Effect: "Allow", Action: action, Resource: resource }],
});
const waiver = {
  control: "aws-escalation",
  reason: "it rotates keys",
  owner: "iam-team",
  expires: "2999-01-01",
};
const tenant = (awsPolicy: unknown, more: object = {}) => ({
  name: "keys",
  team: "iam",
  workloads: { rotator: { awsPolicy } },
  ...more,
});
const paths = (...tenants: object[]) =>
  judgeTenants(tenants, { prefix: inList, today: "2026-11-28" }).problems.map(({ path }) => path);

describe("a tenant's rights in AWS", () => {
  it("must not escalate without a waiver", () => {
    const createKeys = policy("iam:CreateAccessKey");
    expect(paths(tenant(createKeys))).to.deep.equal([
      "tenants[0].workloads.rotator.awsPolicy.Statement[0].Action",
    ]);
    expect(paths(tenant(createKeys, { waivers: [waiver] }))).to.deep.equal([]);
    expect(paths(tenant(createKeys, { waivers: [{ ...waiver, expires: "2026-11-27" }] }))).to.deep.equal([
      "tenants[0].waivers[0].expires",
    ]);
  });

  it("come together with all other problems, and aren't guessed while the waivers are faulty", () => {
    const bad = policy("iam:CreateAccessKey");
    const other = { name: "other", team: "", workloads: { a: { awsPolicy: bad } } };
    expect(paths(tenant(bad, { size: "huge" }), other)).to.have.members([
      "tenants[0].size",
      "tenants[0].workloads.rotator.awsPolicy.Statement[0].Action",
      "tenants[1].team",
      "tenants[1].workloads.a.awsPolicy.Statement[0].Action",
    ]);
    expect(paths(tenant(bad, { waivers: [{ control: "aws-escalation" }] }))).to.deep.equal([
      "tenants[0].waivers[0].reason",
      "tenants[0].waivers[0].owner",
      "tenants[0].waivers[0].expires",
    ]);
  });

  const create = (awsPolicy: unknown, preview = false) =>
    deploy(
      () => {
        new WorkloadNamespace("keys", { cluster: clusterRef(), ...(tenant(awsPolicy) as TenantArgs) });
      },
      { preview },
    );

  it("must not escalate in a platform namespace either", async () => {
    const build = (waivers: (typeof waiver)[]) =>
      deploy(() => {
        new PlatformNamespace("keys", {
          cluster: clusterRef(),
          namespace: "keys",
          images: ["registry.example.com/keys"],
          workloads: { rotator: { awsPolicy: policy("iam:CreateAccessKey") } },
          waivers,
        });
      });
    const failure = await build([]).catch((error: Error) => error.message);
    expect(failure)
      .to.include("workloads.rotator.awsPolicy.Statement[0].Action")
      .and.include("aws-escalation");
    await build([waiver]);
  });

  it("are judged when an output's value is known", async () => {
    const failure = await create(pulumi.output(policy("iam:CreateAccessKey"))).catch(
      (error: Error) => error.message,
    );
    expect(failure).to.include('WorkloadNamespace "keys": workloads.rotator.awsPolicy.Statement[0].Action');
  });

  it("are judged when an output inside of the policy is known", async () => {
    const arn = pulumi.output("arn:aws:iam::111122223333:role/*");
    const failure = await create(policy("sts:AssumeRole", arn)).catch((error: Error) => error.message);
    expect(failure).to.include("workloads.rotator.awsPolicy.Statement[0].Action");
    await create(policy("sts:AssumeRole", pulumi.output("arn:aws:iam::111122223333:role/reader")));
  });
});

describe("the warnings about a tenant's rights in AWS", () => {
  it("name the tenant, the workload, and what to change", () => {
    const cluster = { egress: "none", endpointServices: ["ec2"] } as const;
    const warnings = awsWarnings(tenant(policy("s3:GetObject")) as TenantArgs, cluster);
    expect(warnings[0]).to.equal(
      "keys: workloads.rotator.awsPolicy reads the whole account: s3:GetObject on *; " +
        "a narrower resource is arn:aws:s3:::BUCKETNAME/OBJECTNAME.",
    );
    expect(warnings[1]).to.match(
      /^keys: workloads\.rotator\.awsPolicy: Calls of s3:GetObject need the endpoint s3/,
    );
    expect(warnings).to.have.length(2);
  });
});
