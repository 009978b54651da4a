import { expect } from "chai";
import type { Settings } from "../../stacks/last-settings.ts";
import {
  chosenOnceProblems,
  earlyEndpointProblems,
  leavingDeployerProblems,
  lostClassProblems,
  missingTenantProblems,
  signInWarning,
} from "../../stacks/setting-changes.ts";
import { config, runProgram, tenantFiles } from "./program.ts";

const people = { issuerUrl: "https://login.example.com", clientId: "casemate", groupsPrefix: "oidc:" };
const last: Settings = {
  lifecycle: "protected",
  network: { name: "dev", cidr: "10.64.0.0/16", nodesIn: "primary" },
  nodeClasses: { standard: "protected", pci: "protected", sensitive: "disposable" },
  cluster: { clusterName: "dev", serviceCidr: "172.20.0.0/16", people },
  tenants: { checkout: "protected", payments: "disposable" },
};

describe("endpoints of a network", () => {
  const network = (egress: string, interfaceEndpoints: boolean): Settings => ({
    lifecycle: "protected",
    network: { name: "prod", cidr: "10.64.0.0/16", egress, interfaceEndpoints },
  });
  const problems = (before: Settings | undefined, next: Settings) =>
    earlyEndpointProblems(before, next).length;

  it("go in another update than the one that opens egress, if the cluster is in another stack", () => {
    const next = network("nat", false);
    expect(problems(network("none", true), next)).to.equal(1);
    expect(problems(network("none", true), network("nat", true))).to.equal(0);
    expect(problems(network("nat", true), next)).to.equal(0);
    expect(problems(undefined, next)).to.equal(0);
    expect(
      problems({ ...last, network: network("none", true).network }, { ...last, network: next.network }),
    ).to.equal(0);
  });
});

describe("the role that applied objects", () => {
  const deployRole = "arn:aws:iam::111122223333:role/deploy";
  const other = "arn:aws:iam::111122223333:role/other";
  const before: Settings = {
    ...last,
    cluster: { clusterName: "dev", serviceCidr: "172.20.0.0/16", deployRole },
  };

  it("leaves the admins only after another one has applied objects", () => {
    expect(leavingDeployerProblems(before, [other])[0]?.fix).to.include("in two updates");
    expect(leavingDeployerProblems(before, [other, deployRole])).to.deep.equal([]);
    expect(leavingDeployerProblems({ ...before, lifecycle: "disposable" }, [other])).to.deep.equal([]);
    expect(leavingDeployerProblems(last, [other])).to.deep.equal([]);
    expect(leavingDeployerProblems(undefined, [other])).to.deep.equal([]);
  });
});

describe("the last node pool of a class", () => {
  const lost = (nodeClasses: Settings["nodeClasses"], before: Settings | undefined = last) =>
    lostClassProblems(before, { ...last, nodeClasses });

  it("can't go, because another stack's tenants may need it", () => {
    const [problem, ...others] = lost({ standard: "protected", sensitive: "disposable" });
    expect(others).to.deep.equal([]);
    expect(problem?.allowed).to.include("a pool of class pci");
    expect(problem?.fix)
      .to.include("kubectl get namespaces -l casemate.dev/class=pci")
      .and.to.include("lifecycle: disposable");
  });

  it("can go after an update that made it disposable, or in a disposable stack", () => {
    const without = { standard: "protected", pci: "protected" } as const;
    expect(lost(without)).to.deep.equal([]);
    expect(lost({}, { ...last, lifecycle: "disposable" })).to.deep.equal([]);
    expect(lostClassProblems(undefined, { ...last, nodeClasses: {} })).to.deep.equal([]);
  });

  it("is counted over all pools of the class", async () => {
    const pools = [{ class: "pci" }, { name: "more", class: "pci", lifecycle: "disposable" }];
    const settings = async (nodePools: readonly object[], rest = {}) => {
      const lastOutputs = { settings: { ...last, nodeClasses: { pci: "protected" } } };
      return runProgram({ ...config, ...rest, nodePools }, tenantFiles, { lastOutputs }).then(
        () => "accepted",
        (thrown: Error) => thrown.message,
      );
    };
    expect(await settings(pools)).to.equal("accepted");
    expect(await settings([{ class: "sensitive" }])).to.include("a pool of class pci");
    const karpenter = { pools: [{ class: "pci" }], applyObjects: false };
    expect(await settings([{ class: "sensitive" }], { karpenter })).to.equal("accepted");
  });
});

