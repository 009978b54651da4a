import { expect } from "chai";
import { send } from "../../lab/api/http.ts";
import { CertificateAuthority } from "../../lab/identity/certificates.ts";
import { lab } from "./suite.ts";

/** Requirements: A1. Controls: NSA-AUTH-02, OWASP K09:2025. */
describe("client certificates", () => {
  it("of an authority that the API server doesn't know are refused", async () => {
    const { url, authority } = lab();
    const forger = await CertificateAuthority.create("casemate-lab-clients");
    const pair = await forger.client("system:admin", ["system:masters"]);
    const { status } = await send({ url, authority, ...pair }, "GET", "/api/v1/nodes");
    expect(status).to.equal(401);
  });
});
