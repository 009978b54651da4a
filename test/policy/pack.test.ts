import { expect } from "chai";
import { loadRules } from "../../policy/load-rules.ts";
import { tagsOf } from "../../protocol/tags.ts";
import { type RunningPack, type Sent, startPack, unknownSent } from "./analyzer-client.ts";
import { completed, loadRuleTests } from "./compliant.ts";
import * as fixtures from "./fixtures.ts";
import { types, urnOf } from "./fixtures.ts";
import { withValue } from "./table.ts";

await loadRuleTests();
const cluster = completed(types.cluster, fixtures.cluster);
const defaultDeny = completed(types.networkPolicy, fixtures.defaultDeny);
const instance = completed(types.instance, fixtures.instance);
const launchTemplate = completed(types.launchTemplate, fixtures.launchTemplate);
const namespace = completed(types.namespace, fixtures.namespace);
const nodeGroup = completed(types.nodeGroup, fixtures.nodeGroup);
const resourceQuota = completed(types.resourceQuota, fixtures.resourceQuota);
const role = completed(types.role, fixtures.role);
const roleBinding = completed(types.roleBinding, fixtures.roleBinding);
const storageClass = completed(types.storageClass, fixtures.storageClass);
const volume = completed(types.volume, fixtures.volume);

const clusterA = { urn: urnOf("pulumi:providers:kubernetes", "a"), properties: {} };

function sent(type: string, name: string, properties: Sent["properties"], more: Partial<Sent> = {}): Sent {
  return { type, name, urn: urnOf(type, name), properties, provider: clusterA, ...more };
}

const compliant: Sent[] = [
  sent(types.cluster, "prod", cluster),
  sent(types.launchTemplate, "nodes", launchTemplate),
  sent(types.instance, "runner", instance),
  sent(types.nodeGroup, "nodes", nodeGroup),
  sent(types.volume, "data", volume),
  sent(types.storageClass, "gp3", storageClass),
  sent(types.namespace, "shop", namespace),
  sent(types.networkPolicy, "default-deny", defaultDeny),
  sent(types.resourceQuota, "quota", resourceQuota),
  sent(types.role, "viewer", role),
  sent(types.roleBinding, "viewer", roleBinding),
  sent("casemate:cluster:HardenedCluster", "prod", { vpcConfig: { endpointPublicAccess: true } }),
];

