import { expect } from "chai";
import { adminNames, deployerProblem } from "../../../../components/cluster/access/admins.ts";
import { adminProblems } from "../../../../components/cluster/access/admins-schema.ts";

const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;

describe("cluster admins", () => {
  it("accepts roles of any partition, with or without a path", () => {
    const roles = [role("admin"), role("team/a/admin"), "arn:aws-cn:iam::111122223333:role/a"];
    expect(adminProblems(roles)).to.deep.equal([]);
  });

  const invalidRoles: readonly (readonly [string, string, RegExp])[] = [
    ["a user", "arn:aws:iam::111122223333:user/alice", /ARN of an IAM role/],
    ["the root", "arn:aws:iam::111122223333:root", /ARN of an IAM role/],
    ["only a name", "platform-admin", /ARN of an IAM role/],
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
  for (const [what, arn, expected] of invalidRoles) {
    it(`refuses ${what}`, () => {
      const [problem, ...rest] = adminProblems([role("admin"), arn]);
      expect(rest).to.deep.equal([]);
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

  it("names their resources by role, so that a new admin renames no other", () => {
    expect(adminNames([role("admin"), role("team/ops")])).to.deep.equal(["admin", "team-ops"]);
    expect(adminNames([role("new"), role("admin")])[1]).to.equal("admin");
  });

  it("gives roles of the same name in two accounts different names", () => {
    expect(adminNames([role("admin"), "arn:aws:iam::444455556666:role/admin"])).to.deep.equal([
      "admin",
      "admin-1",
    ]);
  });
});

describe("the deploying identity", () => {
  it("passes if it is one of the admins", () => {
    expect(deployerProblem(role("b"), [role("a"), role("b")], "admins")).to.equal(undefined);
  });

  it("sees in the error which role to add", () => {
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
