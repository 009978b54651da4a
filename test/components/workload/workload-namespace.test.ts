import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import type { ClusterRef } from "../../../components/contract/cluster-ref.ts";
import type { TenantArgs } from "../../../components/workload/tenant.ts";
import { WorkloadNamespace } from "../../../components/workload/workload-namespace.ts";
import { type Deployment, deploy } from "../../harness.ts";
import { clusterRef, payments, refusal } from "./fixtures.ts";

const readTable = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "dynamodb:GetItem", Resource: "arn:aws:dynamodb:*:*:table/cards" }],
} as const;

function build(tenant: Partial<TenantArgs> = {}, cluster: Partial<ClusterRef> = {}) {
  return deploy(
    () => new WorkloadNamespace("pay", { cluster: clusterRef(cluster), ...payments, ...tenant }).ready.length,
    { preview: true },
  );
}

const inNamespace = ({ resources }: Deployment) =>
  resources.filter(({ type, name }) => type.startsWith("kubernetes:") && name !== "pay-namespace");

async function refused(tenant: Partial<TenantArgs>, rest: Partial<ClusterRef> = {}): Promise<string> {
  const lines = await refusal(
    (ref) => new WorkloadNamespace("pay", { cluster: ref, ...payments, ...tenant }),
    rest,
  );
  return lines.join("\n");
}

