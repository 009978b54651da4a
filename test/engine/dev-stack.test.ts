import { expect } from "chai";
import { differences } from "./compare.ts";
import type { Write } from "./kubernetes-writes.ts";
import { failed, type StateResource, succeeded, usesKubernetes, Workspace } from "./workspace.ts";

interface Planned {
  readonly urn: string;
  readonly type: string;
  readonly parent: string;
  readonly inputs: Record<string, unknown>;
  readonly protect: boolean;
}

const logGroupType = "aws:cloudwatch/logGroup:LogGroup";
const auditLog = "/aws/eks/dev/cluster";

describe("the stack dev, from nothing to nothing", function () {
  usesKubernetes(this);
  let workspace: Workspace;
  /** The first update's writes to Kubernetes. */
  let writes: Write[] = [];
  const pulumi = (command: string, ...args: string[]) =>
    workspace.pulumi([command, "--stack", "dev", ...args]);
  const up = (...args: string[]) => pulumi("up", "--yes", "--skip-preview", ...args);
  const calls = (action: string) => workspace.account.journal().filter((call) => call.action === action);

  before(async () => {
    workspace = await Workspace.create({ kubernetes: true });
    await workspace.initStack("dev");
  });
  after(() => workspace.dispose());

  function madeAt(type: string, id: string): number {
    const call = calls("create").find((made) => made.type === type && made.id === id);
    expect(call, `${type} ${id}`).to.not.equal(undefined);
    return call?.at ?? 0;
  }

  async function plan(): Promise<Planned[]> {
    const run = await workspace.run("node", ["cli/casemate.ts", "plan", "--stack", "dev", "--json"]);
    return JSON.parse(succeeded(run).stdout).resources;
  }

  it("has the same resources in the plan and in the real preview, with the same inputs", async () => {
    const planned = await plan();
    const run = succeeded(await pulumi("preview", "--json"));
    const steps: { newState: StateResource }[] = JSON.parse(run.stdout).steps;
    const real = steps.map(({ newState }) => newState).filter(({ urn }) => isDeclared(urn));
    expect(planned.map(({ urn }) => urn).filter(isDeclared)).to.have.members(real.map(({ urn }) => urn));
    expect(compare(planned, real)).to.deep.equal([]);
  });

  it("previews with the policy pack", async () => {
    const { output } = succeeded(await pulumi("preview", "--policy-pack", "policy"));
    expect(output).to.include("casemate").and.not.to.include("[mandatory]");
  });

  it("goes up, with the policy pack", async () => {
    succeeded(await up("--policy-pack", "policy"));
    writes = workspace.objectWrites();
  });

  it("sees no change in the next up", async () => {
    succeeded(await up("--expect-no-changes"));
  });

  it("gave AWS and Kubernetes the planned inputs, except computed fields", async () => {
    const state = await workspace.state("dev");
    const computed = state.flatMap(computedBy);
    const isComputed = (text: string) => computed.some((value) => text.includes(value));
    expect(compare(await plan(), state, isComputed)).to.deep.equal([]);
  });

  it("created the cluster's log group before the cluster", () => {
    expect(madeAt(logGroupType, auditLog)).to.be.lessThan(madeAt("aws:eks/cluster:Cluster", "dev"));
  });

  it("had a policy for kube-system before strict mode, strict mode before nodes, and nodes before CoreDNS", () => {
    const policies = writes.filter(
      ({ resource, namespace }) => resource === "networkpolicies" && namespace === "kube-system",
    );
    const addon = (name: string) => madeAt("aws:eks/addon:Addon", `dev:${name}`);
    const nodes = calls("create").filter(({ type }) => type === "aws:eks/nodeGroup:NodeGroup");
    expect(policies).to.not.be.empty;
    expect(nodes).to.have.length(3);
    expect(Math.max(...policies.map(({ at }) => at))).to.be.lessThan(addon("vpc-cni"));
    expect(addon("vpc-cni")).to.be.lessThan(Math.min(...nodes.map(({ at }) => at)));
    expect(Math.min(...nodes.map(({ at }) => at))).to.be.lessThan(addon("coredns"));
  });

  it("gave users rights only in namespaces with default-deny, quota and limits", () => {
    const bindings = writes.filter(
      ({ resource, namespace }) => resource === "rolebindings" && namespace !== "",
    );
    expect(bindings).to.not.be.empty;
    for (const { namespace, at } of bindings) {
      for (const guard of ["networkpolicies", "resourcequotas", "limitranges"]) {
        const guards = writes.filter((write) => write.namespace === namespace && write.resource === guard);
        expect(guards, `${guard} of ${namespace}`).to.not.be.empty;
        expect(Math.max(...guards.map((write) => write.at))).to.be.at.most(at);
      }
    }
  });

  it("let only the admins in, and opened no way out of the VPC", () => {
    const entries = workspace.account.list("aws:eks/accessEntry:AccessEntry");
    expect(entries.map(({ inputs }) => inputs["principalArn"])).to.deep.equal([
      "arn:aws:iam::111122223333:role/platform-admin",
    ]);
    const open = workspace.account.list().filter(({ inputs }) => inputs["cidrIpv4"] === "0.0.0.0/0");
    expect(open).to.deep.equal([]);
  });

  it("refuses to be destroyed, and deletes nothing", async () => {
    const { output } = failed(await pulumi("destroy", "--yes"));
    expect(output).to.include("protect");
    expect(calls("delete")).to.deep.equal([]);
  });

  it("is destroyed in two steps, and keeps the audit log and its key", async () => {
    succeeded(
      await workspace.pulumi(["config", "set", "casemate:lifecycle", "disposable", "--stack", "dev"]),
    );
    succeeded(await up());
    succeeded(await pulumi("destroy", "--yes"));
    expect(await workspace.state("dev")).to.deep.equal([]);
    const left = workspace.account.list().map(({ id, inputs }) => inputs["description"] ?? id);
    expect(left).to.have.members([auditLog, "dev: logs"]);
  });

  it("let Kubernetes delete each default-deny with its namespace", () => {
    const deleted = workspace.objectDeletions().filter((object) => !object.includes(" kube-system/"));
    expect(deleted.filter((object) => object.startsWith("namespaces "))).to.not.be.empty;
    expect(deleted.filter((object) => object.startsWith("networkpolicies "))).to.deep.equal([]);
  });

  it("adopts the audit log in the next up", async () => {
    succeeded(await up());
    expect(calls("create").filter(({ refused }) => refused !== undefined)).to.deep.equal([]);
    succeeded(await up("--expect-no-changes"));
  });
});

