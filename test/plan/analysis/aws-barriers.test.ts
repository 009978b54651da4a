import { expect } from "chai";
import { awsRights } from "../../../plan/analysis/aws-rights.ts";
import type { PlannedResource } from "../../../plan/document.ts";
import type { JsonObject } from "../../../plan/json.ts";
import { planned } from "../objects.ts";

const policy = (action: string | string[], more: JsonObject = {}) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: action, Resource: "*", ...more }],
  });
const tenant = (cluster: JsonObject) =>
  planned("casemate:workload:WorkloadNamespace", "pay", {
    urn: "urn:pay",
    custom: false,
    inputs: { clusterName: "prod", cluster: { vpcCidrs: ["10.0.0.0/16"], ...cluster } },
  });
const closed = { egress: "none", endpointServices: ["s3", "ec2"] };
const stopped = (document: string, cluster: JsonObject = closed, ...more: PlannedResource[]) =>
  awsRights(
    [
      tenant(cluster),
      planned("aws:iam/role:Role", "api", {
        parent: "urn:pay",
        inputs: { name: "api", inlinePolicies: [{ policy: document }] },
      }),
      planned("aws:eks/podIdentityAssociation:PodIdentityAssociation", "api", {
        inputs: { namespace: "pay", serviceAccount: "api", roleArn: "arn:aws:iam::1:role/api" },
      }),
      ...more,
    ],
    [],
  ).map(({ stoppedBy }) => stoppedBy);

describe("calls to AWS that never arrive", () => {
  it("are those without an endpoint", () => {
    expect(stopped(policy(["dynamodb:GetItem", "s3:GetObject"]))).to.deep.equal([["no endpoint dynamodb"]]);
    expect(stopped(policy("s3:GetObject"))).to.deep.equal([undefined]);
    expect(stopped(policy("dynamodb:GetItem"), { egress: "nat", endpointServices: [] })).to.deep.equal([
      undefined,
    ]);
    expect(stopped(policy("dynamodb:GetItem"), { egress: "none" })).to.deep.equal([undefined]);
  });

  it("are those to services that have no endpoint in the region", () => {
    expect(stopped(policy("savingsplans:DescribeSavingsPlans"))).to.deep.equal([
      ["no interface endpoint of the service com.amazonaws.savingsplans"],
    ]);
  });

  it("are those that the endpoint's policy doesn't allow", () => {
    const endpoint = planned("aws:ec2/vpcEndpoint:VpcEndpoint", "ec2", {
      inputs: { serviceName: "com.amazonaws.eu-central-1.ec2", policy: policy("ec2:Describe*") },
    });
    expect(stopped(policy(["ec2:RunInstances", "ec2:DescribeInstances"]), closed, endpoint)).to.deep.equal([
      ["the policy of endpoint ec2 lacks ec2:RunInstances"],
    ]);
    expect(stopped(policy("ec2:DescribeInstances"), closed, endpoint)).to.deep.equal([undefined]);
    expect(stopped(policy("ec2:RunInstances"))).to.deep.equal([undefined]);
  });

  it("aren't those that a service of AWS makes for the pods", () => {
    const forDisks = { Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } } };
    expect(stopped(policy("kms:CreateGrant", forDisks))).to.deep.equal([undefined]);
    expect(stopped(policy("kms:Decrypt"))).to.deep.equal([["no endpoint kms"]]);
  });
});
