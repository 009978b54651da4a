import { expect } from "chai";
import { Tenants } from "../../../components/workload/tenants.ts";
import { WorkloadNamespace } from "../../../components/workload/workload-namespace.ts";
import { deploy } from "../../harness.ts";
import { clusterRef, payments, refusal } from "./fixtures.ts";

const role = "arn:aws:iam::111122223333:role/ci/shop-deploy";
const group = "casemate:role:111122223333:ci/shop-deploy";
const entry = "aws:eks/accessEntry:AccessEntry";
const bindings = "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding";
const apiGroup = "rbac.authorization.k8s.io";
const argo = { namespace: "argocd", serviceAccount: "argocd-application-controller" };
const kustomize = { namespace: "flux-system", serviceAccount: "kustomize-controller" };
const flux = { serviceAccount: "flux", impersonatedBy: [kustomize] };

const shop = { name: "shop", team: "shop" };

describe("a namespace with deployers", () => {
  it("binds each to the role of its persona, together with the groups", async () => {
    const { all } = await deploy(() => {
      new WorkloadNamespace("shop", {
        cluster: clusterRef(),
        ...shop,
        access: {
          developers: ["dev"],
          deployers: [{ role }, argo, { namespace: "monitoring", serviceAccount: "prom", persona: "viewer" }],
        },
      });
    });
    const subjects = Object.fromEntries(
      all(bindings).map(({ inputs }) => [inputs["roleRef"].name, inputs["subjects"]]),
    );
    expect(subjects).to.deep.equal({
      "casemate:viewer": [{ kind: "ServiceAccount", name: "prom", namespace: "monitoring" }],
      "casemate:developer": [
        { apiGroup, kind: "Group", name: "oidc:dev" },
        { apiGroup, kind: "Group", name: group },
        { kind: "ServiceAccount", name: "argocd-application-controller", namespace: "argocd" },
      ],
    });
  });

  it("names machines from outside on the Namespace, for admission", async () => {
    const { one } = await deploy(() => {
      new WorkloadNamespace("shop", {
        cluster: clusterRef(),
        ...shop,
        access: { deployers: [{ role }, argo, flux] },
      });
    });
    expect(one("kubernetes:core/v1:Namespace").inputs["metadata"].annotations).to.include({
      "casemate.dev/machines": [
        `Group ${group}`,
        "ServiceAccount argocd/argocd-application-controller",
        "ServiceAccount flux-system/kustomize-controller",
      ].join("\n"),
    });
  });

  it("creates an account without a token that only its controllers may impersonate", async () => {
    const { all, one } = await deploy(() => {
      new WorkloadNamespace("shop", { cluster: clusterRef(), ...shop, access: { deployers: [flux] } });
    });
    const account = one("kubernetes:core/v1:ServiceAccount", "shop-account-flux");
    expect(account.inputs).to.deep.include({ automountServiceAccountToken: false });
    expect(one(`kubernetes:${apiGroup}/v1:Role`).inputs["rules"]).to.deep.equal([
      { apiGroups: [""], resources: ["serviceaccounts"], verbs: ["impersonate"], resourceNames: ["flux"] },
    ]);
    const binding = all(bindings).find(({ name }) => name === "shop-impersonate-flux");
    expect(binding?.inputs["roleRef"]).to.deep.include({ kind: "Role", name: "casemate:impersonate-flux" });
    expect(binding?.inputs["subjects"]).to.deep.equal([
      { kind: "ServiceAccount", name: "kustomize-controller", namespace: "flux-system" },
    ]);
  });

  it("shares one access entry with all namespaces of the program that name the role", async () => {
    const { all } = await deploy(() => {
      const cluster = clusterRef();
      const access = { deployers: [{ role }] };
      new Tenants("a", {
        cluster,
        tenants: [
          { ...shop, access },
          { ...shop, name: "web", access },
        ],
      });
      new Tenants("b", { cluster, tenants: [{ ...shop, name: "cart", access }] });
      new WorkloadNamespace("own", { cluster, ...shop, name: "own", access });
    });
    expect(all(entry).map(({ name, inputs, parent }) => [name, parent, inputs])).to.deep.equal([
      [
        "prod-deployer-111122223333-ci-shop-deploy",
        "",
        { clusterName: "prod", principalArn: role, type: "STANDARD", kubernetesGroups: [group] },
      ],
    ]);
  });

  it("creates no entry for a role whose entry the cluster has", async () => {
    const { all } = await deploy(() => {
      new WorkloadNamespace("shop", {
        cluster: clusterRef({ deployerRoles: [role] }),
        ...shop,
        access: { deployers: [{ role }] },
      });
    });
    expect(all(entry)).to.deep.equal([]);
    expect(all(bindings)[0]?.inputs["subjects"]).to.deep.equal([{ apiGroup, kind: "Group", name: group }]);
  });

  it("gives the groups of roles the tenants' API priority, and no account of the platform", async () => {
    const { one } = await deploy(() => {
      new Tenants("a", {
        cluster: clusterRef(),
        tenants: [{ ...shop, access: { deployers: [{ role }, argo] } }],
      });
    });
    const [rule] = one("kubernetes:flowcontrol.apiserver.k8s.io/v1:FlowSchema").inputs["spec"].rules;
    expect(rule.subjects).to.deep.equal([
      { kind: "Group", group: { name: group } },
      { kind: "ServiceAccount", serviceAccount: { namespace: "shop", name: "*" } },
    ]);
  });

  describe("refuses, before any resource is registered,", () => {
    const refused = async (tenants: readonly object[], rest = {}) =>
      (await refusal((cluster) => new Tenants("t", { cluster, tenants: tenants as never }), rest)).map(
        (line) => line.replace('Tenants "t": ', ""),
      );

    it("an account of another tenant", async () => {
      const lines = await refused([
        { ...shop, access: { deployers: [{ namespace: "web", serviceAccount: "web" }] } },
        {
          ...shop,
          name: "web",
          access: {
            deployers: [
              { serviceAccount: "x", impersonatedBy: [{ namespace: "shop", serviceAccount: "shop" }] },
            ],
          },
        },
      ]);
      expect(lines.map((line) => line.split(":")[0])).to.deep.equal([
        "tenants[0].access.deployers[0].namespace",
        "tenants[1].access.deployers[0].impersonatedBy[0].namespace",
      ]);
      expect(lines[0]).to.contain("It is a tenant, whose developers run pods as this account.");
    });

    it("its own namespace, written out", async () => {
      const [line] = await refused([
        { ...shop, access: { deployers: [{ namespace: "shop", serviceAccount: "x" }] } },
      ]);
      expect(line).to.contain("without this field: Casemate creates it");
    });

    it("an account with the name of a workload", async () => {
      const [line] = await refused([
        { ...shop, workloads: { api: {} }, access: { deployers: [{ serviceAccount: "api" }] } },
      ]);
      expect(line).to.contain('tenants[0].access.deployers[0].serviceAccount: received "api"');
    });

    it("an administrator's role", async () => {
      const [line] = await refused([{ ...shop, access: { deployers: [{ role }] } }], { adminRoles: [role] });
      expect(line).to.contain("a role other than the cluster's admins");
    });

    it("an output, which isn't known at preview", async () => {
      const [line] = await refused([{ ...shop, access: { deployers: [{ role: Promise.resolve(role) }] } }]);
      expect(line).to.contain("a plain value, known at preview");
    });

    it("machines of all tenants together", async () => {
      expect(await refused([{ ...payments, access: { deployers: [{}, { role: "x" }] } }])).to.have.length(2);
    });
  });
});