/** The engine's own resources, which a program doesn't declare: default providers and the stack. */
function isDeclared(urn: string): boolean {
  // The engine also lists what a program only reads: a reference to a stack.
  return (
    !/::pulumi:providers:([^:]+::default|pulumi)/.test(urn) &&
    !/::pulumi:pulumi:Stack(Reference)?::/.test(urn)
  );
}

/** The allowed differences between plan and engine, with their reasons. */
const declared: readonly { readonly urn: RegExp; readonly difference: RegExp; readonly because: string }[] = [
  { urn: /::/, difference: /^__/, because: "a provider's own notes" },
  { urn: /pulumi:providers:/, difference: /^version:/, because: "the engine adds the provider's version" },
  {
    urn: /eks:index:Cluster::/,
    difference: /./,
    because: "the engine keeps no inputs of a remote component",
  },
  {
    urn: /kubernetes:.*::/,
    difference: /: planned \[\], real undefined$/,
    because: "the Kubernetes provider leaves out empty lists, which mean the same to the API server",
  },
  {
    urn: /::dev-eks-group/,
    difference: /^(s|referencedS)ecurityGroupId: planned "sg-[\w-]+", real undefined$/,
    because: "EKS makes the group, and the fake account gives no unknown values inside of known objects",
  },
  {
    urn: /::dev-eks-group$/,
    difference: /^ingressRuleIds: /,
    because: "EKS makes the rule, and a plan doesn't ask AWS",
  },
];

/** The text of every undeclared difference. */
function compare(
  planned: readonly Planned[],
  real: readonly StateResource[],
  isComputed: (text: string) => boolean = () => false,
): string[] {
  const byUrn = new Map(real.map((resource) => [resource.urn, resource]));
  return planned
    .filter(({ urn }) => isDeclared(urn))
    .flatMap(({ urn, inputs, parent, protect }) => {
      const found = byUrn.get(urn);
      const isExpected = (difference: string) =>
        declared.some((one) => one.urn.test(urn) && one.difference.test(difference));
      const own = { parent: found?.parent ?? "", protect: found?.protect ?? false };
      return [
        ...differences(inputs, found?.inputs ?? {}, { isComputed }).filter((one) => !isExpected(one)),
        ...differences({ parent, protect }, own),
      ].map((difference) => `${urn}: ${difference}`);
    });
}

/** The outputs that a provider computed: id, ARN and endpoint. */
function computedBy({ id, outputs = {}, inputs = {} }: StateResource): string[] {
  return [
    id,
    ...Object.entries(outputs).flatMap(([key, value]) => (inputs[key] === undefined ? texts(value) : [])),
  ]
    .filter((text) => text !== undefined)
    .filter((text) => text.length > 8);
}

function texts(value: unknown): string[] {
  if (typeof value === "string") {
    return [value];
  }
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(texts) : [];
}
