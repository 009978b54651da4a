import { expect } from "chai";
import { schemaProblems } from "../../../../components/shared/input/schema-problems.ts";
import { extraRules } from "../../../../components/workload/access/extra-rights.ts";
import { tenantSchema } from "../../../../components/workload/tenant-schema.ts";
import { Tenants } from "../../../../components/workload/tenants.ts";
import { WorkloadNamespace } from "../../../../components/workload/workload-namespace.ts";
import { deploy } from "../../../harness.ts";
import { clusterRef, refusal } from "../fixtures.ts";

const shop = { name: "shop", team: "shop" };
const rbac = "kubernetes:rbac.authorization.k8s.io/v1";
const problems = (access: object) => schemaProblems(tenantSchema, { ...shop, access });
const rule = (differs: object) => ({
  rules: [{ persona: "developer", apiGroup: "", resources: ["pods"], verbs: ["get"], ...differs }],
});

describe("extra rights", () => {
  it("of custom resources are to read for viewers, and to write for developers or operators", () => {
    expect(
      extraRules({
        customResources: [
          { apiGroup: "a.example.com", resources: ["x"] },
          { apiGroup: "b.example.com", resources: ["y"], writtenBy: "operator" },
        ],
      }),
    ).to.deep.equal([
      {
        persona: "viewer",
        rules: [
          { apiGroups: ["a.example.com"], resources: ["x"], verbs: ["get", "list", "watch"] },
          { apiGroups: ["b.example.com"], resources: ["y"], verbs: ["get", "list", "watch"] },
        ],
      },
      {
        persona: "developer",
        rules: [
          { apiGroups: ["a.example.com"], resources: ["x"], verbs: ["create", "update", "patch", "delete"] },
        ],
      },
      {
        persona: "operator",
        rules: [
          { apiGroups: ["b.example.com"], resources: ["y"], verbs: ["create", "update", "patch", "delete"] },
        ],
      },
    ]);
  });

  it("are bound to the personas with that right and more", async () => {
    const { one } = await deploy(() => {
      new WorkloadNamespace("shop", {
        cluster: clusterRef(),
        ...shop,
        access: {
          viewers: ["v"],
          developers: ["d"],
          operators: ["o"],
          customResources: [{ apiGroup: "a.example.com", resources: ["x"] }],
        },
      });
    });
    const names = (binding: string) =>
      one(`${rbac}:RoleBinding`, binding).inputs["subjects"].map(({ name }: { name: string }) => name);
    expect(names("shop-extra-viewer")).to.deep.equal(["oidc:v", "oidc:d", "oidc:o"]);
    expect(names("shop-extra-developer")).to.deep.equal(["oidc:d", "oidc:o"]);
    expect(one(`${rbac}:Role`, "shop-extra-developer-role").inputs["metadata"].name).to.equal(
      "casemate:extra-developer",
    );
  });

  it("on routes come with hosts, for developers, operators and deployers", async () => {
    const access = { viewers: ["v"], developers: ["d"], deployers: [{ serviceAccount: "flux" }] };
    const { all } = await deploy(() => {
      const cluster = clusterRef();
      new Tenants("t", {
        cluster,
        tenants: [
          { ...shop, access, hosts: ["shop.example.com"] },
          { ...shop, name: "web", access },
        ],
      });
    });
    const routes = all(`${rbac}:RoleBinding`).filter(({ name }) => name.endsWith("-routes"));
    expect(
      routes.map(({ name, inputs }) => [name, inputs["roleRef"].name, inputs["subjects"]]),
    ).to.deep.equal([
      [
        "t-shop-routes",
        "casemate:routes",
        [
          { apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "oidc:d" },
          { kind: "ServiceAccount", name: "flux", namespace: "shop" },
        ],
      ],
    ]);
  });

  it("need a waiver if the controller of the custom resource reaches further", async () => {
    const access = {
      customResources: [{ apiGroup: "kustomize.toolkit.fluxcd.io", resources: ["kustomizations"] }],
    };
    const [line] = await refusal((cluster) => new WorkloadNamespace("shop", { cluster, ...shop, access }));
    expect(line).to.contain("access.customResources[0].apiGroup");
    expect(line).to.contain("add a waiver of custom-resource-deputy");
    const waivers = [
      { control: "custom-resource-deputy", reason: "locked down", owner: "x", expires: "2999-01-01" },
    ];
    await deploy(() => {
      new WorkloadNamespace("shop", { cluster: clusterRef(), ...shop, access, waivers });
    });
  });

  const fine: [string, object][] = [
    [
      "Leases for developers",
      rule({ apiGroup: "coordination.k8s.io", resources: ["leases"], verbs: ["create"] }),
    ],
    ["evictions", rule({ resources: ["pods/eviction"], verbs: ["create"] })],
    ["the deletion of many pods", rule({ verbs: ["deletecollection"] })],
    [
      "the status of Ingresses",
      rule({ persona: "viewer", apiGroup: "networking.k8s.io", resources: ["ingresses/status"] }),
    ],
    [
      "snapshots",
      { customResources: [{ apiGroup: "snapshot.storage.k8s.io", resources: ["volumesnapshots"] }] },
    ],
    [
      "databases",
      { customResources: [{ apiGroup: "postgresql.cnpg.io", resources: ["clusters", "clusters/status"] }] },
    ],
  ];
  for (const [what, access] of fine.slice(0, 2).concat(fine.slice(2))) {
    it(`may be ${what}`, () => {
      expect(problems(access)).to.deep.equal([]);
    });
  }

  const broken: [string, object, string][] = [
    ["all resources", rule({ resources: ["*"] }), "access.rules[0].resources[0]"],
    ["all subresources", rule({ resources: ["*/scale"] }), "access.rules[0].resources[0]"],
    ["no resources", rule({ resources: [] }), "access.rules[0].resources"],
    ["all verbs", rule({ verbs: ["*"] }), "access.rules[0].verbs[0]"],
    ["all groups", rule({ apiGroup: "*" }), "access.rules[0].resources[0]"],
    ...["escalate", "bind", "impersonate", "use", "approve", "sign", "attest", "GET", "proxy"].map(
      (verb): [string, object, string] => [
        `the verb ${verb}`,
        rule({ verbs: [verb] }),
        "access.rules[0].verbs[0]",
      ],
    ),
    ...[
      ["", "secrets", "get", "viewer"],
      ["", "secrets", "list", "viewer"],
      ["", "pods", "create", "viewer"],
      ["", "pods/exec", "create", "developer"],
      ["", "pods/exec", "get", "developer"],
      ["", "pods/ephemeralcontainers", "patch", "operator"],
      ["", "pods/proxy", "get", "operator"],
      ["", "services/proxy", "create", "operator"],
      ["", "pods/resize", "patch", "operator"],
      ["", "pods/binding", "create", "operator"],
      ["", "nodes", "get", "operator"],
      ["", "nodes/proxy", "get", "operator"],
      ["", "namespaces", "patch", "operator"],
      ["", "namespaces/finalize", "update", "operator"],
      ["", "persistentvolumes", "get", "operator"],
      ["", "serviceaccounts", "create", "operator"],
      ["", "serviceaccounts/token", "create", "operator"],
      ["", "resourcequotas", "patch", "operator"],
      ["", "limitranges", "delete", "operator"],
      ["", "endpoints", "create", "operator"],
      ["apps", "daemonsets", "create", "operator"],
      ["networking.k8s.io", "networkpolicies", "create", "operator"],
      ["discovery.k8s.io", "endpointslices", "update", "operator"],
      ["rbac.authorization.k8s.io", "rolebindings", "create", "operator"],
      ["rbac.authorization.k8s.io", "roles", "update", "operator"],
      ["admissionregistration.k8s.io", "validatingadmissionpolicies", "delete", "operator"],
      ["certificates.k8s.io", "certificatesigningrequests", "create", "operator"],
      ["casemate.dev", "marked", "update", "operator"],
      ["authentication.k8s.io", "tokenreviews", "create", "operator"],
      ["resource.k8s.io", "resourceclaims", "create", "operator"],
      ["networking.k8s.aws", "policyendpoints", "create", "operator"],
      ["gateway.networking.k8s.io", "gateways", "create", "operator"],
      ["gateway.networking.k8s.io", "referencegrants", "create", "operator"],
    ].map(([apiGroup, resource, verb, persona]): [string, object, string] => [
      `${verb} ${resource}.${apiGroup} for a ${persona}`,
      rule({ apiGroup, persona, resources: [resource], verbs: [verb] }),
      "access.rules[0].resources[0]",
    ]),
    ["a group of custom resources", rule({ apiGroup: "postgresql.cnpg.io" }), "access.rules[0].apiGroup"],
    ...[
      "*",
      "",
      "apps",
      "rbac.authorization.k8s.io",
      "casemate.dev",
      "networking.k8s.aws",
      "karpenter.sh",
    ].map((apiGroup): [string, object, string] => [
      `custom resources of the group "${apiGroup}"`,
      { customResources: [{ apiGroup, resources: ["x"] }] },
      "access.customResources[0].apiGroup",
    ]),
    [
      "every custom resource of a group",
      { customResources: [{ apiGroup: "postgresql.cnpg.io", resources: ["*"] }] },
      "access.customResources[0].resources[0]",
    ],
    [
      "custom resources that viewers write",
      { customResources: [{ apiGroup: "postgresql.cnpg.io", resources: ["x"], writtenBy: "viewer" }] },
      "access.customResources[0].writtenBy",
    ],
  ];
  for (const [what, access, path] of broken) {
    it(`are never ${what}`, () => {
      expect(problems(access).map((problem) => problem.path)).to.deep.equal([path]);
    });
  }
});
