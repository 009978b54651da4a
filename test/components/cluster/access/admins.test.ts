import { expect } from "chai";
import { adminNames, deployerProblem } from "../../../../components/cluster/access/admins.ts";
import { adminProblems } from "../../../../components/cluster/access/admins-schema.ts";

const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;

describe("cluster admins", () => {
  it("takes roles of any partition, with a path or without", () => {
    const roles = [role("admin"), role("team/a/admin"), "arn:aws-cn:iam::111122223333:role/a"];
    expect(adminProblems(roles)).to.deep.equal([]);
  });

  const refused: readonly (readonly [string, string, RegExp])[] = [
    ["a user", "arn:aws:iam::111122223333:user/alice", /ARN of an IAM role/],
    ["the root", "arn:aws:iam::111122223333:root", /ARN of an IAM role/],
    ["a name alone", "platform-admin", /ARN of an IAM role/],
    ["nothing", "", /ARN of an IAM role/],
    [
      "a session, whose ARN lacks the role's path",
      "arn:aws:sts::111122223333:assumed-role/admin/alice",
      /aws iam get-role --role-name admin/,
    ],
    [
      "a role of IAM Identity Center without its path",
      role("AWSReservedSSO_Admin_0123456789abcdef"),
      /path is missing/,
    ],
    ["a service-linked role", role("aws-service-role/eks.amazonaws.com/X"), /no service-linked roles/],
  ];
  for (const [what, arn, expected] of refused) {
    it(`refuses ${what}`, () => {
      const [problem, ...others] = adminProblems([role("admin"), arn]);
      expect(others).to.deep.equal([]);
      expect(problem?.path).to.equal("admins[1].role");
      expect(`${problem?.allowed} ${problem?.fix}`).to.match(expected);
    });
  }

  it("refuses a role named twice", () => {
    expect(adminProblems([role("a"), role("b"), role("a")])).to.deep.equal([
      {
        path: "admins[2].role",
        received: role("a"),
        allowed: "each role once",
        fix: "It is admins[0] already.",
      },
    ]);
  });

  it("refuses an empty list", () => {
    expect(adminProblems([])[0]?.path).to.equal("admins");
  });

  it("names their resources by role, so that adding one moves no other", () => {
    expect(adminNames([role("admin"), role("team/ops")])).to.deep.equal(["admin", "team-ops"]);
    expect(adminNames([role("new"), role("admin")])[1]).to.equal("admin");
  });

  it("tells roles of the same name in two accounts apart", () => {
    expect(adminNames([role("admin"), "arn:aws:iam::444455556666:role/admin"])).to.deep.equal([
      "admin",
      "admin-1",
    ]);
  });
});

describe("the deploying identity", () => {
  it("passes as one of the admins", () => {
    expect(deployerProblem(role("b"), [role("a"), role("b")], "admins")).to.equal(undefined);
  });

  it("is told which role to add", () => {
    expect(deployerProblem(role("ci/deploy"), [role("deploy")], "admins")?.fix).to.contain(
      `Add { role: "${role("ci/deploy")}" } to admins`,
    );
  });

  it("can't be a user", () => {
    expect(deployerProblem("arn:aws:iam::111122223333:user/al", [role("a")], "admins")?.fix).to.contain(
      "Deploy as an IAM role",
    );
  });
});
