import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { awsRightProblems, wideReads } from "../../../../components/shared/aws/aws-right-problems.ts";

type Parts = Readonly<Record<string, unknown>>;
const policy = (...parts: Parts[]) => ({
  Version: "2012-10-17",
  Statement: parts.map((part) => ({ Effect: "Allow", Resource: "*", ...part })),
});
const problems = (document: unknown, ...waived: string[]) => awsRightProblems(document, new Set(waived));

describe("rights in AWS that pods must not have", () => {
  it("names action, reason, the narrower way and the waiver", () => {
    expect(problems(policy({ Action: ["s3:GetObject", "sts:AssumeRole"] }))).to.deep.equal([
      {
        path: "Statement[0].Action[1]",
        received: "sts:AssumeRole",
        allowed:
          "actions that give no further rights; sts:AssumeRole can take the rights of every role whose trust admits it",
        fix:
          "Name the roles in Resource, such as arn:aws:iam::111122223333:role/reader. " +
          "Otherwise, add a waiver of aws-escalation, with reason, owner and expires.",
      },
    ]);
  });

  it("refuses changes of all resources, and says what is narrower", () => {
    const [problem, ...others] = problems(policy({ Action: ["sqs:ListQueues", "sqs:SendMessage"] }));
    expect(others).to.deep.equal([]);
    expect(problem).to.include({ path: "Statement[0].Resource", received: "*" });
    expect(problem?.allowed).to.include("sqs:SendMessage").and.not.include("ListQueues");
    expect(problem?.allowed).to.include("arn:aws:sqs:REGION:ACCOUNT:QUEUENAME");
  });

  const wide: [string, Parts][] = [
    ["an ARN of all types", { Resource: "arn:aws:sqs:*:*:*" }],
    ["all of a partition", { Resource: "arn:aws:*" }],
    ["the list with a star", { Resource: ["arn:aws:sqs:eu-central-1:111122223333:jobs", "*"] }],
    [
      "everything but one",
      { Resource: undefined, NotResource: "arn:aws:sqs:eu-central-1:111122223333:jobs" },
    ],
    ["a condition on the caller", { Condition: { StringEquals: { "aws:PrincipalTag/team": "shop" } } }],
    ["a condition that anything meets", { Condition: { StringLike: { "aws:ResourceTag/team": "*" } } }],
  ];
  for (const [what, part] of wide) {
    it(`takes for all resources: ${what}`, () => {
      expect(problems(policy({ Action: "sqs:SendMessage", ...part }))).to.have.length(1);
    });
  }

  const fine: [string, unknown][] = [
    ["an action for which AWS allows only a star", policy({ Action: "ec2:DescribeInstances" })],
    [
      "an action that a policy can't narrow, although it writes",
      policy({ Action: "cloudwatch:PutMetricData" }),
    ],
    ["a resource by name", policy({ Action: "sqs:SendMessage", Resource: "arn:aws:sqs:*:*:shop-*" })],
    [
      "a tag of the resource",
      policy({ Action: "sqs:SendMessage", Condition: { StringEquals: { "aws:ResourceTag/team": "shop" } } }),
    ],
    ["a read of all resources, which is a warning", policy({ Action: "dynamodb:GetItem" })],
    ["a denial", policy({ Effect: "Deny", Action: "iam:CreateUser" })],
    ["a document as JSON", JSON.stringify(policy({ Action: "ec2:DescribeInstances" }))],
    ["a document that isn't known yet", pulumi.output(policy({ Action: "iam:CreateUser" }))],
    ["what the check of the form reports", { Statement: "none" }],
  ];
  for (const [what, document] of fine) {
    it(`accepts ${what}`, () => {
      expect(problems(document)).to.deep.equal([]);
    });
  }

  it("finds misspelt actions and services", () => {
    const found = problems(policy({ Action: ["dynamodb:GetItems", "s3x:GetObject", "s3:Gett*"] }));
    expect(found.map(({ received }) => received)).to.deep.equal([
      "dynamodb:GetItems",
      "s3x:GetObject",
      "s3:Gett*",
    ]);
    expect(found[0]?.fix).to.include('Did you mean "dynamodb:GetItem"?');
    expect(found[1]?.fix).to.include('Did you mean "s3:GetObject"?');
  });

  it("finds misspelt actions in denials too: those would deny nothing", () => {
    expect(problems(policy({ Effect: "Deny", Action: "s3:DeleteObjectz" }))).to.have.length(1);
  });

  it("lets a waiver excuse only its own control", () => {
    const document = policy(
      { Action: "iam:CreateUser" },
      { Action: "sqs:SendMessage" },
      { Action: "sqs:SendMessages" },
    );
    const received = (...waived: string[]) =>
      problems(document, ...waived).map((problem) => problem.received);
    expect(received()).to.deep.equal(["sqs:SendMessages", "iam:CreateUser", "*"]);
    expect(received("aws-escalation")).to.deep.equal(["sqs:SendMessages", "*"]);
    expect(received("aws-wide-resource")).to.deep.equal(["sqs:SendMessages", "iam:CreateUser"]);
    expect(received("aws-unknown-action")).to.deep.equal(["iam:CreateUser", "*"]);
    expect(received("another")).to.have.length(3);
  });

  it("lists reads of the whole account", () => {
    expect(wideReads(policy({ Action: "dynamodb:GetItem" }))).to.deep.equal([
      "dynamodb:GetItem on *; a narrower resource is arn:aws:dynamodb:REGION:ACCOUNT:table/TABLENAME",
    ]);
    expect(
      wideReads(policy({ Action: "dynamodb:GetItem", Resource: "arn:aws:dynamodb:*:*:table/a" })),
    ).to.deep.equal([]);
    expect(wideReads(pulumi.output(policy({ Action: "dynamodb:GetItem" })))).to.deep.equal([]);
  });
});
