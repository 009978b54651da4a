import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import type { StackOutputs } from "../../../plan/engine/handlers.ts";
import { createMonitor } from "../../../plan/engine/monitor.ts";
import { placeholders } from "../../../plan/engine/placeholders.ts";
import { runProgram } from "../../../plan/engine/program.ts";
import { expand } from "../../../plan/engine/record.ts";
import { type Registration, shownInputs } from "../../../plan/engine/registration.ts";
import { loadSdk } from "../../../plan/engine/sdk.ts";

const sdk = loadSdk(import.meta.dirname);
const account = { accountId: "111122223333", region: "eu-west-1" };

async function run(program: () => unknown, stacks: Record<string, StackOutputs> = {}) {
  const options = { project: "shop", stack: "dev", organization: "organization", preview: true };
  const monitor = createMonitor(sdk, options, {
    compute: (resource) => placeholders(resource, account),
    invoke: (_, args) => args,
    expand,
    readStack: async (name) => {
      const stack = stacks[name];
      if (stack === undefined) {
        throw new Error(`no stack ${name}`);
      }
      return stack;
    },
  });
  await runProgram(sdk, monitor, options, program);
  const all = [...monitor.registrations.values()];
  const named = (name: string): Registration => {
    const [only, ...more] = all.filter((resource) => resource.name === name);
    if (only === undefined || more.length > 0) {
      throw new Error(`${more.length + 1} or no resources named ${name}`);
    }
    return only;
  };
  return { all, named, outputs: monitor.outputs };
}

async function failure(program: () => unknown): Promise<string> {
  try {
    await run(program);
  } catch (error) {
    return String(error);
  }
  return "no failure";
}

class Part extends pulumi.ComponentResource {
  constructor(name: string, inputs: pulumi.Inputs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("test:index:Part", name, inputs, opts);
  }
}

