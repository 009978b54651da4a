import { createRequire } from "node:module";
import { expect } from "chai";
import fc from "fast-check";
import { loadSdk } from "../../../plan/engine/sdk.ts";
import type { JsonObject } from "../../../plan/json.ts";
import { encodeField, encodeStruct } from "../../../plan/packs/wire.ts";

const sdk = loadSdk(import.meta.dirname);
const { Struct } = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi"))(
  "google-protobuf/google/protobuf/struct_pb.js",
);

describe("encodeStruct", () => {
  it("writes bytes that the SDK reads as the same properties", () => {
    const json = fc.dictionary(fc.string(), fc.jsonValue()) as fc.Arbitrary<JsonObject>;
    fc.assert(
      fc.property(json, (properties) => {
        expect(Struct.deserializeBinary(encodeStruct(properties)).toJavaScript()).to.deep.equal(
          sdk.toStruct(properties).toJavaScript(),
        );
      }),
    );
  });

  it("writes messages that are larger than its first buffer", () => {
    const properties = { text: "ä".repeat(100_000), list: Array.from({ length: 5000 }, (_, index) => index) };
    expect(Struct.deserializeBinary(encodeStruct(properties)).toJavaScript()).to.deep.equal(properties);
  });

  it("leaves out fields without a value", () => {
    expect(encodeStruct({ a: undefined, b: 1 })).to.deep.equal(encodeStruct({ b: 1 }));
  });
});

describe("encodeField", () => {
  it("writes number and length before the content", () => {
    const field = encodeField(2, new Uint8Array(300));
    expect([...field.subarray(0, 3)]).to.deep.equal([0x12, 0xac, 0x02]);
    expect(field).to.have.length(303);
  });
});
