import { expect } from "chai";
import { send } from "../../lab/api/http.ts";
import type { Identity } from "../../lab/lab.ts";
import { objectAt } from "../../plan/json.ts";
import { lab } from "./suite.ts";

const review = {
  apiVersion: "authentication.k8s.io/v1",
  kind: "SelfSubjectReview",
};

describe("identities in the lab", () => {
  async function whoIs(identity: Identity): Promise<{ status: number; username: unknown; groups: unknown }> {
    const caller = await lab().as(identity);
    const path = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
    const { status, body } = await caller.request("POST", path, review);
    const { username, groups } = objectAt(objectAt(objectAt(body)["status"])["userInfo"]);
    return { status, username, groups };
  }

  it("authenticates people by tokens of the issuer, with the cluster's prefix", async () => {
    expect(await whoIs({ person: "dana", groups: ["payments-dev", "audit"] })).to.deep.equal({
      status: 201,
      username: "oidc:dana",
      groups: ["oidc:payments-dev", "oidc:audit", "system:authenticated"],
    });
  });

  it("authenticates service accounts by its own tokens", async () => {
    expect(await whoIs({ serviceAccount: "default", namespace: "default" })).to.deep.equal({
      status: 201,
      username: "system:serviceaccount:default:default",
      groups: ["system:serviceaccounts", "system:serviceaccounts:default", "system:authenticated"],
    });
  });

  it("authenticates EKS's users and nodes by certificates", async () => {
    const identity = { certificate: "system:node:ip-10-0-0-1", groups: ["system:nodes"] };
    expect(await whoIs(identity)).to.deep.equal({
      status: 201,
      username: "system:node:ip-10-0-0-1",
      groups: ["system:nodes", "system:authenticated"],
    });
  });

  it("adds the prefix to groups that look like system groups", async () => {
    const { groups } = await whoIs({ person: "mallory", groups: ["system:masters"] });
    expect(groups).to.deep.equal(["oidc:system:masters", "system:authenticated"]);
  });

  const claims = { sub: "mallory", groups: ["platform"] };
  const tokens: readonly [title: string, status: number, token: () => Promise<string>][] = [
    ["accepts a good token of the issuer", 201, () => lab().issuer.mint(claims)],
    ["refuses an expired token", 401, () => lab().issuer.mint(claims, { expiresIn: -60 })],
    ["refuses a token for another audience", 401, () => lab().issuer.mint(claims, { audience: "other" })],
    [
      "refuses a token of another issuer",
      401,
      () => lab().issuer.mint(claims, { issuer: "https://127.0.0.1:1" }),
    ],
    [
      "refuses a token signed with another key of the same id",
      401,
      () => lab().issuer.mint(claims, { key: "other" }),
    ],
    ["refuses an unsigned token", 401, () => lab().issuer.mint(claims, { alg: "none" })],
    ["refuses text that is no token", 401, async () => "mallory"],
  ];
  for (const [title, status, token] of tokens) {
    it(title, async () => {
      expect((await whoIs({ token: await token() })).status).to.equal(status);
    });
  }

  it("refuses a token of the issuer whose payload was changed", async () => {
    const [head, payload = "", signature] = (await lab().issuer.mint({ sub: "mallory" })).split(".");
    const forged = { ...JSON.parse(Buffer.from(payload, "base64url").toString()), groups: ["platform"] };
    const token = [head, Buffer.from(JSON.stringify(forged)).toString("base64url"), signature].join(".");
    expect((await whoIs({ token })).status).to.equal(401);
  });

  it("shows anonymous callers only the health endpoints", async () => {
    const anonymous = await lab().as("anonymous");
    const statuses: Record<string, number> = {};
    for (const path of [
      "/livez",
      "/readyz",
      "/healthz",
      "/version",
      "/api",
      "/openapi/v2",
      "/livez/etcd",
      "/metrics",
    ]) {
      statuses[path] = (await anonymous.request("GET", path)).status;
    }
    expect(statuses).to.deep.equal({
      "/livez": 200,
      "/readyz": 200,
      "/healthz": 200,
      "/version": 401,
      "/api": 401,
      "/openapi/v2": 401,
      "/livez/etcd": 401,
      "/metrics": 401,
    });
  });

  it("refuses a person's token without the client's secret", async () => {
    const form =
      "grant_type=urn:casemate:lab:person&sub=mallory&groups=[%22platform%22]&client_id=casemate-lab";
    for (const suffix of ["", "&client_secret=guess"]) {
      const target = { url: lab().issuer.url, authority: lab().authority };
      const type = { "content-type": "application/x-www-form-urlencoded" };
      const { status, body } = await send(target, "POST", "/token", form + suffix, type);
      expect(status).to.be.within(400, 401);
      expect(JSON.stringify(body)).to.not.include("id_token");
    }
  });
});
