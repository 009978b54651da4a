import { expect } from "chai";
import { schemaProblems } from "../../../components/shared/input/schema-problems.ts";
import { tenantSchema } from "../../../components/workload/tenant-schema.ts";
import { Tenants } from "../../../components/workload/tenants.ts";
import type { WorkloadArgs } from "../../../components/workload/workload-args.ts";
import { WorkloadNamespace } from "../../../components/workload/workload-namespace.ts";
import { deploy } from "../../harness.ts";
import { clusterRef, refusal } from "./fixtures.ts";

const shop = { name: "shop", team: "shop" };
const operatedBy = { namespace: "cnpg-system", serviceAccount: "cnpg-manager" };
const policy = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::backups/*" }],
} as const;

const build = (workloads: Readonly<Record<string, WorkloadArgs>>) =>
  deploy(() => {
    new WorkloadNamespace("shop", { cluster: clusterRef(), ...shop, workloads });
  });
const problems = (workload: object) =>
  schemaProblems(tenantSchema, { ...shop, workloads: { db: workload } }).map(({ path }) => path);

describe("the accounts of a workload", () => {
  it("are the operator's to create, may hold a token, and reach the API", async () => {
    const { all, one } = await build({
      postgresql: { operatedBy, serviceAccounts: ["orders-db", "users-db"], kubernetesApi: true },
    });
    expect(all("kubernetes:core/v1:ServiceAccount")).to.deep.equal([]);
    const { annotations } = one("kubernetes:core/v1:Namespace").inputs["metadata"];
    expect(annotations).to.include({
      "casemate.dev/kubernetes-api": "orders-db\nusers-db",
      "casemate.dev/operated-accounts":
        "orders-db system:serviceaccount:cnpg-system:cnpg-manager\n" +
        "users-db system:serviceaccount:cnpg-system:cnpg-manager",
    });
    const allow = one("kubernetes:networking.k8s.io/v1:NetworkPolicy", "shop-allow-postgresql");
    expect(allow.inputs["spec"].egress[0].ports).to.deep.equal([{ protocol: "TCP", port: 443 }]);
  });

  it("have the workload's name by default", async () => {
    const { one } = await build({ db: { operatedBy } });
    expect(one("kubernetes:core/v1:Namespace").inputs["metadata"].annotations).to.include({
      "casemate.dev/operated-accounts": "db system:serviceaccount:cnpg-system:cnpg-manager",
    });
  });

  it("get the workload's AWS role", async () => {
    const { one } = await build({ postgresql: { operatedBy, serviceAccounts: ["db"], awsPolicy: policy } });
    expect(one("aws:eks/podIdentityAssociation:PodIdentityAssociation").inputs).to.include({
      serviceAccount: "db",
      namespace: "shop",
    });
  });

  it("have audiences of tokens on the Namespace", async () => {
    const { one } = await build({ api: { tokenAudiences: ["vault", "sts.amazonaws.com"] }, web: {} });
    expect(one("kubernetes:core/v1:Namespace").inputs["metadata"].annotations).to.include({
      "casemate.dev/token-audiences": "api sts.amazonaws.com\napi vault",
    });
    expect(one("kubernetes:core/v1:ServiceAccount", "shop-account-api").inputs).to.include({
      automountServiceAccountToken: false,
    });
  });

  for (const audience of [
    "sts.amazonaws.com",
    "vault",
    "https://vault.example.com",
    "identity.l5d.io",
    "istio-ca",
  ]) {
    it(`may have tokens for ${audience}`, () => {
      expect(problems({ tokenAudiences: [audience] })).to.deep.equal([]);
    });
  }
  for (const audience of [
    "",
    "two words",
    "a\nb",
    "kubernetes",
    "https://kubernetes.default.svc",
    "https://kubernetes.default.svc/",
    "https://kubernetes.default.svc.cluster.local",
    "kubernetes.default",
    "https://oidc.eks.eu-central-1.amazonaws.com/id/ABC",
  ]) {
    it(`have no tokens for ${JSON.stringify(audience)}`, () => {
      expect(problems({ tokenAudiences: [audience] })).to.deep.equal(["workloads.db.tokenAudiences[0]"]);
    });
  }

  const broken: [string, object, string][] = [
    ["own names without an operator", { serviceAccounts: ["x"] }, "workloads.db.serviceAccounts"],
    ["the name default", { operatedBy, serviceAccounts: ["default"] }, "workloads.db.serviceAccounts[0]"],
    ["no names", { operatedBy, serviceAccounts: [] }, "workloads.db.serviceAccounts"],
    [
      "an operator without a namespace",
      { operatedBy: { serviceAccount: "x" } },
      "workloads.db.operatedBy.namespace",
    ],
    [
      "one AWS role together",
      { operatedBy, serviceAccounts: ["a", "b"], awsPolicy: policy },
      "workloads.db.serviceAccounts",
    ],
  ];
  for (const [what, workload, path] of broken) {
    it(`don't have ${what}`, () => {
      expect(problems(workload)).to.deep.equal([path]);
    });
  }

  it("belong to one workload, and to no other tenant's operator", async () => {
    const lines = await refusal(
      (cluster) =>
        new Tenants("t", {
          cluster,
          tenants: [
            {
              ...shop,
              workloads: {
                api: {},
                db: { operatedBy, serviceAccounts: ["api"] },
                queue: { operatedBy: { namespace: "web", serviceAccount: "web" } },
              },
            },
            { ...shop, name: "web" },
          ],
        }),
    );
    expect(lines.map((line) => line.split(": ")[1])).to.deep.equal([
      "tenants[0].workloads.queue.operatedBy.namespace",
      "tenants[0].workloads.db.serviceAccounts[0]",
    ]);
  });
});
