import { expect } from "chai";
import { groupOfRole } from "../../../../components/contract/role-group.ts";
import { schemaProblems } from "../../../../components/shared/input/schema-problems.ts";
import { accessEntryName } from "../../../../components/workload/access/access-entries.ts";
import { machineTitles, ownAccountsOf } from "../../../../components/workload/access/deployer.ts";
import { tenantSchema } from "../../../../components/workload/tenant-schema.ts";

const role = "arn:aws:iam::111122223333:role/ci/shop-deploy";
const argo = { namespace: "argocd", serviceAccount: "argocd-application-controller" };
const flux = {
  serviceAccount: "flux",
  impersonatedBy: [{ namespace: "flux-system", serviceAccount: "kustomize-controller" }],
};

describe("deployers", () => {
  it("get the group of a role from its account, path and name", () => {
    expect(groupOfRole(role)).to.equal("casemate:role:111122223333:ci/shop-deploy");
    expect(accessEntryName("prod", role)).to.equal("prod-deployer-111122223333-ci-shop-deploy");
  });

  it("list for admission each subject from outside the namespace, once", () => {
    expect(machineTitles([{ role }, argo, flux, { ...flux, serviceAccount: "helm" }], "shop")).to.deep.equal([
      "Group casemate:role:111122223333:ci/shop-deploy",
      "ServiceAccount argocd/argocd-application-controller",
      "ServiceAccount flux-system/kustomize-controller",
    ]);
  });

  it("have accounts of the tenant's own namespace, with their controllers", () => {
    expect(ownAccountsOf([{ role }, argo, flux])).to.deep.equal([
      {
        name: "flux",
        impersonators: [{ kind: "ServiceAccount", namespace: "flux-system", name: "kustomize-controller" }],
      },
    ]);
  });
});

const problems = (access: object) =>
  schemaProblems(tenantSchema, { name: "shop", team: "shop", access }).map(
    ({ path, allowed, fix = "" }) => `${path}: ${allowed}. ${fix}`,
  );
const forms = "{ role }, { namespace, serviceAccount } or { serviceAccount, impersonatedBy }";

describe("the schema of access", () => {
  const fine: [string, object][] = [
    ["a role", { deployers: [{ role }] }],
    ["a role with a persona", { deployers: [{ role, persona: "viewer" }] }],
    ["an account of the platform", { deployers: [argo] }],
    ["an own account of the tenant", { deployers: [{ serviceAccount: "flux" }, flux].slice(1) }],
    ["two accounts of one name in two namespaces", { deployers: [argo, { ...argo, namespace: "argocd-2" }] }],
  ];
  for (const [what, access] of fine) {
    it(`accepts ${what}`, () => {
      expect(problems(access)).to.deep.equal([]);
    });
  }

  const group = "a group of the identity provider, such as pay-dev";
  const broken: [string, object, ...(string | RegExp)[]][] = [
    ["a machine that is nothing", { deployers: [{}] }, `access.deployers[0]: ${forms}. A deployer is`],
    [
      "a machine that is both",
      { deployers: [{ role, serviceAccount: "x" }] },
      `access.deployers[0]: ${forms}. A`,
    ],
    [
      "a namespace together with a role",
      { deployers: [{ role, namespace: "argocd" }] },
      "access.deployers[0].namespace: no other field than persona with role. It belongs to a service account.",
    ],
    [
      "an account of the platform that others impersonate",
      { deployers: [{ ...argo, impersonatedBy: flux.impersonatedBy }] },
      "access.deployers[0].impersonatedBy: no namespace with this field. A controller acts as",
    ],
    [
      "an unknown persona",
      { deployers: [{ role, persona: "admin" }] },
      'access.deployers[0].persona: "viewer", "developer" or "operator". ',
    ],
    [
      "the account of all pods that name none",
      { deployers: [{ namespace: "argocd", serviceAccount: "default" }] },
      "access.deployers[0].serviceAccount: a service account other than default",
    ],
    [
      "an IAM user",
      { deployers: [{ role: "arn:aws:iam::111122223333:user/ci" }] },
      "access.deployers[0].role: the ARN of an IAM role, such as arn:aws:iam::111122223333:role/ci/shop-deploy. ",
    ],
    [
      "a session of a role",
      { deployers: [{ role: "arn:aws:sts::111122223333:assumed-role/ci/x" }] },
      /^access\.deployers\[0\]\.role: .* aws iam get-role --role-name ci\.$/,
    ],
    [
      "a machine twice",
      { deployers: [{ role }, { role, persona: "viewer" }] },
      "access.deployers[1]: each deployer",
    ],
    ["no machine", { deployers: [] }, "access.deployers: at least one deployer"],
    [
      "a role's ARN as a group",
      { developers: [role] },
      `access.developers[0]: ${group}. IAM roles are deployers: access: { deployers: [{ role: "${role}" }] }`,
    ],
    [
      "a user's ARN as a group",
      { viewers: ["arn:aws-cn:iam::111122223333:user/x"] },
      `access.viewers[0]: ${group}. Of IAM, only roles`,
    ],
    [
      "a session's ARN as a group",
      { operators: ["arn:aws:sts::111122223333:assumed-role/x/y"] },
      `access.operators[0]: ${group}. Sessions of IAM roles are deployers by the role's ARN`,
    ],
  ];
  for (const [what, access, ...expected] of broken) {
    it(`refuses ${what}`, () => {
      const found = problems(access);
      expect(found).to.have.length(expected.length);
      for (const [index, line] of expected.entries()) {
        if (typeof line === "string") {
          expect(found[index]?.slice(0, line.length)).to.equal(line);
        } else {
          expect(found[index]).to.match(line);
        }
      }
    });
  }
});
