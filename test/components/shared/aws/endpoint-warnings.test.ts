import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { endpointWarnings } from "../../../../components/shared/aws/endpoint-warnings.ts";

const policy = (action: string) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: action, Resource: "arn:aws:dynamodb:eu-central-1:1:table/a" }],
});
const closed = { egress: "none", endpointServices: ["s3", "ec2"] } as const;

describe("a policy in a VPC without other egress", () => {
  it("names the endpoint that is missing, and the field that adds it with its actions", () => {
    expect(endpointWarnings(policy("dynamodb:GetItem"), closed)).to.deep.equal([
      "Calls of dynamodb:GetItem need the endpoint dynamodb, which the VPC doesn't have. " +
        "Add it to the network: additionalEndpoints: [{ service: dynamodb, actions: [dynamodb:GetItem] }].",
    ]);
  });

  it("says so of services that have no endpoint in the region", () => {
    expect(endpointWarnings(policy("cloudfront:CreateInvalidation"), closed)[0]).to.include(
      "no VPC endpoint",
    );
  });

  const silent: [string, unknown, object][] = [
    ["an endpoint that exists", policy("ec2:DescribeInstances"), closed],
    ["a VPC with NAT", policy("dynamodb:GetItem"), { ...closed, egress: "nat" }],
    ["a cluster that doesn't say where traffic leaves", policy("dynamodb:GetItem"), { endpointServices: [] }],
    ["a cluster that doesn't say which endpoints exist", policy("dynamodb:GetItem"), { egress: "none" }],
    ["a policy that isn't known yet", pulumi.output(policy("dynamodb:GetItem")), closed],
    ["what another check reports", "{", closed],
  ];
  for (const [what, document, cluster] of silent) {
    it(`is silent about ${what}`, () => {
      expect(endpointWarnings(document, cluster)).to.deep.equal([]);
    });
  }
});
