import { expect } from "chai";
import type { ClusterRef } from "../../../components/contract/cluster-ref.ts";
import { PlatformNamespace } from "../../../components/platform/platform-namespace.ts";
import type { PlatformSettings } from "../../../components/platform/platform-namespace-args.ts";
import { Tenants } from "../../../components/workload/tenants.ts";
import { deploy } from "../../harness.ts";
import { clusterRef, refusal } from "../workload/fixtures.ts";

const settings: PlatformSettings = {
  namespace: "backup",
  images: ["registry.example.com/backup/agent"],
  workloads: {
    agent: {
      kubernetesApi: true,
      serviceAccount: "backup",
      webhooks: [{ port: 9443 }],
      awsPolicy: {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::backups/*" }],
      },
    },
  },
  managers: [{ namespace: "argocd", serviceAccount: "application-controller" }],
  hosts: ["backup.example.com"],
};
const groups = { nodeSecurityGroupId: "sg-nodes", controlPlaneSecurityGroupId: "sg-control" };

function build(args: Partial<PlatformSettings> = {}, rest: Partial<ClusterRef> = {}) {
  return deploy(() => new PlatformNamespace("backup", { cluster: clusterRef(rest), ...settings, ...args }), {
    preview: true,
  });
}

describe("PlatformNamespace", () => {
  it("has the platform's mark, no class, Pod Security restricted, and what admission reads", async () => {
    const { one } = await build();
    expect(one("kubernetes:core/v1:Namespace").inputs["metadata"]).to.deep.equal({
      name: "backup",
      labels: {
        "app.kubernetes.io/managed-by": "casemate",
        "casemate.dev/platform": "backup",
        "casemate.dev/lifecycle": "protected",
        "pod-security.kubernetes.io/enforce": "restricted",
        "pod-security.kubernetes.io/enforce-version": "v1.35",
        "pod-security.kubernetes.io/audit": "restricted",
        "pod-security.kubernetes.io/audit-version": "v1.35",
        "pod-security.kubernetes.io/warn": "restricted",
        "pod-security.kubernetes.io/warn-version": "v1.35",
      },
      annotations: {
        "casemate.dev/accounts": "backup",
        "casemate.dev/hosts": "backup.example.com",
        "casemate.dev/images": "registry.example.com/backup/agent",
        "casemate.dev/kubernetes-api": "backup",
        "casemate.dev/managers": "system:serviceaccount:argocd:application-controller",
        "pulumi.com/deletionPropagationPolicy": "background",
      },
    });
  });

  it("is closed in both directions before anything else", async () => {
    const { all } = await build();
    expect(all("kubernetes:networking.k8s.io/v1:NetworkPolicy").map(({ name }) => name)).to.deep.equal([
      "backup-default-deny",
      "backup-allow",
      "backup-allow-agent",
    ]);
  });

  it("deletes its objects only with the Namespace, which is protected", async () => {
    const { resources, one } = await build();
    const namespace = one("kubernetes:core/v1:Namespace");
    expect(namespace.protect).to.equal(true);
    const inside = resources.filter(
      ({ type, name }) => type.startsWith("kubernetes:") && name !== namespace.name,
    );
    expect(inside).to.have.length(5);
    expect(inside.filter(({ deletedWith }) => deletedWith !== namespace.urn)).to.deep.equal([]);
  });

  it("creates accounts without tokens, except for pods that call the API", async () => {
    const { one } = await build({ workloads: { a: {}, b: { kubernetesApi: true } } });
    expect(one("kubernetes:core/v1:ServiceAccount", "backup-account-a").inputs).to.deep.include({
      automountServiceAccountToken: false,
    });
    expect(one("kubernetes:core/v1:ServiceAccount", "backup-account-b").inputs).to.deep.include({
      automountServiceAccountToken: true,
    });
  });

  it("leaves accounts to a chart that creates them, except the account default", async () => {
    const { all } = await build({ createsServiceAccounts: false });
    expect(all("kubernetes:core/v1:ServiceAccount")).to.deep.equal([]);
    expect(all("kubernetes:core/v1:ServiceAccountPatch")).to.have.length(1);
  });

  it("gives a role by the account's own name, within the cluster's boundary", async () => {
    const permissionsBoundary = "arn:aws:iam::111122223333:policy/boundary";
    const { one } = await build({}, { permissionsBoundary });
    const role = one("aws:iam/role:Role").inputs;
    expect(role).to.deep.include({ name: "prod.backup.agent", permissionsBoundary });
    expect(role["assumeRolePolicy"]).to.contain('"aws:RequestTag/kubernetes-service-account":"backup"');
    expect(one("aws:eks/podIdentityAssociation:PodIdentityAssociation").inputs).to.deep.include({
      serviceAccount: "backup",
      namespace: "backup",
    });
  });

  it("opens a webhook's port between the security groups, once for all namespaces of a cluster", async () => {
    const { all } = await deploy(() => {
      const cluster = clusterRef({ ...groups, webhookPorts: [10250] });
      new PlatformNamespace("one", { cluster, ...settings, namespace: "one" });
      new PlatformNamespace("two", {
        cluster,
        ...settings,
        namespace: "two",
        workloads: { agent: { webhooks: [{ port: 9443 }, { port: 10250 }] } },
      });
    });
    const rules = [
      ...all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"),
      ...all("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"),
    ];
    expect(
      rules.map(({ name, parent, inputs }) => ({
        name,
        parent: parent === "",
        from: inputs["securityGroupId"],
      })),
    ).to.deep.equal([
      { name: "prod-webhook-9443-from-control-plane", parent: true, from: "sg-nodes" },
      { name: "prod-webhook-9443-to-nodes", parent: true, from: "sg-control" },
    ]);
    expect(rules[0]?.inputs).to.deep.include({
      referencedSecurityGroupId: "sg-control",
      fromPort: 9443,
      toPort: 9443,
      ipProtocol: "tcp",
    });
  });

  it("has no rules of security groups without their ids", async () => {
    const { all } = await build();
    expect(all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")).to.deep.equal([]);
  });

  it("creates no Namespace and no default-deny in kube-system", async () => {
    const { all } = await build({ namespace: "kube-system" });
    expect(all("kubernetes:core/v1:Namespace")).to.deep.equal([]);
    expect(all("kubernetes:networking.k8s.io/v1:NetworkPolicy").map(({ name }) => name)).to.deep.equal([
      "backup-platform-agent",
    ]);
  });

  it("opens the nodes' security group for flows with addresses", async () => {
    const { all } = await build(
      {
        calls: [
          { from: "agent", to: { cidr: "10.20.0.0/24" }, port: 5432, reason: "the catalogue's database" },
        ],
      },
      groups,
    );
    expect(
      all("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule").map(({ inputs }) => inputs["fromPort"]),
    ).to.include(5432);
  });

  describe("with tenants of the same program", () => {
    const tenant = (flows: object) => [{ name: "shop", team: "shop", ...flows }];
    const scrapes = [{ from: "agent", namespace: "shop", port: 9090 }];
    const accepts = [{ from: { namespace: "backup", workload: "agent" }, port: 9090 }];

    async function together(flows: object): Promise<{ half: number; error: string }> {
      let half = -1;
      let error = "";
      await deploy(() => {
        const cluster = clusterRef();
        const backup = new PlatformNamespace("backup", { cluster, ...settings, scrapes });
        try {
          new Tenants("shop", { cluster, tenants: tenant(flows) as never });
        } catch (thrown) {
          error = String(thrown);
        }
        half = backup.halfOpenFlows.length;
      });
      return { half, error };
    }

    it("matches both ends of a flow", async () => {
      expect(await together({ accepts })).to.deep.equal({ half: 0, error: "" });
    });

    it("refuses a flow that only one end declares", async () => {
      expect((await together({})).error)
        .to.contain('PlatformNamespace "backup"')
        .and.to.contain("9090");
    });

    it("refuses a tenant in its namespace", async () => {
      expect((await together({ name: "backup" })).error).to.contain(
        'PlatformNamespace "backup" creates backup',
      );
    });
  });

  const bad: readonly [string, unknown, string][] = [
    ["a level without a reason", { podSecurity: { level: "baseline" } }, "podSecurity.reason"],
    ["an image with a tag", { images: ["registry.example.com/a:1"] }, "images[0]"],
    [
      "the account default",
      { workloads: { a: { serviceAccount: "default" } } },
      "workloads.a.serviceAccount",
    ],
    ["no labels", { workloads: { a: { labels: {} } } }, "workloads.a.labels"],
    [
      "an exception without a reason",
      { workloads: { a: { privileged: {} } } },
      "workloads.a.privileged.reason",
    ],
    [
      "a port twice",
      { workloads: { a: { webhooks: [{ port: 1 }, { port: 1 }] } } },
      "workloads.a.webhooks[1].port",
    ],
    ["the namespace default", { namespace: "default" }, "namespace"],
    [
      "all of a service in AWS",
      {
        workloads: {
          a: {
            awsPolicy: {
              Version: "2012-10-17",
              Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }],
            },
          },
        },
      },
      "workloads.a.awsPolicy.Statement[0].Action",
    ],
  ];
  for (const [name, args, path] of bad) {
    it(`refuses ${name}, and registers nothing`, async () => {
      const [line] = await refusal(
        (cluster) => new PlatformNamespace("backup", { cluster, ...settings, ...(args as object) }),
      );
      expect(line).to.contain(`PlatformNamespace "backup": ${path}:`);
    });
  }
});
