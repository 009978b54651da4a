import { createRequire } from "node:module";
import { expect } from "chai";
import fc from "fast-check";
import { flattenReferences } from "../../../plan/engine/redact.ts";
import { loadSdk, markers } from "../../../plan/engine/sdk.ts";
import type { Json, JsonObject } from "../../../plan/json.ts";
import { judgedInputs } from "../../../plan/packs/judged-inputs.ts";
import { plain } from "../../../policy/lib/value.ts";
import { unknown } from "../../../protocol/property-value.ts";

const require = createRequire(import.meta.url);
const { deserializeProperties } = require("@pulumi/policy/deserialize.js");
const { unknownCheckingProxy } = require("@pulumi/policy/proxy.js");
const sdk = loadSdk(import.meta.dirname);

/** The inputs after the way over the analyzer protocol, in the form that a pack's rules read. */
function overTheProtocol(inputs: JsonObject) {
  const struct = sdk.toStruct(flattenReferences(inputs) as JsonObject);
  return plain(unknownCheckingProxy(deserializeProperties(struct, false)));
}

const mark = (kind: string, fields: JsonObject): JsonObject => ({ [markers.kind]: kind, ...fields });

/** Nested values with every mark of the SDK. */
const { inputs: anyInputs } = fc.letrec<{ value: Json; inputs: JsonObject }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
    fc.constant(markers.unknown),
    fc.oneof(
      fc.string().map((urn) => mark(markers.resource, { urn })),
      fc
        .record({ urn: fc.string(), id: fc.oneof(fc.string(), fc.constant(markers.unknown)) })
        .map((reference) => mark(markers.resource, reference)),
      fc.string({ minLength: 1 }).map((path) => mark(markers.asset, { path })),
      fc.string({ minLength: 1 }).map((text) => mark(markers.asset, { text })),
      fc.string({ minLength: 1 }).map((uri) => mark(markers.archive, { uri })),
    ),
    fc.array(tie("value")),
    tie("value").map((value) => mark(markers.secret, { value })),
    tie("inputs"),
  ),
  inputs: fc.dictionary(
    fc.string().filter((key) => key !== "__proto__"),
    tie("value"),
    { noNullPrototype: true },
  ),
}));

describe("the inputs that Casemate's own rules judge", () => {
  it("are the same in the plan's process and over the analyzer protocol", () => {
    fc.assert(
      fc.property(anyInputs, (inputs) => {
        expect(judgedInputs(inputs)).to.deep.equal(overTheProtocol(inputs));
      }),
    );
  });

  it("contain secrets in plain text, ids in place of references, and no placeholder for an unknown value", () => {
    const inputs = {
      secret: mark(markers.secret, { value: { deep: [markers.unknown] } }),
      vpcId: mark(markers.resource, { urn: "urn", id: "vpc-1" }),
      component: mark(markers.resource, { urn: "urn" }),
      later: markers.unknown,
    };
    expect(judgedInputs(inputs)).to.deep.equal({
      secret: { deep: [unknown] },
      vpcId: "vpc-1",
      component: "urn",
      later: unknown,
    });
  });

  it("aren't copied if they contain no marks", () => {
    const inputs = { metadata: { labels: { a: "b" } }, list: [1, null] };
    expect(judgedInputs(inputs)).to.equal(inputs);
  });
});
