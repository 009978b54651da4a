import { expect } from "chai";
import { compare } from "../../drift/compare.ts";
import { type Cluster, findDrift } from "../../drift/find-drift.ts";
import { formatDrift } from "../../drift/format.ts";
import { isSameQuantity } from "../../drift/quantity.ts";
import { serverWrites } from "../../drift/server-writes.ts";
import type { PlannedResource } from "../../plan/document.ts";
import { unknownText } from "../../plan/document.ts";
import type { JsonObject } from "../../plan/json.ts";

function lines(planned: JsonObject, live: JsonObject, schema?: JsonObject): string[] {
  return compare(planned, live, serverWrites(planned, live, schema)).map(
    ({ kind, path }) => `${kind} ${path}`,
  );
}

const policy = (spec: JsonObject): JsonObject => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "NetworkPolicy",
  metadata: { name: "p" },
  spec,
});

describe("the comparison of a planned object with the live one", () => {
  it("finds additions, changes and removals", () => {
    const planned = policy({ podSelector: { matchLabels: { a: "1", b: "2" } } });
    const live = policy({ podSelector: { matchLabels: { a: "9", c: "3" } } });
    expect(lines(planned, live)).to.deep.equal([
      "changed spec.podSelector.matchLabels.a",
      "removed spec.podSelector.matchLabels.b",
      "added spec.podSelector.matchLabels.c",
    ]);
  });

  it("takes an empty list for none, but an empty object for itself: an empty selector selects everything", () => {
    expect(lines(policy({ egress: [] }), policy({}))).to.deep.equal([]);
    expect(lines(policy({}), policy({ egress: [] }))).to.deep.equal([]);
    expect(
      lines(
        policy({ ingress: [{ from: [{ podSelector: {} }] }] }),
        policy({
          ingress: [{ from: [{ podSelector: {}, namespaceSelector: {} }] }],
        }),
      ),
    ).to.deep.equal(["added spec.ingress[0].from[0].namespaceSelector"]);
  });

  it("finds one more item of a list", () => {
    expect(
      lines(policy({ ingress: [{ from: [{}] }] }), policy({ ingress: [{ from: [{}] }, {}] })),
    ).to.deep.equal(["added spec.ingress[1]"]);
  });

  it("knows the finalizer of the VPC CNI's controller, and no other", () => {
    const withFinalizers = (...finalizers: string[]) => ({
      ...policy({}),
      metadata: { name: "p", finalizers },
    });
    expect(lines(policy({}), withFinalizers("networking.k8s.aws/resources"))).to.deep.equal([]);
    expect(
      lines(policy({}), withFinalizers("networking.k8s.aws/resources", "example.com/stay")),
    ).to.deep.equal(["added metadata.finalizers"]);
  });

  it("shows an object that is being deleted, and one that another object owns", () => {
    const live = {
      ...policy({}),
      metadata: { name: "p", deletionTimestamp: "2026-01-01T00:00:00Z", ownerReferences: [{ kind: "X" }] },
    };
    expect(lines(policy({}), live)).to.deep.equal([
      "added metadata.deletionTimestamp",
      "added metadata.ownerReferences",
    ]);
  });

  it("accepts any value for what only the update knows, but not its absence", () => {
    const planned = { apiVersion: "v1", kind: "ConfigMap", data: { key: unknownText } };
    expect(lines(planned, { ...planned, data: { key: "arn:1" } })).to.deep.equal([]);
    expect(lines(planned, { ...planned, data: {} })).to.deep.equal(["removed data.key"]);
  });

  it("compares quantities by their value", () => {
    const quota = (hard: JsonObject) => ({ apiVersion: "v1", kind: "ResourceQuota", spec: { hard } });
    expect(
      lines(
        quota({ cpu: "0.5", memory: "1024Mi", pods: 10 }),
        quota({ cpu: "500m", memory: "1Gi", pods: "10" }),
      ),
    ).to.deep.equal([]);
    expect(lines(quota({ cpu: "1" }), quota({ cpu: "1001m" }))).to.deep.equal(["changed spec.hard.cpu"]);
    expect(isSameQuantity("1G", "1Gi")).to.equal(false);
    expect(isSameQuantity("x", "x y")).to.equal(false);
  });

  it("knows the defaults of a custom resource by its definition's schema", () => {
    const schema: JsonObject = {
      properties: { spec: { properties: { mode: { default: "safe" }, size: { type: "integer" } } } },
    };
    const boat = (spec: JsonObject) => ({ apiVersion: "example.com/v1", kind: "Boat", spec });
    expect(lines(boat({}), boat({ mode: "safe" }), schema)).to.deep.equal([]);
    expect(lines(boat({}), boat({ mode: "wild", size: 1 }), schema)).to.deep.equal([
      "added spec.mode",
      "added spec.size",
    ]);
  });

  it("lets only an aggregated ClusterRole have rules that the plan doesn't", () => {
    const role = (more: JsonObject) => ({
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata: { name: "r" },
      ...more,
    });
    const rules = [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }];
    const aggregationRule = { clusterRoleSelectors: [{ matchLabels: { a: "b" } }] };
    expect(lines(role({}), role({ rules }))).to.deep.equal(["added rules"]);
    expect(lines(role({ aggregationRule }), role({ aggregationRule, rules }))).to.deep.equal([]);
  });
});

