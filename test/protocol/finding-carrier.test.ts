import { createRequire } from "node:module";
import type * as analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import { expect } from "chai";
import fc from "fast-check";
import type { Finding } from "../../protocol/diagnostic.ts";
import { decodeFinding, encodeFinding } from "../../protocol/finding-carrier.ts";

const { AnalyzeDiagnostic } = createRequire(import.meta.url)(
  "@pulumi/pulumi/proto/analyzer_pb.js",
) as typeof analyzer;

/** Any text, also with halves of surrogate pairs, which the protocol's strings can't contain without an escape. */
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
);
const findings: fc.Arbitrary<Finding> = fc.record(
  { path: text, received: text, allowed: text, undecidable: fc.constant(true) },
  { requiredKeys: ["path", "received", "allowed"] },
);

/** Encodes `description` as a field of a message, and decodes it. */
function transferred(description: string): string {
  const message = new AnalyzeDiagnostic();
  message.setDescription(description);
  return AnalyzeDiagnostic.deserializeBinary(message.serializeBinary()).getDescription();
}

describe("a finding on the wire", () => {
  it("is the same after the transfer", () => {
    fc.assert(
      fc.property(findings, (finding) => {
        expect(decodeFinding(transferred(encodeFinding(finding)))).to.deep.equal(finding);
      }),
    );
  });

  it("isn't found in the text of another pack", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (description) => {
        expect(decodeFinding(description)).to.equal(undefined);
      }),
    );
    const partial = { path: "a", received: "b" };
    for (const other of [
      partial,
      { finding: partial },
      { finding: null },
      { finding: { ...partial, allowed: 1 } },
    ]) {
      expect(decodeFinding(JSON.stringify(other))).to.equal(undefined);
    }
  });
});