describe("the policy pack, over the analyzer protocol", () => {
  let pack: RunningPack;

  before(async () => {
    pack = await startPack();
  });
  after(() => pack.stop());

  it("has every rule in rules/, with its severity, remediation and controls", async () => {
    const { name, policiesList } = await pack.info();
    const rules = await loadRules();
    expect(name).to.equal("casemate");
    expect(policiesList.map((policy) => policy.name)).to.have.members(rules.map(({ id }) => id));
    for (const rule of rules) {
      const policy = policiesList.find(({ name }) => name === rule.id);
      expect(policy, rule.id).to.deep.include({
        description: rule.description,
        enforcementlevel: rule.level === "advisory" ? 0 : 1,
        severity: ["", "low", "medium", "high", "critical"].indexOf(rule.severity),
        remediationSteps: rule.remediation,
        tagsList: tagsOf(rule),
      });
    }
  });

  it("finds no violation in compliant resources, each of them and the whole stack", async () => {
    for (const resource of compliant) {
      expect(await pack.analyze(resource), resource.type).to.deep.equal([]);
    }
    expect(await pack.analyzeStack(compliant)).to.deep.equal([]);
  });

  it("says what it received, what is allowed, and how to fix it", async () => {
    const open = withValue(cluster, "vpcConfig.endpointPublicAccess", undefined);
    expect(await pack.analyze(sent(types.cluster, "open", open as Sent["properties"]))).to.deep.equal([
      {
        policy: "eks-no-public-endpoint",
        level: "mandatory",
        severity: "high",
        urn: urnOf(types.cluster, "open"),
        message:
          "The API server of an EKS cluster answers inside its VPC only.\n" +
          "vpcConfig.endpointPublicAccess: received nothing (AWS's default is true); allowed: false. " +
          "Set endpointPublicAccess to false and endpointPrivateAccess to true, and deploy from inside the VPC.",
      },
    ]);
  });

  it("names an unknown value, and reports it as undecidable, which is advisory", async () => {
    const properties = withValue(
      cluster,
      "vpcConfig.endpointPublicAccess",
      unknownSent,
    ) as Sent["properties"];
    expect(await pack.analyze(sent(types.cluster, "later", properties))).to.deep.equal([
      {
        policy: "eks-no-public-endpoint",
        level: "advisory",
        severity: "high",
        urn: urnOf(types.cluster, "later"),
        message:
          "The API server of an EKS cluster answers inside its VPC only.\n" +
          "undecidable at preview: vpcConfig.endpointPublicAccess: received a value not known until the " +
          "update; allowed: false. The update decides.",
      },
    ]);
  });

  it("judges the known values of a resource with an unknown value", async () => {
    const properties = withValue(
      withValue(cluster, "vpcConfig.subnetIds", unknownSent),
      "vpcConfig.endpointPublicAccess",
      true,
    ) as Sent["properties"];
    const [first, ...others] = await pack.analyze(sent(types.cluster, "open", properties));
    expect(first).to.include({ policy: "eks-no-public-endpoint", level: "mandatory" });
    expect(others).to.deep.equal([]);
  });

  it("accepts a first preview, in which keys, roles and subnets have no ids yet", async () => {
    const firstPreview = { ...cluster, roleArn: unknownSent, name: unknownSent };
    const withKey = withValue(firstPreview, "encryptionConfig.provider.keyArn", unknownSent);
    const withSubnets = withValue(withKey, "vpcConfig.subnetIds", unknownSent) as Sent["properties"];
    expect(await pack.analyze(sent(types.cluster, "first", withSubnets))).to.deep.equal([]);
  });

  it("judges the values of secrets", async () => {
    const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: true };
    const properties = withValue(cluster, "vpcConfig.endpointPublicAccess", secret) as Sent["properties"];
    const [first] = await pack.analyze(sent(types.cluster, "secret", properties));
    expect(first).to.include({ policy: "eks-no-public-endpoint", level: "mandatory" });
  });

  describe("a stack", () => {
    const ofStack = (resources: readonly Sent[]) =>
      pack
        .analyzeStack(resources)
        .then((found) => found.map(({ policy, level, urn }) => [policy, level, urn]));

    it("is judged as a whole, and a violation names its resource", async () => {
      const without = compliant.filter(({ name }) => name !== "default-deny");
      const shop = urnOf(types.namespace, "shop");
      expect(await ofStack(without)).to.deep.equal([
        ["namespace-default-deny", "mandatory", shop],
        ["namespace-default-deny", "mandatory", shop],
      ]);
    });

    it("is judged by inputs if the engine hides outputs, for example in a new cluster", async () => {
      const named = (resource: Sent): Sent => ({ ...resource, urn: `${resource.urn}-new` });
      const objects = compliant.filter(({ type }) => type.startsWith("kubernetes:")).map(named);
      const withoutInputs = objects.map((resource) => ({ ...resource, properties: {} }));
      for (const object of objects) {
        await pack.analyze(object);
      }
      expect(await ofStack(withoutInputs)).to.deep.equal([]);
      const withoutQuota = withoutInputs.filter(({ name }) => name !== "quota");
      expect(await ofStack(withoutQuota)).to.deep.equal(
        ["cpu", "memory"].map(() => [
          "namespace-quota",
          "mandatory",
          `${urnOf(types.namespace, "shop")}-new`,
        ]),
      );
    });

    it("follows a namespace's unknown name to the Namespace that it comes from", async () => {
      const generated = sent(
        types.namespace,
        "generated",
        withValue(namespace, "metadata.name", unknownSent) as Sent["properties"],
      );
      const within = [defaultDeny, resourceQuota].map((object, index) =>
        sent(
          [types.networkPolicy, types.resourceQuota][index] ?? "",
          "generated",
          withValue(object, "metadata.namespace", unknownSent) as Sent["properties"],
          { propertyDependencies: { metadata: [generated.urn] } },
        ),
      );
      expect(await ofStack([generated, ...within])).to.deep.equal([]);
    });

    it("is neither a violation nor a pass if a namespace has an unknown source", async () => {
      const shop = sent(types.namespace, "elsewhere", namespace);
      const unplacedPolicy = sent(
        types.networkPolicy,
        "adrift",
        withValue(defaultDeny, "metadata.namespace", unknownSent) as Sent["properties"],
      );
      const found = (await ofStack([shop, unplacedPolicy])).filter(
        ([policy]) => policy === "namespace-default-deny",
      );
      expect(found).to.deep.equal([
        ["namespace-default-deny", "advisory", shop.urn],
        ["namespace-default-deny", "advisory", shop.urn],
      ]);
    });

    it("uses the provider's namespace for objects that name none", async () => {
      const provider = { urn: clusterA.urn, properties: { namespace: "shop" } };
      const bare = withValue(defaultDeny, "metadata.namespace", undefined) as Sent["properties"];
      const policy = sent(types.networkPolicy, "bare", bare, { provider });
      const others = compliant.filter(({ name }) => name !== "default-deny");
      expect(await ofStack([...others, policy])).to.deep.equal([]);
    });
  });
});