describe("WorkloadNamespace", () => {
  let deployment: Deployment;
  before(async () => {
    deployment = await build();
  });

  it("has ten custom resources, with a named workload and users of all three personas", () => {
    const custom = deployment.resources.filter(({ custom: is, type }) => is && !type.startsWith("pulumi:"));
    expect(custom.map(({ name }) => name).sort()).to.deep.equal([
      "pay-account-api",
      "pay-allow",
      "pay-default-account",
      "pay-default-deny",
      "pay-developer",
      "pay-limits",
      "pay-namespace",
      "pay-operator",
      "pay-quota",
      "pay-viewer",
    ]);
  });

  it("has no more resources with ten flows of the namespace", async () => {
    const ten = await build({
      workloads: { api: {} },
      accepts: Array.from({ length: 5 }, (_, index) => ({
        from: { namespace: `a${index}` },
        port: 80 + index,
      })),
      calls: Array.from({ length: 5 }, (_, index) => ({ to: { namespace: `b${index}` }, port: 80 + index })),
    });
    expect(ten.resources.filter(({ type }) => type.startsWith("kubernetes:"))).to.have.length(10);
  });

  it("enforces Pod Security restricted at the cluster's version, and labels the namespace with its team", () => {
    expect(deployment.one("kubernetes:core/v1:Namespace").inputs["metadata"]).to.deep.equal({
      name: "payments",
      labels: {
        "app.kubernetes.io/managed-by": "casemate",
        "casemate.dev/class": "pci",
        "casemate.dev/lifecycle": "protected",
        "casemate.dev/team": "pay",
        "pod-security.kubernetes.io/enforce": "restricted",
        "pod-security.kubernetes.io/enforce-version": "v1.35",
        "pod-security.kubernetes.io/audit": "restricted",
        "pod-security.kubernetes.io/audit-version": "v1.35",
        "pod-security.kubernetes.io/warn": "restricted",
        "pod-security.kubernetes.io/warn-version": "v1.35",
      },
      annotations: {
        "casemate.dev/default-limits": "cpu 500m\nephemeral-storage 512Mi\nmemory 256Mi",
        "casemate.dev/workloads": "api api",
        "casemate.dev/groups": "oidc:auditors\noidc:pay-dev\noidc:pay-ops",
        "pulumi.com/deletionPropagationPolicy": "background",
      },
    });
  });

  it("holds back what Pod Security enforces during an upgrade, and warns by the new version", async () => {
    const { one } = await deploy(
      () =>
        new WorkloadNamespace("web", {
          cluster: { ...clusterRef(), kubernetesVersion: "1.36", podSecurityVersion: "1.35" },
          name: "web",
          team: "web",
        }),
    );
    const { labels } = one("kubernetes:core/v1:Namespace").inputs["metadata"];
    expect(labels).to.include({
      "pod-security.kubernetes.io/enforce-version": "v1.35",
      "pod-security.kubernetes.io/audit-version": "v1.36",
      "pod-security.kubernetes.io/warn-version": "v1.36",
    });
  });

  it("gives no rights before admission knows the Namespace's labels and annotations", async () => {
    const time = new Date(Date.now() - 2000).toISOString();
    const start = Date.now();
    const { one } = await deploy(
      () => new WorkloadNamespace("web", { cluster: clusterRef(), name: "web", team: "web" }),
      {
        outputs: (type) =>
          type === "kubernetes:core/v1:Namespace" ? { metadata: { managedFields: [{ time }] } } : {},
      },
    );
    expect(Date.now() - start).to.be.at.least(900);
    const account = one("kubernetes:core/v1:ServiceAccount");
    expect(account.dependencies).to.deep.equal([one("kubernetes:core/v1:Namespace").urn]);
  });

  it("has the same dependencies at preview, where nothing waits", async () => {
    const build = () => void new WorkloadNamespace("pay", { cluster: clusterRef(), ...payments });
    const [update, preview] = [await deploy(build), await deploy(build, { preview: true })];
    const dependencies = ({ resources }: typeof update) =>
      Object.fromEntries(resources.map(({ urn, dependencies: of }) => [urn, [...of].sort()]));
    expect(dependencies(preview)).to.deep.equal(dependencies(update));
  });

  it("protects the Namespace, and nothing in it", () => {
    expect(deployment.resources.filter(({ protect }) => protect).map(({ name }) => name)).to.deep.equal([
      "pay-namespace",
    ]);
  });

  it("doesn't protect a disposable namespace", async () => {
    const disposable = await build({ lifecycle: "disposable" });
    expect(disposable.resources.some(({ protect }) => protect)).to.equal(false);
  });

  it("creates the Namespace first, and deletes all objects with it and not before", () => {
    const { urn } = deployment.one("kubernetes:core/v1:Namespace");
    for (const { name, deletedWith, dependencies } of inNamespace(deployment)) {
      expect(deletedWith, name).to.equal(urn);
      expect(dependencies, name).to.include(urn);
    }
  });

  it("applies all objects to the given cluster", () => {
    const { urn } = deployment.one("pulumi:providers:kubernetes");
    for (const { name, type, provider } of deployment.resources.filter(({ type: of }) =>
      of.startsWith("kubernetes:"),
    )) {
      expect(provider, `${type} ${name}`).to.match(new RegExp(`^${urn}::`));
    }
  });

  it("marks all objects as the platform's", () => {
    for (const { name, inputs } of inNamespace(deployment)) {
      expect(inputs["metadata"].labels, name).to.deep.equal({ "app.kubernetes.io/managed-by": "casemate" });
      expect(inputs["metadata"].namespace, name).to.equal("payments");
    }
  });

  it("denies by default and opens the declared flows", () => {
    const type = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
    expect(deployment.one(type, "pay-default-deny").inputs["spec"]).to.deep.equal({
      podSelector: {},
      policyTypes: ["Ingress", "Egress"],
    });
    const { ingress, egress } = deployment.one(type, "pay-allow").inputs["spec"];
    expect(ingress).to.deep.equal([
      {
        from: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "checkout" } } }],
        ports: [{ protocol: "TCP", port: 8443 }],
      },
    ]);
    expect(egress[1]).to.deep.equal({
      to: [{ ipBlock: { cidr: "10.20.0.0/24" } }],
      ports: [{ protocol: "TCP", port: 443 }],
    });
  });

  it("limits what the namespace and each pod may use", () => {
    const { hard } = deployment.one("kubernetes:core/v1:ResourceQuota").inputs["spec"];
    expect(hard).to.include({
      "requests.cpu": "24",
      "services.loadbalancers": "0",
      "services.nodeports": "0",
    });
    const { limits } = deployment.one("kubernetes:core/v1:LimitRange").inputs["spec"];
    expect(limits.map(({ type }: { type: string }) => type)).to.deep.equal([
      "Container",
      "Pod",
      "PersistentVolumeClaim",
    ]);
  });

  it("mounts no tokens", () => {
    const patch = deployment.one("kubernetes:core/v1:ServiceAccountPatch").inputs;
    expect(patch["metadata"].name).to.equal("default");
    expect(patch["automountServiceAccountToken"]).to.equal(false);
    expect(
      deployment.one("kubernetes:core/v1:ServiceAccount").inputs["automountServiceAccountToken"],
    ).to.equal(false);
  });

  it("mounts a token and opens egress to the API for a workload that uses it", async () => {
    const { one } = await build({ workloads: { api: { kubernetesApi: true } } });
    expect(one("kubernetes:core/v1:ServiceAccount").inputs["automountServiceAccountToken"]).to.equal(true);
    expect(
      one("kubernetes:networking.k8s.io/v1:NetworkPolicy", "pay-allow-api").inputs["spec"],
    ).to.deep.equal({
      podSelector: { matchLabels: { "app.kubernetes.io/name": "api" } },
      policyTypes: ["Ingress", "Egress"],
      egress: [{ to: [{ ipBlock: { cidr: "172.20.0.1/32" } }], ports: [{ protocol: "TCP", port: 443 }] }],
    });
  });

  it("binds users' groups to the shared roles, inside the namespace, after all other objects", () => {
    const guards = inNamespace(deployment).filter(({ type }) => !type.includes("rbac"));
    for (const [persona, group] of [
      ["viewer", "auditors"],
      ["developer", "pay-dev"],
      ["operator", "pay-ops"],
    ]) {
      const binding = deployment.one("kubernetes:rbac.authorization.k8s.io/v1:RoleBinding", `pay-${persona}`);
      expect(binding.inputs["roleRef"]).to.include({ kind: "ClusterRole", name: `casemate:${persona}` });
      expect(binding.inputs["subjects"]).to.deep.equal([
        { apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: `oidc:${group}` },
      ]);
      expect(binding.dependencies).to.include.members(guards.map(({ urn }) => urn));
    }
  });

  it("creates its own Roles in a cluster without the shared ones", async () => {
    const { all } = await build({}, { hasTenantRoles: false });
    const roles = all("kubernetes:rbac.authorization.k8s.io/v1:Role");
    expect(roles.map(({ inputs }) => inputs["metadata"].name).sort()).to.deep.equal([
      "casemate:developer",
      "casemate:operator",
      "casemate:viewer",
    ]);
    for (const { inputs, dependencies } of all("kubernetes:rbac.authorization.k8s.io/v1:RoleBinding")) {
      expect(inputs["roleRef"].kind).to.equal("Role");
      const role = roles.find((one) => one.inputs["metadata"].name === inputs["roleRef"].name);
      expect(dependencies).to.include(role?.urn);
    }
  });

  it("binds no roles if the tenant names no groups", async () => {
    const { resources } = await build({ access: { viewers: ["auditors"] } });
    expect(resources.filter(({ type }) => type.includes("rbac")).map(({ name }) => name)).to.deep.equal([
      "pay-viewer",
    ]);
  });

  it("adds the cluster's own prefix to groups", async () => {
    const { one } = await build({ access: { viewers: ["auditors"] } }, { groupsPrefix: "corp:" });
    const binding = one("kubernetes:rbac.authorization.k8s.io/v1:RoleBinding");
    expect(binding.inputs["subjects"][0].name).to.equal("corp:auditors");
  });

  it("waits for the cluster", async () => {
    class Gate extends pulumi.ComponentResource {}
    class Access extends pulumi.CustomResource {}
    const { one } = await deploy(() => {
      const gate = new Gate("test:index:Gate", "gate");
      const association = new Access("test:index:Access", "access", {}, { parent: gate });
      new WorkloadNamespace("pay", {
        cluster: clusterRef({ ready: [association] }),
        ...payments,
        workloads: { api: { awsPolicy: readTable } },
      });
    });
    const access = one("test:index:Access").urn;
    expect(one("kubernetes:core/v1:Namespace").dependencies).to.include(access);
    expect(one("aws:eks/podIdentityAssociation:PodIdentityAssociation").dependencies).to.include(access);
  });

  describe("with an AWS policy for a workload", () => {
    let aws: Deployment;
    before(async () => {
      aws = await build({ workloads: { api: { awsPolicy: readTable } } });
    });

    it("gives a role with that policy only to the workload's service account", async () => {
      const whole = await deploy(
        () =>
          new WorkloadNamespace("pay", {
            cluster: clusterRef(),
            ...payments,
            workloads: { api: { awsPolicy: readTable } },
          }).ready.length,
      );
      const role = whole.one("aws:iam/role:Role").inputs;
      expect(role["name"]).to.equal("prod.payments.api");
      const trust = JSON.parse(role["assumeRolePolicy"]);
      expect(trust.Statement[0].Condition.StringEquals).to.include({
        "aws:SourceAccount": "111122223333",
        "aws:RequestTag/kubernetes-namespace": "payments",
        "aws:RequestTag/kubernetes-service-account": "api",
      });
      expect(JSON.parse(whole.one("aws:iam/rolePolicy:RolePolicy").inputs["policy"])).to.deep.equal(
        readTable,
      );
      expect(whole.one("aws:eks/podIdentityAssociation:PodIdentityAssociation").inputs).to.include({
        clusterName: "prod",
        namespace: "payments",
        serviceAccount: "api",
      });
    });

    it("opens egress to the Pod Identity agent for that workload", () => {
      const policy = aws.one("kubernetes:networking.k8s.io/v1:NetworkPolicy", "pay-allow-api");
      expect(policy.inputs["spec"].egress).to.deep.equal([
        { to: [{ ipBlock: { cidr: "169.254.170.23/32" } }], ports: [{ protocol: "TCP", port: 80 }] },
      ]);
    });

    it("mounts no Kubernetes token for it", () => {
      const account = aws.one("kubernetes:core/v1:ServiceAccount").inputs;
      expect(account["automountServiceAccountToken"]).to.equal(false);
    });

    it("doesn't skip deleting AWS resources when the Namespace is deleted", () => {
      const awsResources = aws.resources.filter(({ type }) => type.startsWith("aws:"));
      expect(awsResources.map(({ deletedWith }) => deletedWith)).to.deep.equal(["", "", "", ""]);
    });
  });

  describe("refuses, before any resource is registered,", () => {
    it("a class without nodes", async () => {
      expect(await refused({}, { nodeClasses: ["sensitive"] })).to.equal(
        'WorkloadNamespace "pay": class: received "pci"; allowed: a class with nodes in this cluster: standard, ' +
          "sensitive. Give the cluster a node pool for pci, or the tenant another class.",
      );
    });

    it("an expired waiver", async () => {
      const waivers = [{ control: "flow-to-everyone", reason: "x", owner: "web", expires: "2020-01-31" }];
      expect(await refused({ waivers })).to.match(
        /^WorkloadNamespace "pay": waivers\[0\]\.expires: received "2020-01-31"; allowed: \d{4}-\d\d-\d\d or later\./,
      );
    });

    it("a group that already has the prefix", async () => {
      expect(await refused({ access: { viewers: ["oidc:auditors"] } })).to.equal(
        'WorkloadNamespace "pay": access.viewers[0]: received "oidc:auditors"; allowed: a group without the ' +
          "cluster's prefix oidc:. Write auditors: Casemate adds the prefix.",
      );
    });

    it("a cluster with invalid ranges", async () => {
      expect(await refused({}, { serviceCidr: "172.20.0.0" })).to.equal(
        'WorkloadNamespace "pay": cluster.serviceCidr: received "172.20.0.0"; allowed: an IPv4 range, such as 10.64.0.0/16.',
      );
    });

    it("a version in Pod Security's form", async () => {
      expect(await refused({}, { kubernetesVersion: "v1.35" })).to.contain("a minor version, such as 1.35");
    });

    it("all problems together", async () => {
      const message = await refused(
        {
          access: { viewers: ["oidc:auditors"] },
          calls: [
            { to: { cidr: "169.254.169.254/32" }, port: 80, reason: "x" },
            { from: "web", to: { namespace: "checkout" }, port: 80 },
          ],
        },
        { nodeClasses: [] },
      );
      expect(message.split("\n").map((line) => line.split(": ")[1])).to.deep.equal([
        "access.viewers[0]",
        "class",
        "calls[0].to.cidr",
        "calls[1].from",
      ]);
    });
  });
});
