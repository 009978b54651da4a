import { expect } from "chai";
import {
  diskKeyUse,
  disksKeyPolicy,
  logsKeyPolicy,
  secretsKeyPolicy,
  secretsKeyUse,
} from "../../../components/encryption/key-policies.ts";
import { policyDocument } from "../../../components/shared/aws/policy-document.ts";
import { allows } from "../shared/aws/policy-simulator.ts";

const account = {
  accountId: "111122223333",
  region: "eu-central-1",
  partition: "aws",
  dnsSuffix: "amazonaws.com",
};
const beijing = { ...account, region: "cn-north-1", partition: "aws-cn", dnsSuffix: "amazonaws.com.cn" };
const root = "arn:aws:iam::111122223333:root";
const autoScaling =
  "arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling";
const throughEc2 = { "kms:ViaService": "ec2.eu-central-1.amazonaws.com" };
const forResource = { "kms:GrantIsForAWSResource": "true" };
const logGroup = (name: string) => ({
  "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:eu-central-1:111122223333:log-group:${name}`,
});

const policies = {
  secrets: secretsKeyPolicy(account),
  logs: logsKeyPolicy(account, ["/aws/eks/prod/cluster", "/casemate/*"]),
  disks: disksKeyPolicy(account),
};

describe("key policies", () => {
  for (const [purpose, policy] of Object.entries(policies)) {
    it(`${purpose}: the account can always change the policy again, so the key can't be lost`, () => {
      expect(allows(policy, { action: "kms:PutKeyPolicy", principal: root })).to.equal(true);
      expect(allows(policy, { action: "kms:ScheduleKeyDeletion", principal: root })).to.equal(true);
    });

    it(`${purpose}: no IAM policy lets identities of the account decrypt directly`, () => {
      for (const action of ["kms:Decrypt", "kms:GenerateDataKey", "kms:Encrypt"]) {
        expect(allows(policy, { action, principal: root }), action).to.equal(false);
      }
    });

    it(`${purpose}: has no wildcard in actions or principals`, () => {
      for (const statement of policy.Statement) {
        expect(JSON.stringify([statement.Action, statement.Principal])).to.not.include("*");
      }
    });
  }

  it("secrets: the account's IAM policies may let EKS use the key", () => {
    expect(allows(policies.secrets, { action: "kms:CreateGrant", principal: root })).to.equal(true);
    expect(allows(policies.logs, { action: "kms:CreateGrant", principal: root })).to.equal(false);
  });

  it("logs: CloudWatch Logs of this region may use the key for the named groups", () => {
    const call = { action: "kms:GenerateDataKey", principal: "logs.eu-central-1.amazonaws.com" };
    const may = (name: string) => allows(policies.logs, { ...call, context: logGroup(name) });
    expect(may("/aws/eks/prod/cluster")).to.equal(true);
    expect(may("/casemate/network/prod/flow-logs")).to.equal(true);
    expect(may("/aws/eks/prod/cluster2")).to.equal(false);
    expect(may("/aws/lambda/other")).to.equal(false);
    expect(allows(policies.logs, call)).to.equal(false);
    expect(
      allows(policies.logs, {
        ...call,
        principal: "logs.us-east-1.amazonaws.com",
        context: logGroup("/aws/eks/prod/cluster"),
      }),
    ).to.equal(false);
  });

  it("disks: Auto Scaling may start nodes with it", () => {
    const may = (action: string, context = {}) =>
      allows(policies.disks, { action, principal: autoScaling, context });
    expect(may("kms:GenerateDataKeyWithoutPlaintext")).to.equal(true);
    expect(may("kms:Decrypt")).to.equal(true);
    expect(may("kms:CreateGrant", forResource)).to.equal(true);
    expect(may("kms:CreateGrant")).to.equal(false);
  });

  it("disks: the account's roles may use it only through EC2", () => {
    const may = (action: string, context: Record<string, string>) =>
      allows(policies.disks, { action, principal: root, context });
    expect(may("kms:Decrypt", throughEc2)).to.equal(true);
    expect(may("kms:Decrypt", { "kms:ViaService": "s3.eu-central-1.amazonaws.com" })).to.equal(false);
    expect(may("kms:CreateGrant", { ...throughEc2, ...forResource })).to.equal(true);
    expect(may("kms:CreateGrant", throughEc2)).to.equal(false);
    expect(may("kms:CreateGrant", forResource)).to.equal(false);
  });

  it("uses the names of services in China", () => {
    expect(JSON.stringify(logsKeyPolicy(beijing, ["/a"]))).to.include("logs.cn-north-1.amazonaws.com.cn");
    expect(JSON.stringify(disksKeyPolicy(beijing))).to.include("ec2.cn-north-1.amazonaws.com.cn");
    expect(JSON.stringify(disksKeyPolicy(beijing))).to.not.include("arn:aws:");
  });
});

describe("the use of a key, for a role's policy", () => {
  const key = "arn:aws:kms:eu-central-1:111122223333:key/1";
  const otherKey = "arn:aws:kms:eu-central-1:111122223333:key/2";

  it("lets the CSI driver create encrypted volumes, in agreement with the key's policy", () => {
    const identity = policyDocument(...diskKeyUse(key));
    for (const action of ["kms:Decrypt", "kms:GenerateDataKeyWithoutPlaintext", "kms:CreateGrant"]) {
      const context = { ...throughEc2, ...forResource };
      expect(allows(identity, { action, resource: key, context }), action).to.equal(true);
      expect(allows(policies.disks, { action, principal: root, context }), action).to.equal(true);
      expect(allows(identity, { action, resource: otherKey, context }), action).to.equal(false);
    }
    expect(allows(identity, { action: "kms:CreateGrant", resource: key })).to.equal(false);
  });

  it("lets the cluster's creator grant EKS the key, without a condition that EKS doesn't support", () => {
    const identity = policyDocument(...secretsKeyUse(key));
    for (const action of ["kms:CreateGrant", "kms:DescribeKey"]) {
      expect(allows(identity, { action, resource: key }), action).to.equal(true);
      expect(allows(policies.secrets, { action, principal: root }), action).to.equal(true);
    }
  });
});
