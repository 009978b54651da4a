import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { exportJWK, SignJWT } from "jose";
import { send } from "../../../lab/api/http.ts";
import { type Lab, platform } from "../../../lab/lab.ts";
import { listAt, objectAt, stringAt } from "../../../plan/json.ts";
import type { Impostor } from "./attempt.ts";
import { podNamed } from "./kinds.ts";
import { pathOf } from "./requests.ts";
import { waitUntil } from "./wait-until.ts";

/** Tokens that the API server must refuse. */

/** An actor with a token. The name completes `holder of …`. */
export function holder(name: string, token: (lab: Lab) => Promise<string>): Impostor {
  return { name: `holder of ${name}`, identity: async (lab) => ({ token: await token(lab) }) };
}

type Claims = Readonly<Record<string, unknown>>;

const complete = ({ issuer }: Lab, claims: Claims) =>
  new SignJWT({ ...claims })
    .setIssuer(issuer.url)
    .setAudience(issuer.audience)
    .setIssuedAt()
    .setExpirationTime("1h");

/** The key that the issuer publishes. */
async function publishedKey({ issuer, authority }: Lab) {
  const { body } = await send({ url: issuer.url, authority }, "GET", "/jwks");
  const key = objectAt(listAt(objectAt(body)["keys"])[0]);
  return { id: stringAt(key["kid"]) ?? "", key: createPublicKey({ key: { ...key }, format: "jwk" }) };
}

async function parts(
  lab: Lab,
  claims: Claims,
): Promise<[header: string, payload: string, signature: string]> {
  const [header = "", payload = "", signature = ""] = (
    await lab.issuer.mint(claims as { sub: string })
  ).split(".");
  return [header, payload, signature];
}

export const forged = {
  /** Signed with the public key of RS256 as the secret of HS256. Servers that trust the header `alg` accept it. */
  async byPublicKey(lab: Lab, claims: Claims): Promise<string> {
    const { id, key } = await publishedKey(lab);
    const secret = new TextEncoder().encode(key.export({ type: "spki", format: "pem" }).toString());
    return await complete(lab, claims).setProtectedHeader({ alg: "HS256", kid: id, typ: "JWT" }).sign(secret);
  },

  /** Signed with its own key. Servers that trust the header `jwk` accept it. */
  async withOwnKey(lab: Lab, claims: Claims): Promise<string> {
    const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const jwk = await exportJWK(publicKey);
    return await complete(lab, claims).setProtectedHeader({ alg: "RS256", typ: "JWT", jwk }).sign(privateKey);
  },

  async changed(lab: Lab, claims: Claims, changes: Claims): Promise<string> {
    const [header, payload, signature] = await parts(lab, claims);
    const read = JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as object;
    const written = Buffer.from(JSON.stringify({ ...read, ...changes })).toString("base64url");
    return [header, written, signature].join(".");
  },

  async cut(lab: Lab, claims: Claims): Promise<string> {
    const [header, payload, signature] = await parts(lab, claims);
    return [header, payload, signature.slice(0, -8)].join(".");
  },
};

/** A valid token of a service account for these audiences. */
export async function tokenFor(
  lab: Lab,
  namespace: string,
  account: string,
  audiences: readonly string[],
  boundObjectRef?: object,
): Promise<string> {
  const caller = await lab.as(platform);
  const { body } = await caller.request(
    "POST",
    pathOf("v1", "serviceaccounts", namespace, `${account}/token`),
    {
      apiVersion: "authentication.k8s.io/v1",
      kind: "TokenRequest",
      spec: { audiences, ...(boundObjectRef !== undefined && { boundObjectRef }) },
    },
  );
  const token = stringAt(objectAt(objectAt(body)["status"])["token"]);
  if (token === undefined) {
    throw new Error(`no token: ${JSON.stringify(body)}`);
  }
  return token;
}

/**
 * A token whose account or pod was deleted. The API server learns of the deletion by a watch, and caches an accepted token
 * for ten seconds.
 */
export async function tokenOfDeleted(lab: Lab, what: "account" | "pod"): Promise<string> {
  const caller = await lab.as(platform);
  const [kind, path, name] =
    what === "account"
      ? (["ServiceAccount", pathOf("v1", "serviceaccounts", "checkout"), "gone"] as const)
      : (["Pod", pathOf("v1", "pods", "checkout"), "gone"] as const);
  const body = kind === "Pod" ? podNamed(name, "checkout") : { apiVersion: "v1", kind, metadata: { name } };
  const created = await caller.request("POST", path, body);
  const uid = stringAt(objectAt(objectAt(created.body)["metadata"])["uid"]);
  const token =
    kind === "Pod"
      ? await tokenFor(lab, "checkout", "checkoutservice", [], { apiVersion: "v1", kind, name, uid })
      : await tokenFor(lab, "checkout", name, []);
  await caller.request("DELETE", `${path}/${name}`, { gracePeriodSeconds: 0 });
  await waitUntil(
    `the API server knows that the ${what} is gone`,
    () => isAccepted(lab, token),
    (accepted) => !accepted,
  );
  return token;
}

async function isAccepted(lab: Lab, token: string): Promise<boolean> {
  const caller = await lab.as(platform);
  const { status, body } = await caller.request("POST", "/apis/authentication.k8s.io/v1/tokenreviews", {
    apiVersion: "authentication.k8s.io/v1",
    kind: "TokenReview",
    spec: { token },
  });
  if (status !== 201) {
    throw new Error(`no review: ${JSON.stringify(body)}`);
  }
  return objectAt(objectAt(body)["status"])["authenticated"] === true;
}