describe("the plan's monitor", () => {
  it("gives URNs with the types of all parents", async () => {
    const { named } = await run(() => {
      const inner = new Part("inner", {}, { parent: new Part("outer") });
      new aws.iam.Role("role", { assumeRolePolicy: "{}" }, { parent: inner });
    });
    expect(named("inner").urn).to.equal("urn:pulumi:dev::shop::test:index:Part$test:index:Part::inner");
    expect(named("role").urn).to.equal(
      "urn:pulumi:dev::shop::test:index:Part$test:index:Part$aws:iam/role:Role::role",
    );
    expect(named("outer").parent).to.equal("urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev");
  });

  it("refuses a second resource of the same URN, like the engine", async () => {
    const twice = () => {
      new aws.iam.Role("role", { assumeRolePolicy: "{}" });
      new aws.iam.Role("role", { assumeRolePolicy: "{}" });
    };
    expect(await failure(twice)).to.include(
      "duplicate resource URN urn:pulumi:dev::shop::aws:iam/role:Role::role",
    );
  });

  it("records options: protection, dependencies, provider and deletion", async () => {
    const { named } = await run(() => {
      const provider = new k8s.Provider("cluster", { kubeconfig: "{}" });
      const namespace = new k8s.core.v1.Namespace("home", {}, { provider, protect: true });
      new k8s.core.v1.ConfigMap(
        "map",
        {},
        { provider, deletedWith: namespace, dependsOn: namespace, retainOnDelete: true },
      );
    });
    const map = named("map");
    expect(named("home").protect).to.equal(true);
    expect(map.deletedWith).to.equal(named("home").urn);
    expect(map.dependencies).to.include(named("home").urn);
    expect(map.provider.startsWith(`${named("cluster").urn}::`)).to.equal(true);
    expect(map.retainOnDelete).to.equal(true);
  });

  it("runs own transforms, then the parents', then the stack's, each on the result of the previous one", async () => {
    const add = (letter: string) => (args: pulumi.ResourceTransformArgs) =>
      args.type === "aws:iam/role:Role"
        ? {
            props: { ...args.props, description: `${args.props["description"] ?? ""}${letter}` },
            opts: args.opts,
          }
        : undefined;
    const { named } = await run(() => {
      pulumi.runtime.registerResourceTransform(add("d"));
      const outer = new Part("outer", {}, { transforms: [add("c")] });
      const inner = new Part("inner", {}, { parent: outer, transforms: [add("b")] });
      new aws.iam.Role("role", { assumeRolePolicy: "{}" }, { parent: inner, transforms: [add("a")] });
    });
    expect(named("role").inputs["description"]).to.equal("abcd");
  });

  it("lets a transform change options", async () => {
    const { named } = await run(() => {
      const protect: pulumi.ResourceTransform = ({ props, opts }) => ({
        props,
        opts: { ...opts, protect: true },
      });
      new aws.iam.Role("role", { assumeRolePolicy: "{}" }, { transforms: [protect] });
    });
    expect(named("role").protect).to.equal(true);
  });

  it("shows no secret at any depth", async () => {
    const { named, outputs } = await run(() => {
      new Part("part", { list: [{ password: pulumi.secret("hunter2") }] });
      return { token: pulumi.secret("hunter2") };
    });
    expect(shownInputs(named("part"))).to.deep.equal({ list: [{ password: "[secret]" }] });
    expect(JSON.stringify(shownInputs({ ...named("part"), inputs: outputs }))).to.not.include("hunter2");
  });

  it("shows values that only the update knows as unknown", async () => {
    const { named } = await run(() => {
      const role = new aws.iam.Role("role", { assumeRolePolicy: "{}" });
      new Part("part", { uniqueId: role.uniqueId, arn: role.arn, roleId: role.id });
    });
    expect(shownInputs(named("part"))).to.deep.equal({
      uniqueId: "[unknown]",
      arn: "arn:aws:iam::111122223333:role/role",
      roleId: "role",
    });
  });

  it("reads another stack's outputs, and keeps secret outputs secret", async () => {
    const stacks = {
      "organization/shop/base": { outputs: { vpc: "vpc-1", key: "hunter2" }, secretOutputNames: ["key"] },
    };
    const { named } = await run(async () => {
      const base = new pulumi.StackReference("organization/shop/base");
      expect((await base.getOutputDetails("missing")).value).to.equal(undefined);
      new Part("part", { vpc: base.requireOutput("vpc"), key: base.requireOutput("key") });
    }, stacks);
    expect(shownInputs(named("part"))).to.deep.equal({ vpc: "vpc-1", key: "[secret]" });
  });

  it("reads existing resources", async () => {
    const { named } = await run(() => {
      const role = aws.iam.Role.get("role", "platform");
      new Part("part", { arn: role.arn });
    });
    expect(shownInputs(named("part"))).to.deep.equal({ arn: "arn:aws:iam::111122223333:role/role" });
  });

  describe("fails with the program", () => {
    const cases: Record<string, () => unknown> = {
      "that throws": () => {
        throw new Error("boom");
      },
      "that rejects": async () => {
        throw new Error("boom");
      },
      "with a throw in an apply that the program doesn't wait for": () => {
        pulumi.output(1).apply(() => {
          throw new Error("boom");
        });
      },
      "with a rejected promise without a handler": () => {
        void Promise.reject(new Error("boom"));
      },
      "with a throw in an apply on a resource's output": () => {
        new aws.iam.Role("role", { assumeRolePolicy: "{}" }).arn.apply(() => {
          throw new Error("boom");
        });
      },
    };
    for (const [title, program] of Object.entries(cases)) {
      it(title, async () => {
        expect(await failure(program)).to.equal("ProgramError: boom");
      });
    }
  });

  it("refuses remote components whose children it doesn't know", async () => {
    class Remote extends pulumi.ComponentResource {
      constructor(name: string) {
        super("other:index:Remote", name, {}, {}, true);
      }
    }
    expect(await failure(() => new Remote("remote"))).to.include("can't show other:index:Remote");
  });
});
