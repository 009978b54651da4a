import { expect } from "chai";
import { missingEndpoints } from "../../iam/missing-endpoints.ts";
import { endpointsFor } from "../../iam/service-endpoints.ts";
import { statementsOf } from "../../iam/statements.ts";

const missing = (action: string | string[], ...existing: string[]) =>
  missingEndpoints(
    statementsOf({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: action, Resource: "*" }],
    }) ?? [],
    existing,
  ).map(({ name }) => name);

describe("the endpoints that a policy needs", () => {
  const needs: [string, string[]][] = [
    ["dynamodb:GetItem", ["dynamodb"]],
    ["dynamodb:GetRecords", ["dynamodb-streams"]],
    ["ecr:BatchGetImage", ["ecr.api", "ecr.dkr"]],
    ["cloudwatch:PutMetricData", ["monitoring"]],
    ["kinesis:PutRecord", ["kinesis-streams"]],
    ["firehose:PutRecord", ["kinesis-firehose"]],
    ["ses:SendEmail", ["email"]],
    ["bedrock:InvokeModel", ["bedrock-runtime"]],
    ["bedrock:ListFoundationModels", ["bedrock"]],
    ["sagemaker:InvokeEndpoint", ["sagemaker.runtime"]],
    ["states:StartExecution", ["states"]],
    ["states:StartSyncExecution", ["sync-states"]],
    ["appconfig:GetLatestConfiguration", ["appconfigdata"]],
    ["aps:RemoteWrite", ["aps-workspaces"]],
    ["secretsmanager:GetSecretValue", ["secretsmanager"]],
    ["elasticloadbalancing:DescribeLoadBalancers", ["elasticloadbalancing"]],
  ];
  for (const [action, names] of needs) {
    it(`are ${names.join(" and ")} for ${action}`, () => {
      expect(missing(action)).to.deep.equal(names);
      expect(missing(action, ...names)).to.deep.equal([]);
    });
  }

  it("aren't in the region for services that aren't regional", () => {
    expect(missing("organizations:ListAccounts")[0]).to.include("organizations").and.include("us-east-1");
    // `additionalEndpoints` creates these two.
    expect(missing(["iam:GetRole", "route53:ListHostedZones"])).to.deep.equal(["iam", "route53"]);
    expect(missing("cloudfront:CreateInvalidation")[0]).to.include("no VPC endpoint");
  });

  it("aren't needed to log in to an address of the VPC", () => {
    for (const action of ["rds-db:connect", "kafka-cluster:Connect", "elasticache:Connect", "es:ESHttpGet"]) {
      expect(missing(action), action).to.deep.equal([]);
    }
    expect(endpointsFor({ service: "es", name: "DescribeDomain" }).kind).to.equal("endpoints");
  });

  it("are those that most actions of a family need", () => {
    expect(missing("dynamodb:Get*")).to.deep.equal(["dynamodb"]);
    expect(missing(["s3:Get*", "sqs:*Message"], "s3")).to.deep.equal(["sqs"]);
  });

  it("come with the actions that need them", () => {
    const statements = statementsOf({
      Statement: [
        { Effect: "Allow", Action: ["sqs:SendMessage", "sqs:Receive*"], Resource: "*" },
        { Effect: "Deny", Action: "sqs:SendMessage", Resource: "*" },
      ],
    });
    expect(missingEndpoints(statements ?? [], [])).to.deep.equal([
      { name: "sqs", isRegional: true, actions: ["sqs:ReceiveMessage"] },
    ]);
  });
});
