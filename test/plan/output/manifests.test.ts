import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert, expect } from "chai";
import { parse } from "yaml";
import { UsageError } from "../../../plan/errors.ts";
import { manifests } from "../../../plan/output/manifests.ts";
import { draftFolder, writeWhole } from "../../../plan/output/write.ts";
import { kubernetes, namespace, planned } from "../objects.ts";

describe("manifests", () => {
  const paths = (...resources: Parameters<typeof manifests>[0][number][]) =>
    manifests(resources).map(({ path }) => path);

  it("are one file per object, by namespace", () => {
    const map = kubernetes("v1", "ConfigMap", { name: "settings", namespace: "shop" });
    expect(paths(namespace("shop"), map, planned("aws:iam/role:Role", "role"))).to.deep.equal([
      "cluster/namespace-shop.yaml",
      "shop/configmap-settings.yaml",
    ]);
  });

  it("put objects that need a CustomResourceDefinition, and patches, into separate folders", () => {
    const custom = kubernetes("networking.k8s.aws/v1alpha1", "ClusterNetworkPolicy", { name: "admin" });
    const patch = {
      ...kubernetes("v1", "ServiceAccount", { name: "default", namespace: "shop" }),
      type: "kubernetes:core/v1:ServiceAccountPatch",
    };
    expect(paths(custom, patch)).to.deep.equal([
      "custom/cluster/clusternetworkpolicy-admin.yaml",
      "patches/shop/serviceaccount-default.yaml",
    ]);
  });

  it("contain the object that is applied, with its name first, and no secret", () => {
    const secret = kubernetes(
      "v1",
      "Secret",
      { namespace: "shop", name: "key" },
      { type: "Opaque", stringData: "[secret]" },
    );
    const [file] = manifests([secret]);
    expect(parse(file?.content() ?? "")).to.deep.equal({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "key", namespace: "shop" },
      type: "Opaque",
    });
    expect(file?.content()).to.match(/^# Its secret values are not part of a plan\./);
  });

  it("use one file for each of two objects with the same name in different clusters", () => {
    expect(paths(namespace("shop"), { ...namespace("shop"), urn: "other" })).to.deep.equal([
      "cluster/namespace-shop-2.yaml",
      "cluster/namespace-shop.yaml",
    ]);
  });
});

describe("writing", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "casemate-test-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const file = (path: string, content = "") => ({ path, content: () => content });
  const rejection = (promise: Promise<unknown>) =>
    promise.then(
      () => "none",
      (error: unknown) => error,
    );

  it("replaces a whole folder at its commit, not before", async () => {
    const target = join(folder, "out");
    (await draftFolder(target, [file("a/one.yaml", "1")])).commit();
    const draft = await draftFolder(target, [file("b/two.yaml", "2")]);
    expect(readdirSync(target)).to.deep.equal([".casemate", "a"]);
    draft.commit();
    expect(readdirSync(target)).to.deep.equal([".casemate", "b"]);
    expect(readFileSync(join(target, "b", "two.yaml"), "utf8")).to.equal("2");
    expect(readdirSync(folder)).to.deep.equal(["out"]);
  });

  const written = (target: string) =>
    Object.fromEntries(
      readdirSync(target, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name !== ".casemate")
        .map((entry) => join(entry.parentPath, entry.name))
        .map((path) => [path.slice(target.length + 1), readFileSync(path, "utf8")]),
    );

  it("moves folders that stay the same, and writes the others again", async () => {
    const target = join(folder, "out");
    const before = [file("same/one.yaml", "1"), file("other/two.yaml", "2"), file("more/three.yaml", "3")];
    (await draftFolder(target, before)).commit();
    const inode = statSync(join(target, "same", "one.yaml")).ino;
    const draft = await draftFolder(target, [
      file("same/one.yaml", "1"),
      file("other/two.yaml", "changed"),
      file("more/three.yaml", "3"),
      file("more/four.yaml", "4"),
      file("same/below/five.yaml", "5"),
      file("top.yaml", "0"),
    ]);
    draft.commit();
    expect(written(target)).to.deep.equal({
      "same/one.yaml": "1",
      "other/two.yaml": "changed",
      "more/three.yaml": "3",
      "more/four.yaml": "4",
      "same/below/five.yaml": "5",
      "top.yaml": "0",
    });
    expect(statSync(join(target, "same", "one.yaml")).ino).to.not.equal(inode);
    (await draftFolder(target, [file("more/three.yaml", "3"), file("more/four.yaml", "4")])).commit();
    expect(written(target)).to.deep.equal({ "more/three.yaml": "3", "more/four.yaml": "4" });
    const kept = statSync(join(target, "more", "four.yaml")).ino;
    (await draftFolder(target, [file("more/three.yaml", "3"), file("more/four.yaml", "4")])).commit();
    expect(statSync(join(target, "more", "four.yaml")).ino).to.equal(kept);
    expect(readdirSync(folder)).to.deep.equal(["out"]);
  });

  it("writes a folder that stays the same if another run replaces it in between", async () => {
    const target = join(folder, "out");
    (await draftFolder(target, [file("a/one.yaml", "1")])).commit();
    const draft = await draftFolder(target, [file("a/one.yaml", "1")]);
    (await draftFolder(target, [file("b/two.yaml", "2")])).commit();
    draft.commit();
    expect(written(target)).to.deep.equal({ "a/one.yaml": "1" });
  });

  it("leaves no trace of a discarded folder", async () => {
    (await draftFolder(join(folder, "deep", "er", "out"), [file("one.yaml")])).discard();
    expect(readdirSync(folder)).to.deep.equal([]);
  });

  it("never removes files that it didn't write", async () => {
    writeFileSync(join(folder, "mine.txt"), "");
    const refusal = await rejection(draftFolder(folder, []));
    expect(refusal).to.be.instanceOf(UsageError);
    expect(String(refusal)).to.include("which holds mine.txt");
    expect(readdirSync(folder)).to.deep.equal(["mine.txt"]);
  });

  it("keeps the old folder if it can't write the new one", async () => {
    const target = join(folder, "out");
    (await draftFolder(target, [file("one.yaml")])).commit();
    const failing = { path: "two.yaml", content: () => assert.fail("no content") };
    expect(String(await rejection(draftFolder(target, [failing])))).to.include("no content");
    expect(readdirSync(target)).to.include("one.yaml");
    expect(readdirSync(folder)).to.deep.equal(["out"]);
  });

  it("replaces a whole file, and creates its folder", () => {
    mkdirSync(join(folder, "deep"));
    writeWhole(join(folder, "deep", "plan.json"), "old");
    writeWhole(join(folder, "deep", "plan.json"), "new");
    expect(readFileSync(join(folder, "deep", "plan.json"), "utf8")).to.equal("new");
    expect(readdirSync(join(folder, "deep"))).to.deep.equal(["plan.json"]);
  });
});
