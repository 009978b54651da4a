import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { awsPolicyProblems } from "../../../components/namespace/aws-policy.ts";
import { podIdentityRoleName } from "../../../components/namespace/pod-identity.ts";
import { podIdentityTrust } from "../../../components/shared/aws/pod-identity-trust.ts";

const allow = (statement: object) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Resource: "*", ...statement }],
});

describe("awsPolicyProblems", () => {
  const fine: [string, unknown][] = [
    ["an action by name", allow({ Action: "dynamodb:GetItem" })],
    ["a family of actions", allow({ Action: ["s3:Get*", "s3:List*"] })],
    ["a document as JSON", JSON.stringify(allow({ Action: "dynamodb:GetItem" }))],
    [
      "one statement without its list",
      { Version: "2012-10-17", Statement: allow({ Action: "s3:GetObject" }).Statement[0] },
    ],
    ["a denial of everything", allow({ Effect: "Deny", NotAction: "s3:GetObject" })],
    ["a document that isn't known yet", pulumi.output(allow({ Action: "*" }))],
  ];
  for (const [what, policy] of fine) {
    it(`accepts ${what}`, () => {
      expect(awsPolicyProblems(policy)).to.deep.equal([]);
    });
  }

  const refused: [string, unknown, string][] = [
    ["every action", allow({ Action: "*" }), "Statement[0].Action"],
    ["every action of every service", allow({ Action: "*:*" }), "Statement[0].Action"],
    ["every action of a service", allow({ Action: ["s3:GetObject", "dynamodb:*"] }), "Statement[0].Action"],
    ["every action of a service, by more stars", allow({ Action: "s3:**" }), "Statement[0].Action"],
    ["every action of a service, by a question mark", allow({ Action: "s3:?*" }), "Statement[0].Action"],
    ["services by wildcard", allow({ Action: "s*:GetObject" }), "Statement[0].Action"],
    ["everything but one action", allow({ NotAction: "iam:CreateUser" }), "Statement[0].NotAction"],
    ["no action", allow({}), "Statement[0].Action"],
    ["an older version", { ...allow({ Action: "s3:GetObject" }), Version: "2008-10-17" }, ""],
    ["no statement", { Version: "2012-10-17", Statement: [] }, "Statement"],
    ["no JSON", "{", ""],
    ["a number", 7, ""],
  ];
  for (const [what, policy, path] of refused) {
    it(`refuses ${what}`, () => {
      expect(awsPolicyProblems(policy).map((problem) => problem.path)).to.deep.equal([path]);
    });
  }
});

describe("podIdentityTrust", () => {
  it("binds the role to one service account of one cluster", () => {
    const trust = podIdentityTrust(
      { clusterName: "prod", namespace: "payments", serviceAccount: "api" },
      { accountId: "111122223333", partition: "aws", region: "eu-central-1" },
    );
    expect(trust.Statement).to.have.length(1);
    expect(trust.Statement[0]).to.deep.include({
      Principal: { Service: "pods.eks.amazonaws.com" },
      Action: ["sts:AssumeRole", "sts:TagSession"],
      Condition: {
        StringEquals: {
          "aws:SourceAccount": "111122223333",
          "aws:RequestTag/eks-cluster-name": "prod",
          "aws:RequestTag/kubernetes-namespace": "payments",
          "aws:RequestTag/kubernetes-service-account": "api",
        },
        ArnEquals: { "aws:SourceArn": "arn:aws:eks:eu-central-1:111122223333:cluster/prod" },
      },
    });
  });
});

describe("podIdentityRoleName", () => {
  it("names the role's workload", () => {
    const name = podIdentityRoleName({ clusterName: "prod", namespace: "payments", workload: "api" });
    expect(name).to.equal("prod.payments.api");
  });

  it("keeps workloads apart whose joined names are the same", () => {
    const of = (namespace: string, workload: string) =>
      podIdentityRoleName({ clusterName: "prod", namespace, workload });
    expect(of("shop", "cart-api")).not.to.equal(of("shop-cart", "api"));
  });

  it("keeps long names apart within 64 characters", () => {
    const names = ["a", "b"].map((workload) =>
      podIdentityRoleName({ clusterName: "c".repeat(40), namespace: "n".repeat(40), workload }),
    );
    expect(names.map(({ length }) => length)).to.deep.equal([64, 64]);
    expect(names[0]).not.to.equal(names[1]);
  });
});
