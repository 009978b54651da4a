import { expect } from "chai";
import { access } from "../../../plan/analysis/kubernetes-access.ts";
import type { PlannedResource } from "../../../plan/document.ts";
import type { Json } from "../../../plan/json.ts";
import { kubernetes, namespace, planned } from "../objects.ts";

const rbac = "rbac.authorization.k8s.io/v1";
const rule = (verbs: Json, resources: Json, more = {}) => ({ apiGroups: [""], verbs, resources, ...more });
const group = (name: string) => ({ kind: "Group", apiGroup: "rbac.authorization.k8s.io", name });
const binding = (kind: string, namespace: string | undefined, role: Json, subjects: Json) =>
  kubernetes(rbac, kind, { name: "binding", namespace }, { roleRef: role, subjects });
const who = (...resources: PlannedResource[]) =>
  access(resources).map((row) =>
    `${row.subject} @ ${row.namespace}: ${row.verbs.join()} ${row.resources.join()}`.trim(),
  );

describe("access", () => {
  const viewer = kubernetes(
    rbac,
    "ClusterRole",
    { name: "viewer" },
    { rules: [rule(["list", "get"], ["pods", "services"])] },
  );

  it("gives a ClusterRole's rights in the namespace that binds it", () => {
    const bound = binding("RoleBinding", "shop", { kind: "ClusterRole", name: "viewer" }, [group("dev")]);
    expect(who(viewer, bound)).to.deep.equal(["Group dev @ shop: get,list pods,services"]);
  });

  it("gives them in all namespaces if a ClusterRoleBinding binds it", () => {
    const bound = binding("ClusterRoleBinding", undefined, { kind: "ClusterRole", name: "viewer" }, [
      group("dev"),
    ]);
    expect(who(viewer, bound)).to.deep.equal(["Group dev @ *: get,list pods,services"]);
  });

  it("leaves out what admission refuses: to enter pods in a namespace of a closed class", () => {
    const role = kubernetes(
      rbac,
      "ClusterRole",
      { name: "operator" },
      { rules: [rule(["create"], ["pods/exec", "pods/attach"]), rule(["get"], ["pods", "services/proxy"])] },
    );
    const bound = (namespaceName: string) =>
      binding("RoleBinding", namespaceName, { kind: "ClusterRole", name: "operator" }, [group("ops")]);
    const of = (name: string, label: string) => namespace(name, { "casemate.dev/class": label });
    const closed = ["Group ops @ shop: get pods"];
    const open = [
      "Group ops @ shop: create pods/attach,pods/exec",
      "Group ops @ shop: get pods,services/proxy",
    ];
    expect(who(role, bound("shop"), of("shop", "pci"))).to.deep.equal(closed);
    expect(who(role, bound("shop"), of("shop", "sensitive"))).to.deep.equal(closed);
    expect(who(role, bound("shop"), of("shop", "unheard-of"))).to.deep.equal(closed);
    expect(who(role, bound("shop"), of("shop", "standard"))).to.deep.equal(open);
    expect(who(role, bound("shop"), namespace("shop"))).to.deep.equal(open);
    expect(who(role, bound("shop"), of("pay", "pci"))).to.deep.equal(open);
  });

  it("reads a Role from the binding's namespace", () => {
    const roles = ["shop", "pay"].map((namespace) =>
      kubernetes(rbac, "Role", { name: "dev", namespace }, { rules: [rule(["get"], [`of-${namespace}`])] }),
    );
    const bound = binding("RoleBinding", "pay", { kind: "Role", name: "dev" }, [group("dev")]);
    expect(who(...roles, bound)).to.deep.equal(["Group dev @ pay: get of-pay"]);
  });

  it("names groups, subresources and single objects in kubectl's notation", () => {
    const role = kubernetes(
      rbac,
      "Role",
      { name: "dev", namespace: "shop" },
      {
        rules: [
          rule(["get"], ["deployments/scale"], { apiGroups: ["apps"] }),
          rule(["update"], ["secrets"], { resourceNames: ["one", "two"] }),
        ],
      },
    );
    const bound = binding("RoleBinding", "shop", { kind: "Role", name: "dev" }, [
      { kind: "ServiceAccount", name: "app" },
      { kind: "User", name: "ann" },
    ]);
    expect(who(role, bound)).to.deep.equal([
      "ServiceAccount shop/app @ shop: get deployments.apps/scale",
      "ServiceAccount shop/app @ shop: update secrets/one,secrets/two",
      "User ann @ shop: get deployments.apps/scale",
      "User ann @ shop: update secrets/one,secrets/two",
    ]);
  });

  it("knows cluster-admin, and gives only the names of other roles outside the plan", () => {
    const admin = binding("ClusterRoleBinding", undefined, { kind: "ClusterRole", name: "cluster-admin" }, [
      group("root"),
    ]);
    const edit = binding("RoleBinding", "shop", { kind: "ClusterRole", name: "edit" }, [group("dev")]);
    expect(who(admin, edit)).to.deep.equal([
      ["Group dev @ shop:", "as in", "ClusterRole edit"].join(" "),
      "Group root @ *: * *",
    ]);
  });

  it("gives IAM principals the rights of their EKS policies and of their groups", () => {
    const principalArn = "arn:aws:iam::1:role/ops";
    const entry = planned("aws:eks/accessEntry:AccessEntry", "ops", {
      inputs: { principalArn, kubernetesGroups: ["dev"] },
    });
    const association = planned("aws:eks/accessPolicyAssociation:AccessPolicyAssociation", "ops", {
      inputs: {
        principalArn,
        policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
        accessScope: { type: "namespace", namespaces: ["pay"] },
      },
    });
    const bound = binding("RoleBinding", "shop", { kind: "ClusterRole", name: "viewer" }, [group("dev")]);
    expect(who(viewer, bound, entry, association)).to.deep.equal([
      "Group dev @ shop: get,list pods,services",
      `${principalArn} @ pay: * *`,
      `${principalArn} @ shop: get,list pods,services`,
    ]);
  });
});
