import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import {
  AdmissionPolicies,
  type ClusterRef,
  NodePool,
  TenantRoles,
  Tenants,
  WorkloadNamespace,
} from "../../../components/index.ts";
import { deploy } from "../../harness.ts";
import { clusterRef, refusal } from "../workload/fixtures.ts";

const tenant = { name: "web", team: "web" };
const anything = (value: unknown) => value as never;

/** Each component that takes a cluster. */
const users: Readonly<Record<string, (cluster: ClusterRef) => unknown>> = {
  Tenants: (cluster) => new Tenants("x", { cluster, tenants: [tenant] }),
  WorkloadNamespace: (cluster) => new WorkloadNamespace("x", { cluster, ...tenant }),
  AdmissionPolicies: (cluster) => new AdmissionPolicies("x", { cluster }),
  TenantRoles: (cluster) => new TenantRoles("x", { cluster }),
};

const version = "allowed: a minor version, such as 1.35, of at least 1.25.";
const later = "received an output that is not known yet; allowed: a plain value, known at preview.";
const prefix = /^groupsPrefix: received .*; allowed: your own prefix, on one line/;
const provider = /^provider: received .*; allowed: a k8s\.Provider; without one, .* KUBECONFIG names\.$/;

const wrong: readonly [what: string, rest: Record<string, unknown>, message: string | RegExp][] = [
  [
    "a version that is a number",
    { kubernetesVersion: 1.3 },
    `kubernetesVersion: received 1.3; ${version} Put it in quotes. A number 1.30 is 1.3.`,
  ],
  [
    "a version that lost its zero",
    { kubernetesVersion: "1.3" },
    `kubernetesVersion: received "1.3"; ${version}`,
  ],
  ["the first version", { kubernetesVersion: "1.0" }, `kubernetesVersion: received "1.0"; ${version}`],
  ["a leading zero", { kubernetesVersion: "1.035" }, `kubernetesVersion: received "1.035"; ${version}`],
  ["no provider", { provider: undefined }, provider],
  ["a provider's name", { provider: "prod" }, provider],
  ["an output of a prefix", { groupsPrefix: pulumi.output("corp:") }, `groupsPrefix: ${later}`],
  ["a prefix that is Kubernetes' own", { groupsPrefix: "system:" }, prefix],
  ["a prefix of two lines", { groupsPrefix: "corp:\nsystem:" }, prefix],
  ["an output of a name", { clusterName: pulumi.output("prod") }, `clusterName: ${later}`],
  ["an output of classes", { nodeClasses: pulumi.output(["pci"]) }, `nodeClasses: ${later}`],
  [
    "no classes but null",
    { nodeClasses: null },
    "nodeClasses: received null; allowed: a list of classes, such as [pci].",
  ],
  [
    "only a class",
    { nodeClasses: "pci" },
    'nodeClasses: received "pci"; allowed: a list of classes, such as [pci].',
  ],
  [
    "an unknown class",
    { nodeClasses: ["gold"] },
    'nodeClasses[0]: received "gold"; allowed: standard, sensitive, pci.',
  ],
  [
    "exempt namespaces by name",
    { exemptNamespaces: ["istio-system"] },
    'exemptNamespaces[0]: received "istio-system"; allowed: the fields name, reason.',
  ],
  [
    "something to wait for that is no resource",
    { ready: "soon" },
    /^ready: received "soon"; allowed: resources/,
  ],
  [
    "a misspelt field",
    { groupPrefix: "corp:" },
    'groupPrefix: received "corp:"; allowed: a known field. Did you mean "groupsPrefix"?',
  ],
];

describe("a cluster from an object literal", () => {
  it("is refused by NodePool if it is missing or invalid", async () => {
    const nodes = { subnetIds: [], securityGroupIds: [], diskKeyArn: "arn" };
    const build = (args: unknown) => refusal(() => new NodePool("x", anything(args)));
    const known = { clusterName: "prod", kubernetesVersion: "1.35", serviceCidr: "172.20.0.0/16" };
    expect((await build(undefined))[0]).to.match(
      /^NodePool "x": received nothing; allowed: the fields cluster/,
    );
    expect((await build({ nodes }))[0]).to.match(
      /^NodePool "x": cluster: received nothing; allowed: the fields/,
    );
    expect((await build({ cluster: { ...known, kubernetesVersion: 1.3 }, nodes }))[0]).to.contain(
      "cluster.kubernetesVersion: received 1.3",
    );
    expect((await build({ cluster: known }))[0]).to.contain('NodePool "x": nodes: received nothing');
  });

  for (const [component, build] of Object.entries(users)) {
    for (const [what, rest, message] of wrong) {
      it(`is refused by ${component} with ${what}, before any resource is registered`, async () => {
        const lines = await refusal(build, anything(rest));
        expect(lines).to.have.length(1);
        const problem = lines[0]?.replace(`${component} "x": cluster.`, "");
        expect(problem).to.satisfy((text: string) =>
          typeof message === "string" ? text === message : message.test(text),
        );
      });
    }

    it(`is refused by ${component} if it is missing, or if all arguments are`, async () => {
      const without = { Tenants: { tenants: [] }, WorkloadNamespace: tenant }[component] ?? {};
      const Component = anything(
        { Tenants, WorkloadNamespace, AdmissionPolicies, TenantRoles }[component],
      ) as {
        new (name: string, args: unknown): unknown;
      };
      expect((await refusal(() => new Component("x", without)))[0]).to.match(
        /: cluster: received nothing; allowed: the fields /,
      );
      expect((await refusal(() => new Component("x", undefined)))[0]).to.match(
        /^\w+ "x": received nothing; allowed: the fields .*cluster/,
      );
      expect(
        (await refusal(() => new Component("x", { cluster: pulumi.output({}), ...without })))[0],
      ).to.contain(`cluster: ${later}`);
    });

    it(`is accepted by ${component} if it is an instance of a class, or a copy of a component`, async () => {
      class Own extends pulumi.ComponentResource {
        readonly nodeSecurityGroupId = "sg-1";
        constructor(ref: ClusterRef) {
          super("own:cluster:Cluster", "own");
          Object.assign(this, ref, { ready: pulumi.output([]) });
        }
      }
      for (const copy of [(own: object) => own, (own: object) => ({ ...own, groupsPrefix: "" })]) {
        const { resources } = await deploy(() => {
          build(copy(new Own(clusterRef())) as ClusterRef);
        });
        expect(resources.map(({ type }) => type.split(":").at(-1))).to.include(component);
      }
    });
  }

  it("has one set of admission policies", async () => {
    let lines = "";
    await deploy(() => {
      const cluster = clusterRef();
      new AdmissionPolicies("one", { cluster, registries: ["a.example.com"] });
      try {
        new AdmissionPolicies("two", { cluster, registries: ["b.example.com"] });
      } catch (error) {
        lines = String(error);
      }
    });
    expect(lines)
      .to.contain('AdmissionPolicies "two": cluster: received')
      .and.to.contain("AdmissionPolicies. One set");
  });

  it("has no tenants in namespaces that admission policies don't check", async () => {
    const exemptNamespaces = [{ name: "web", reason: "the mesh" }];
    const build = users["Tenants"] ?? (() => {});
    expect(await refusal(build, { exemptNamespaces })).to.deep.equal([
      'Tenants "x": tenants[0].name: received "web"; allowed: a namespace that admission policies judge, other than ' +
        "the cluster's exemptNamespaces. Rename the tenant, or remove web from exemptNamespaces.",
    ]);
  });
});