describe("the report of drift", () => {
  const resource = (type: string, inputs: JsonObject): PlannedResource => ({
    urn: `urn:pulumi:dev::p::kubernetes:${type}::${String(inputs["kind"])}`,
    type: `kubernetes:${type}`,
    name: "name",
    parent: "",
    custom: true,
    inputs,
    dependencies: [],
    provider: "",
    protect: false,
  });
  const cluster = (objects: readonly JsonObject[]): Cluster => ({
    server: "https://cluster",
    list: async ({ kind }) => objects.filter((object) => object["kind"] === kind),
  });

  it("compares a patch by its own fields, and a Secret by its metadata", async () => {
    const account = {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name: "default", namespace: "a" },
    };
    const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "s", namespace: "a" } };
    const report = await findDrift(
      [
        resource("core/v1:ServiceAccountPatch", { ...account, automountServiceAccountToken: false }),
        resource("core/v1:Secret", { ...secret, stringData: "[secret]" }),
      ],
      cluster([
        { ...account, automountServiceAccountToken: false, secrets: [{ name: "of-another-program" }] },
        { ...secret, data: { key: "dmFsdWU=" }, type: "Opaque" },
      ]),
    );
    expect(report.drifted).to.deep.equal([]);
    expect(JSON.stringify(report)).to.not.include("dmFsdWU=");
  });

  it("says what is missing, what is different, and what couldn't be compared", async () => {
    const report = await findDrift(
      [
        resource("core/v1:ConfigMap", { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "gone" } }),
        resource("core/v1:ConfigMap", { apiVersion: "v1", kind: "ConfigMap" }),
      ],
      cluster([]),
    );
    const text = formatDrift(report);
    expect(text)
      .to.include("ConfigMap gone: missing")
      .and.to.include("Not compared: ConfigMap name: the provider chooses its name.")
      .and.to.include("Compared 1 objects with https://cluster: 1 drifted.");
  });

  it("accepts what AWS chose for a placeholder of the plan, and nothing of another service", async () => {
    const planned = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "m" } };
    const key = "arn:aws:kms:eu-central-1:111122223333:key/disks";
    const drifted = async (value: string, ofPlan = key) => {
      const { drifted: found } = await findDrift(
        [
          { ...resource("aws", {}), type: "aws:kms/key:Key", name: "disks", inputs: {} },
          resource("core/v1:ConfigMap", { ...planned, data: { key: ofPlan } }),
        ],
        cluster([{ ...planned, data: { key: value } }]),
      );
      return found.length;
    };
    expect(await drifted("arn:aws:kms:eu-west-1:444455556666:key/1234-abcd")).to.equal(0);
    expect(await drifted("arn:aws:iam::444455556666:role/other")).to.equal(1);
    expect(await drifted("something else")).to.equal(1);
    // A key that the user gave is no placeholder.
    const given = "arn:aws:kms:eu-central-1:111122223333:key/given";
    expect(await drifted("arn:aws:kms:eu-central-1:111122223333:key/other", given)).to.equal(1);
  });
});
