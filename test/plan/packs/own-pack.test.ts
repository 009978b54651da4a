import { execFileSync } from "node:child_process";
import { join, resolve } from "node:path";
import { expect } from "chai";
import type { Registration } from "../../../plan/engine/registration.ts";
import { loadSdk, markers } from "../../../plan/engine/sdk.ts";
import { PackError } from "../../../plan/errors.ts";
import { isObject, type Json, type JsonObject } from "../../../plan/json.ts";
import { OwnPack } from "../../../plan/packs/own-pack.ts";
import { PackClient } from "../../../plan/packs/pack-client.ts";
import { startPack } from "../../../plan/packs/pack-process.ts";
import type { Diagnostic, Verdict } from "../../../protocol/diagnostic.ts";
import { type Properties, unknown, type Value } from "../../../protocol/property-value.ts";
import { loadRuleTests } from "../../policy/compliant.ts";
import { defaultDeny, namespace, resourceQuota, types, urnOf } from "../../policy/fixtures.ts";
import { judgedResources, withValue } from "../../policy/table.ts";
import { removeTemporaryProjects, temporaryProject } from "../temporary-project.ts";

const root = resolve(import.meta.dirname, "../../..");
const policy = join(root, "policy");

await loadRuleTests();

/** The value in the engine's form. */
function encode(value: Value): Json {
  if (value === unknown) {
    return markers.unknown;
  }
  if (Array.isArray(value)) {
    return value.map(encode);
  }
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, encode(entry as Value)]))
    : ((value ?? null) as Json);
}

function registration(
  type: string,
  name: string,
  inputs: Properties,
  more: Partial<Registration> = {},
): Registration {
  return {
    urn: urnOf(type, name),
    type,
    name,
    parent: "",
    custom: true,
    remote: false,
    inputs: encode(inputs) as JsonObject,
    dependencies: [],
    propertyDependencies: {},
    provider: "",
    providers: {},
    protect: false,
    deletedWith: "",
    retainOnDelete: false,
    ignoreChanges: [],
    aliases: [],
    additionalSecretOutputs: [],
    ...more,
  };
}

function inProcess(stack: readonly Registration[], directory = policy): Promise<Verdict> {
  return new OwnPack(directory).judge(stack);
}

async function overProtocol(stack: readonly Registration[]): Promise<Verdict> {
  const client = new PackClient(loadSdk(root), startPack(policy));
  for (const resource of stack) {
    await client.analyze(resource);
  }
  return await client.finish();
}

/** The findings of both ways, after a check that they are equal. */
async function findings(stack: readonly Registration[]): Promise<readonly Diagnostic[]> {
  const [here, there] = await Promise.all([inProcess(stack), overProtocol(stack)]);
  const ordered = ({ diagnostics }: Verdict) =>
    diagnostics.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  expect(here.policies).to.deep.equal(there.policies);
  expect(here.diagnostics.map(key).sort()).to.deep.equal(there.diagnostics.map(key).sort());
  expect(ordered(here)).to.deep.equal(ordered(there));
  return here.diagnostics;
}

function key({ policy: name, urn, path }: Diagnostic): string {
  return [name, urn, path].join(" ");
}

function recordStack(directory: string, stack: string): Registration[] {
  const output = execFileSync(process.execPath, [join(root, "test/plan/record-stack.ts"), directory, stack], {
    stdio: ["ignore", "pipe", "ignore"],
    maxBuffer: 1 << 28,
  });
  return JSON.parse(output.toString());
}

describe("Casemate's own pack, in the plan's process", function () {
  this.timeout(60_000);
  after(removeTemporaryProjects);

  describe("has the same findings as over the analyzer protocol", () => {
    it("on every resource of the rules' own tests", async () => {
      expect(judgedResources).to.have.length.above(100);
      const stack = judgedResources.map(({ type, inputs }, index) => registration(type, `r${index}`, inputs));
      const diagnostics = await findings(stack);
      expect(diagnostics.filter(({ undecidable }) => undecidable)).to.not.be.empty;
      expect(diagnostics.filter(({ enforcement }) => enforcement === "mandatory")).to.not.be.empty;
    });

    it("on stacks whose objects belong together by namespace, by provider and by dependency", async () => {
      const provider = (name: string, inputs: Properties) =>
        registration("pulumi:providers:kubernetes", name, inputs);
      const within = ({ urn }: Registration) => ({ provider: `${urn}::id` });
      const named = provider("named", { namespace: "shop" });
      const later = provider("later", { namespace: unknown });
      const other = provider("other", {});
      const generated = registration(
        types.namespace,
        "generated",
        withValue(namespace, "metadata.name", unknown),
        within(other),
      );
      const bare = withValue(defaultDeny, "metadata.namespace", undefined);
      const adrift = withValue(resourceQuota, "metadata.namespace", unknown);
      const secret = { [markers.kind]: markers.secret, value: encode(resourceQuota.spec) };
      const diagnostics = await findings([
        named,
        later,
        other,
        ...[named, later, other].map((at) =>
          registration(types.namespace, `shop-${at.name}`, namespace, within(at)),
        ),
        registration(types.networkPolicy, "of-provider", bare, within(named)),
        registration(types.networkPolicy, "of-default", bare, within(later)),
        registration(types.resourceQuota, "adrift", adrift, within(other)),
        generated,
        registration(types.resourceQuota, "derived", adrift, {
          ...within(other),
          propertyDependencies: { metadata: [generated.urn] },
        }),
        registration(types.resourceQuota, "secret", resourceQuota, {
          ...within(named),
          inputs: { ...resourceQuota, spec: secret },
        }),
      ]);
      const about = (name: string) =>
        diagnostics.filter(({ urn }) => urn === urnOf(types.namespace, name)).map(({ policy: rule }) => rule);
      expect(about("shop-named")).to.deep.equal([]);
      expect(about("shop-later")).to.include("namespace-default-deny");
      expect(about("generated")).to.not.include("namespace-quota");
    });

    it("on the example, without findings", async () => {
      const stack = recordStack(root, "dev");
      expect(stack).to.have.length.above(100);
      expect((await findings(stack)).filter(({ enforcement }) => enforcement === "mandatory")).to.deep.equal(
        [],
      );
    });

    it("on a program with violations", async () => {
      const diagnostics = await findings(recordStack(join(root, "test/plan/programs/small"), "dev"));
      expect(diagnostics.map(({ policy: rule }) => rule)).to.include("namespace-default-deny");
    });
  });

  describe("fails the plan", () => {
    const packWith = (rule: string) => join(temporaryProject({ "pack/local-pack.ts": rule }), "pack");

    async function failure(directory: string): Promise<unknown> {
      return inProcess([registration(types.volume, "data", {})], directory).catch((error: unknown) => error);
    }

    it("if a rule throws an error", async () => {
      const directory = packWith(
        'export const loadPack = async () => ({ policies: [], judge: () => { throw new Error("no idea"); } });',
      );
      const error = await failure(directory);
      expect(error).to.be.instanceOf(PackError);
      expect(String(error)).to.include(`the policy pack in ${directory} failed: no idea`);
    });

    it("if it doesn't load", async () => {
      const error = await failure(packWith('throw new Error("no rules today");'));
      expect(error).to.be.instanceOf(PackError);
      expect(String(error)).to.include("no rules today");
    });
  });
});
