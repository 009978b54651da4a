import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { assert, expect } from "chai";
import fc from "fast-check";
import { keepStructs, type StructModule } from "../../../plan/engine/kept-struct.ts";
import { loadSdk, markers, type Struct } from "../../../plan/engine/sdk.ts";
import type { JsonObject } from "../../../plan/json.ts";
import { deploy } from "../../harness.ts";

const root = resolve(import.meta.dirname, "..", "..", "..");
const load = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi"));

describe("kept properties", () => {
  const structs: StructModule & { Struct: { deserializeBinary(bytes: Uint8Array): Struct } } = load(
    "google-protobuf/google/protobuf/struct_pb.js",
  );
  const special = fc.constantFrom<unknown>(
    markers.unknown,
    { [markers.kind]: markers.secret, value: "s3cret" },
    { [markers.kind]: markers.resource, urn: "urn:pulumi:a::b::c::d", id: markers.unknown },
    { b: 1, a: { d: [], c: null }, "10": "x", "9": -0.5 },
  );
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.string(),
      fc.double({ noNaN: true }),
      fc.boolean(),
      fc.constant(null),
      special,
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(fc.string(), tie("value"), { maxKeys: 4 }),
    ),
  }));
  const properties = fc.dictionary(fc.string(), value, { maxKeys: 5 }) as fc.Arbitrary<JsonObject>;
  const { resource } = loadSdk(import.meta.dirname);
  before(() => keepStructs(structs));

  it("are equal, key by key, to the properties that a message returns", () => {
    fc.assert(
      fc.property(properties, (given) => {
        const bytes = structs.Struct.fromJavaScript(given).serializeBinary();
        const decoded = structs.Struct.deserializeBinary(bytes).toJavaScript();
        const kept = structs.Struct.fromJavaScript(given).toJavaScript();
        expect(JSON.stringify(kept)).to.equal(JSON.stringify(decoded));
        expect(kept).to.deep.equal(decoded);
      }),
    );
  });

  it("are part of a serialized request, and include a reader's changes", () => {
    fc.assert(
      fc.property(properties, (given) => {
        const request = new resource.TransformRequest();
        request.setProperties(structs.Struct.fromJavaScript(given));
        const sent = resource.TransformRequest.deserializeBinary(request.serializeBinary());
        expect(sent.getProperties()?.toJavaScript()).to.deep.equal(
          structs.Struct.fromJavaScript(given).toJavaScript(),
        );
      }),
    );
    const changed = structs.Struct.fromJavaScript({ a: 1, b: 2 });
    changed.getFieldsMap().del("a");
    changed.getFieldsMap().set("c", structs.Value.fromJavaScript("3"));
    expect(changed.toJavaScript()).to.deep.equal({ b: 2, c: "3" });
  });

  it("are refused if a message refuses them", () => {
    for (const given of [undefined, () => {}, [undefined], { deep: undefined }]) {
      for (const convert of [structs.Struct.fromJavaScript, structs.Value.fromJavaScript]) {
        const refused = () => convert({ given } as unknown as JsonObject);
        expect(refused).to.throw("Unexpected struct type");
      }
    }
  });

  it("don't change with their source object", () => {
    const given = { list: [1], object: { a: 1 } };
    const struct = structs.Struct.fromJavaScript(given);
    given.list.push(2);
    given.object.a = 2;
    expect(struct.toJavaScript()).to.deep.equal({ list: [1], object: { a: 1 } });
  });

  it("are in use while a plan runs a program", async () => {
    const other = () => assert.fail("not in use");
    structs.Struct.fromJavaScript = other;
    await deploy(() => {});
    expect(structs.Struct.fromJavaScript).to.not.equal(other);
  });

  it("give the same plan and manifests as messages, byte for byte", function () {
    this.timeout(120_000);
    const folder = mkdtempSync(join(tmpdir(), "casemate-test-"));
    try {
      const messages = runPlan(join(folder, "messages"), ["--import", pinned]);
      const kept = runPlan(join(folder, "kept"), []);
      expect(messages.calls).to.be.above(500);
      expect(Object.keys(kept.files).length).to.be.above(100);
      expect(kept.files).to.deep.equal(messages.files);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** Keeps the SDK's `fromJavaScript`, and prints the number of its calls at the end. */
const pinned = `data:text/javascript,${encodeURIComponent(`
  import { createRequire } from "node:module";
  const load = createRequire(createRequire(${JSON.stringify(`${root}/package.json`)}).resolve("@pulumi/pulumi"));
  const { Struct } = load("google-protobuf/google/protobuf/struct_pb.js");
  const own = Struct.fromJavaScript;
  let calls = 0;
  const counted = (value) => { calls++; return own(value); };
  Object.defineProperty(Struct, "fromJavaScript", { get: () => counted, set: () => {} });
  process.once("exit", () => process.stderr.write("calls: " + calls));
`)}`;

function runPlan(out: string, flags: readonly string[]): { calls: number; files: Record<string, string> } {
  const args = [
    ...flags,
    join(root, "cli", "casemate.ts"),
    "plan",
    "--stack",
    "dev",
    "--quiet",
    "--out",
    out,
  ];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  expect(status, stderr).to.equal(0);
  const paths = readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(out.length + 1));
  return {
    calls: Number(/calls: (\d+)/.exec(stderr)?.[1] ?? 0),
    files: Object.fromEntries(paths.map((path) => [path, readFileSync(join(out, path), "utf8")])),
  };
}
