import { expect } from "chai";
import type { AwsRight, PlanDocument } from "../../../plan/document.ts";
import { awsRightsTable } from "../../../plan/output/aws-rights-table.ts";
import { awsRightLines, awsTrustLines } from "../../../report/text/aws-rights-section.ts";

const plain = (text: string) => text;
const style = { width: 200, heading: plain, faint: plain, good: plain, warning: plain, bad: plain };
const right = (more: Partial<AwsRight>): AwsRight => ({
  holder: "ServiceAccount pay/api",
  through: "Pod Identity",
  identity: "Role prod.pay.api",
  actions: ["s3:GetObject"],
  resources: ["arn:aws:s3:::a/*"],
  conditions: [],
  levels: ["read"],
  strength: "read",
  ...more,
});
const lines = (...awsRights: AwsRight[]) =>
  awsRightLines({ awsRights } as unknown as PlanDocument, style).map((line) =>
    line.trim().replaceAll(/\s+/g, " "),
  );

describe("the summary's rights in AWS", () => {
  it("joins holders of the same right, and leaves out denials", () => {
    expect(
      lines(
        right({}),
        right({ holder: "ServiceAccount pay/job" }),
        right({ denied: true, actions: ["s3:PutObject"] }),
      ),
    ).to.deep.equal([
      "reads ServiceAccount pay/api, ServiceAccount pay/job: s3:GetObject on arn:aws:s3:::a/* (Pod Identity)",
    ]);
  });

  it("says what isn't judged, what a waiver excuses, and the boundary", () => {
    const waiver = { control: "aws-escalation", reason: "r", owner: "o", expires: "2027-01-31", urn: "" };
    expect(
      lines(
        right({ strength: "escalation", waiver, actions: ["iam:CreateUser"], resources: ["*"] }),
        right({ strength: "unknown", actions: [], resources: [], policy: "AmazonEKS_CNI_Policy" }),
        right({ boundary: "arn:aws:iam::1:policy/limit", conditions: ["Bool aws:SecureTransport true"] }),
      ),
    ).to.deep.equal([
      "can gain more, waived until 2027-01-31 ServiceAccount pay/api: iam:CreateUser on * (Pod Identity)",
      "not judged ServiceAccount pay/api: rights of AmazonEKS_CNI_Policy (Pod Identity)",
      "reads ServiceAccount pay/api: s3:GetObject on arn:aws:s3:::a/*, if Bool aws:SecureTransport true (Pod Identity, within limit)",
    ]);
  });

  it("lists those who may assume roles: anyone first, services of AWS last", () => {
    const trust = (role: string, principal: string) => ({
      role,
      principals: [principal],
      actions: [],
      conditions: [],
    });
    const awsTrusts = [
      trust("node", "Service ec2.amazonaws.com"),
      trust("open", "anyone"),
      trust("ci", "AWS arn:aws:iam::2:root"),
      trust("other", "Service ec2.amazonaws.com"),
    ];
    expect(
      awsTrustLines({ awsTrusts } as unknown as PlanDocument, style).map((line) =>
        line.trim().replaceAll(/\s+/g, " "),
      ),
    ).to.deep.equal(["anyone open", "AWS arn:aws:iam::2:root ci", "Service ec2.amazonaws.com node, other"]);
  });

  it("is a file too, with one line for each right and trust", () => {
    expect(
      awsRightsTable({
        awsRights: [right({ conditions: ["Bool aws:SecureTransport true"] }), right({ denied: true })],
        awsTrusts: [{ role: "a", principals: ["anyone"], actions: [], conditions: ["Bool x y"] }],
      }),
    ).to.equal(
      "read: ServiceAccount pay/api (Pod Identity, Role prod.pay.api): s3:GetObject on arn:aws:s3:::a/* if Bool aws:SecureTransport true\n" +
        "denied: ServiceAccount pay/api (Pod Identity, Role prod.pay.api): s3:GetObject on arn:aws:s3:::a/*\n" +
        "Role a may be assumed by anyone if Bool x y\n",
    );
  });
});