describe("settings that are chosen once", () => {
  const paths = (next: Settings, before: Settings | undefined = last) =>
    chosenOnceProblems(before, next).map(({ path }) => path);

  it("may stay", () => expect(paths(last)).to.deep.equal([]));
  it("are free in the first update", () => expect(paths(last, undefined)).to.deep.equal([]));

  for (const [path, change] of [
    ["network.cidr", { network: { name: "dev", cidr: "10.96.0.0/16" } }],
    ["network.nodesIn", { network: { name: "dev", cidr: "10.64.0.0/16", nodesIn: "additional" } }],
    ["serviceCidr", { cluster: { clusterName: "dev", serviceCidr: "172.21.0.0/16", people } }],
    ["clusterName", { cluster: { clusterName: "other", serviceCidr: "172.20.0.0/16", people } }],
  ] as const) {
    it(`${path} can't change, unless the stack is disposable`, () => {
      expect(paths({ ...last, ...change })).to.deep.equal([path]);
      expect(paths({ ...last, ...change }, { ...last, lifecycle: "disposable" })).to.deep.equal([]);
    });
  }

  it("zones can't change if both updates name them", () => {
    const zoned = (...zones: string[]): Settings => ({
      lifecycle: "protected",
      network: { name: "net", cidr: "10.64.0.0/16", zones },
    });
    expect(paths(zoned("a", "c"), zoned("a", "b"))).to.deep.equal(["zones"]);
    expect(paths(zoned("a", "b"), zoned("a", "b"))).to.deep.equal([]);
  });

  it("name the last value and what to do, before anything is registered", async () => {
    const error = await runProgram({ ...config, network: { cidr: "10.96.0.0/16" } }, tenantFiles, {
      lastOutputs: { settings: last },
    }).then(
      () => undefined,
      (thrown: Error) => thrown,
    );
    expect(error?.message)
      .to.include("project:network.cidr")
      .and.to.include("10.64.0.0/16")
      .and.to.include("chosen once");
  });

  it("are ignored in outputs of another shape", async () => {
    await runProgram(config, tenantFiles, { lastOutputs: { settings: "from another program" } });
  });
});

describe("a tenant whose file is gone", () => {
  it("is refused if it was protected, and names the tenants that are new", () => {
    const [problem, ...others] = missingTenantProblems("tenants", last.tenants, { shop: "" });
    expect(others).to.deep.equal([]);
    expect(problem?.path).to.equal("tenants/checkout.yaml");
    expect(problem?.fix).to.include("disposable").and.to.include("(shop)");
  });

  it("stops the program", async () => {
    const { "payments.yaml": payments = "" } = tenantFiles;
    const error = await runProgram(
      config,
      { "payments.yaml": payments },
      { lastOutputs: { settings: last } },
    ).then(
      () => undefined,
      (thrown: Error) => thrown,
    );
    expect(error?.message).to.include("tenants/checkout.yaml: received nothing");
  });

  it("is no problem if the last update made it disposable", () =>
    expect(missingTenantProblems("tenants", { old: "disposable" }, {})).to.deep.equal([]));
});

describe("a change of how people sign in", () => {
  const next = (change: Record<string, unknown> | undefined): Settings => ({
    ...last,
    cluster: {
      clusterName: "dev",
      serviceCidr: "172.20.0.0/16",
      ...(change && { people: { ...people, ...change } }),
    },
  });
  const warning = (change: Record<string, unknown> | undefined) =>
    signInWarning(last, next(change), ["role/admin"]);

  it("gives no warning if nothing changes", () => expect(warning({})).to.equal(undefined));
  it("names what changes and who still signs in", () =>
    expect(warning({ clientId: "x" }))
      .to.include("clientId changes")
      .and.to.include("role/admin"));
  it("asks for an update of the tenants if groups get other names", () => {
    expect(warning({ groupsPrefix: "corp:" })).to.include("every tenants stack");
    expect(warning({ clientId: "x" })).not.to.include("tenants stack");
  });
  it("says that the provider is removed", () => expect(warning(undefined)).to.include("removes"));
});
