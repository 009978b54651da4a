import { expect } from "chai";
import { deniedToPods, podBoundary } from "../../../components/workload/pod-boundary.ts";
import { actionsMatching, includesAction } from "../../../iam/action-pattern.ts";
import { fullName, serviceOf } from "../../../iam/service-actions.ts";

const isDenied = (name: string) => {
  const [action] = actionsMatching(name);
  return action !== undefined && deniedToPods.some((pattern) => includesAction(pattern, action));
};

describe("the boundary of pods", () => {
  it("denies every change of identities, except those that a narrow policy may have", () => {
    const changes = [
      "account",
      "iam",
      "identitystore",
      "organizations",
      "rolesanywhere",
      "sso",
      "sso-directory",
    ]
      .flatMap((prefix) => [...(serviceOf(prefix)?.actions.values() ?? [])])
      .filter(({ level }) => level !== "read" && level !== "list")
      .map(fullName);
    expect(changes.filter((name) => !isDenied(name)).sort()).to.deep.equal([
      "iam:CreateServiceLinkedRole",
      "iam:PassRole",
    ]);
  });

  it("denies access to clusters, commands, and the end of records", () => {
    for (const name of [
      "eks:CreateAccessEntry",
      "eks:AssociateAccessPolicy",
      "eks:CreatePodIdentityAssociation",
      "ssm:SendCommand",
      "kms:ScheduleKeyDeletion",
      "cloudtrail:StopLogging",
      "logs:DeleteLogGroup",
      "ec2:DeleteFlowLogs",
    ]) {
      expect(isDenied(name), name).to.equal(true);
    }
  });

  it("leaves what applications do", () => {
    for (const name of [
      "dynamodb:PutItem",
      "s3:DeleteObject",
      "kms:Decrypt",
      "kms:CreateGrant",
      "logs:PutLogEvents",
      "sts:AssumeRole",
      "secretsmanager:GetSecretValue",
      "iam:GetRole",
    ]) {
      expect(isDenied(name), name).to.equal(false);
    }
  });

  it("has patterns that all mean something, and fits into a policy of IAM", () => {
    expect(deniedToPods.filter((pattern) => actionsMatching(pattern).length === 0)).to.deep.equal([]);
    expect(JSON.stringify(podBoundary()).length).to.be.below(6144);
  });
});
