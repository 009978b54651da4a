import { expect } from "chai";
import { loadSdk } from "../../../plan/engine/sdk.ts";
import { readDiagnostic } from "../../../plan/packs/read-diagnostic.ts";
import { encodeFinding } from "../../../protocol/finding-carrier.ts";

const { analyzer } = loadSdk(import.meta.dirname);
const advisory = 0;
const mandatory = 1;

function sent(level: 0 | 1, description: string, message = "People read this.") {
  const diagnostic = new analyzer.AnalyzeDiagnostic();
  diagnostic.setPolicyname("policy");
  diagnostic.setEnforcementlevel(level);
  diagnostic.setSeverity(3);
  diagnostic.setDescription(description);
  diagnostic.setMessage(message);
  return diagnostic;
}

const place = { path: "vpcConfig", received: "nothing", allowed: "a VPC" };
const read = { policy: "policy", severity: "high", urn: "asked", message: "People read this." };

describe("a diagnostic of the analyzer protocol", () => {
  it("has the finding's structure and the message that people read", () => {
    expect(readDiagnostic(sent(mandatory, encodeFinding(place)), "asked")).to.deep.equal({
      ...read,
      ...place,
      enforcement: "mandatory",
    });
  });

  it("is undecidable if the finding is", () => {
    const description = encodeFinding({ ...place, undecidable: true });
    expect(readDiagnostic(sent(advisory, description), "asked")).to.deep.equal({
      ...read,
      ...place,
      enforcement: "advisory",
      undecidable: true,
    });
  });

  it("is decided if it is mandatory, so that a pack can't hide a violation", () => {
    const description = encodeFinding({ ...place, undecidable: true });
    const note = "can't run policy 'a' from policy pack 'b@v1' during preview: string value at .x";
    expect(readDiagnostic(sent(mandatory, description), "").undecidable).to.equal(undefined);
    expect(readDiagnostic(sent(mandatory, "", note), "").undecidable).to.equal(undefined);
  });

  it("isn't undecidable because of its message", () => {
    const message = "undecidable at preview: keyArn: received nothing; allowed: an ARN.";
    expect(readDiagnostic(sent(advisory, "Holds.", message), "asked")).to.deep.equal({
      ...read,
      message,
      enforcement: "advisory",
    });
  });

  it("names its own resource, otherwise the resource in the request", () => {
    const diagnostic = sent(mandatory, "");
    diagnostic.setUrn("own");
    expect(readDiagnostic(diagnostic, "asked").urn).to.equal("own");
  });
});
