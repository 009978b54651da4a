import { expect } from "chai";
import fc from "fast-check";
import { escalationsOf } from "../../iam/escalation.ts";
import { fullName, serviceOf, servicePrefixes } from "../../iam/service-actions.ts";
import { statementsOf } from "../../iam/statements.ts";

type Parts = Readonly<Record<string, unknown>>;
const escalations = (...parts: Parts[]) =>
  escalationsOf(
    statementsOf({
      Version: "2012-10-17",
      Statement: parts.map((part) => ({ Effect: "Allow", Resource: "*", ...part })),
    }) ?? [],
  );
const role = "arn:aws:iam::111122223333:role/job";
const toBatch = { StringEquals: { "iam:PassedToService": "batch.amazonaws.com" } };
const named = (service: string, resource: string) =>
  `arn:aws:${service}:eu-central-1:111122223333:${resource}`;

describe("escalating rights", () => {
  const refused: [string, Parts][] = [
    ["an access key for a user", { Action: "iam:CreateAccessKey" }],
    ["an access key for one user", { Action: "iam:CreateAccessKey", Resource: "arn:aws:iam::1:user/a" }],
    ["a policy for a user", { Action: "iam:AttachUserPolicy" }],
    ["a password", { Action: "iam:CreateLoginProfile" }],
    ["a family of IAM's changes", { Action: "iam:Put*" }],
    ["in another case", { Action: "IAM:createaccesskey" }],
    ["an account of the organization", { Action: "organizations:CreateAccount" }],
    ["an assignment in Identity Center", { Action: "sso:CreateAccountAssignment" }],
    ["any role by STS", { Action: "sts:AssumeRole" }],
    [
      "any role of an account by STS",
      { Action: "sts:AssumeRole", Resource: "arn:aws:iam::111122223333:role/*" },
    ],
    ["a role of any account by STS", { Action: "sts:AssumeRole", Resource: "arn:aws:iam::*:role/reader" }],
    [
      "roles by the end of their names",
      { Action: "sts:AssumeRole", Resource: "arn:aws:iam::111122223333:role/*-admin" },
    ],
    ["PassRole of any role", { Action: "iam:PassRole" }],
    ["PassRole of one role to any service", { Action: "iam:PassRole", Resource: role }],
    ["PassRole of roles by prefix", { Action: "iam:PassRole", Resource: `${role}-*`, Condition: toBatch }],
    [
      "PassRole with a condition that an absent key meets",
      { Action: "iam:PassRole", Resource: role, Condition: { StringEqualsIfExists: toBatch.StringEquals } },
    ],
    ["a service-linked role of any service", { Action: "iam:CreateServiceLinkedRole" }],
    ["a key's policy", { Action: "kms:PutKeyPolicy", Resource: named("kms", "key/1") }],
    ["a key's grants", { Action: "kms:CreateGrant", Resource: named("kms", "key/1") }],
    ["a bucket's policy", { Action: "s3:PutBucketPolicy", Resource: "arn:aws:s3:::logs" }],
    ["a function's policy", { Action: "lambda:AddPermission", Resource: named("lambda", "function:a") }],
    ["an entry to a cluster", { Action: "eks:CreateAccessEntry", Resource: named("eks", "cluster/prod") }],
    [
      "a role for pods",
      { Action: "eks:CreatePodIdentityAssociation", Resource: named("eks", "cluster/prod") },
    ],
    ["commands on nodes", { Action: "ssm:SendCommand", Resource: named("ec2", "instance/i-1") }],
    ["the code of any function", { Action: "lambda:UpdateFunctionCode" }],
    [
      "any stack of CloudFormation",
      { Action: "cloudformation:UpdateStack", Resource: named("cloudformation", "stack/*") },
    ],
    ["every build", { Action: "codebuild:StartBuild", Resource: "*" }],
    ["every secret", { Action: "secretsmanager:GetSecretValue" }],
    [
      "every secret, by type",
      { Action: "secretsmanager:GetSecretValue", Resource: named("secretsmanager", "secret:*") },
    ],
    ["every parameter", { Action: "ssm:GetParametersByPath", Resource: "arn:aws:ssm:*:*:parameter/*" }],
    ["every key", { Action: "kms:Decrypt", Resource: named("kms", "key/*") }],
    [
      "every secret, with a condition that excludes",
      {
        Action: "secretsmanager:GetSecretValue",
        Condition: { StringNotEquals: { "aws:ResourceTag/a": "b" } },
      },
    ],
    ["everything but one resource", { Action: "sts:AssumeRole", Resource: undefined, NotResource: role }],
  ];
  for (const [what, part] of refused) {
    it(`include ${what}`, () => {
      expect(escalations(part)).to.have.length.above(0);
    });
  }

  const accepted: [string, Parts][] = [
    ["reads of IAM", { Action: ["iam:Get*", "iam:List*"] }],
    ["the data of a table", { Action: "dynamodb:PutItem", Resource: named("dynamodb", "table/cards") }],
    ["one role by STS", { Action: "sts:AssumeRole", Resource: role }],
    ["roles by the beginning of their names", { Action: "sts:AssumeRole", Resource: `${role}-*` }],
    ["PassRole of one role to one service", { Action: "iam:PassRole", Resource: role, Condition: toBatch }],
    [
      "the service-linked role of one service",
      {
        Action: "iam:CreateServiceLinkedRole",
        Condition: { StringEquals: { "iam:AWSServiceName": "x.amazonaws.com" } },
      },
    ],
    [
      "grants for volumes",
      {
        Action: "kms:CreateGrant",
        Resource: "*",
        Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
      },
    ],
    ["one function's code", { Action: "lambda:UpdateFunctionCode", Resource: named("lambda", "function:a") }],
    [
      "secrets by prefix",
      { Action: "secretsmanager:GetSecretValue", Resource: named("secretsmanager", "secret:shop/*") },
    ],
    [
      "secrets by tag",
      {
        Action: "secretsmanager:GetSecretValue",
        Condition: { StringEquals: { "aws:ResourceTag/team": "shop" } },
      },
    ],
    ["a login to a database", { Action: "rds-db:connect", Resource: named("rds-db", "dbuser:db-A/app") }],
    ["half of a known path", { Action: "bedrock-agentcore:StartCodeInterpreterSession" }],
    ["an action that AWS doesn't have", { Action: "iam:MakeAdmin" }],
  ];
  for (const [what, part] of accepted) {
    it(`exclude ${what}`, () => {
      expect(escalations(part)).to.deep.equal([]);
    });
  }

  it("exclude what the policy denies everywhere, and only that", () => {
    const allow = { Action: ["iam:CreateUser", "s3:PutBucketPolicy"] };
    const found = (deny: Parts) =>
      escalations(allow, { Effect: "Deny", ...deny }).flatMap(({ actions }) => actions);
    expect(found({ Action: "iam:*" })).to.deep.equal(["s3:PutBucketPolicy"]);
    expect(found({ NotAction: "iam:*" })).to.deep.equal(["iam:CreateUser"]);
    expect(found({ Action: "iam:*", Resource: role })).to.have.length(2);
    const onWeekends = { Action: "iam:*", Condition: { Bool: { "aws:MultiFactorAuthPresent": "false" } } };
    expect(found(onWeekends)).to.have.length(2);
  });

  it("name the pattern, its place and the actions", () => {
    const [found] = escalations({ Action: ["s3:GetObject", "iam:Create*"], Resource: "*" });
    expect(found).to.include({ statement: 0, position: 1, pattern: "iam:Create*" });
    expect(found?.actions).to.include("iam:CreateAccessKey");
  });

  it("include every action by which IAM, Organizations or Identity Center change", () => {
    const actions = ["iam", "organizations", "sso", "identitystore"]
      .flatMap((prefix) => [...(serviceOf(prefix)?.actions.values() ?? [])])
      .filter(({ level }) => level !== "read" && level !== "list");
    expect(actions.length).to.be.above(150);
    fc.assert(
      fc.property(fc.constantFrom(...actions), (action) => {
        expect(escalations({ Action: fullName(action) })).to.have.length(1);
      }),
    );
  });

  it("grow with the actions: a pattern never escalates less than an action that it means", () => {
    const all = servicePrefixes().flatMap((prefix) => [...(serviceOf(prefix)?.actions.values() ?? [])]);
    fc.assert(
      fc.property(fc.constantFrom(...all), (action) => {
        const one = escalations({ Action: fullName(action) }).flatMap(({ actions }) => actions);
        const family = escalations({ Action: `${action.service}:${action.name.slice(0, 3)}*` });
        expect(family.flatMap(({ actions }) => actions)).to.include.members(one);
      }),
      { numRuns: 300 },
    );
  });
});
