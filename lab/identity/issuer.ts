import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { type JWK, SignJWT, UnsecuredJWT } from "jose";
import Provider, { type Adapter, type TokenEndpointGrantContext } from "oidc-provider";
import type { CertificateAuthority } from "./certificates.ts";

/** The users' identity provider, with the role of an EKS cluster's OIDC identity provider. */
export interface Issuer {
  readonly url: string;
  /** The audience that the API server requires: the client's id. */
  readonly audience: string;
  /** A token that the token endpoint never issues, for attacks. Without options it is valid. */
  mint(claims: Claims, options?: MintOptions): Promise<string>;
}

export interface Claims {
  readonly sub: string;
  /** Groups without the cluster's prefix. */
  readonly groups?: readonly string[];
  readonly [claim: string]: unknown;
}

export interface MintOptions {
  /** Lifetime in seconds, negative for an expired token. @default 3600 */
  readonly expiresIn?: number;
  /** @default - the cluster's audience */
  readonly audience?: string;
  /** @default - this issuer's URL */
  readonly issuer?: string;
  /** `other` signs with a foreign key under the id of the issuer's key. @default "own" */
  readonly key?: "own" | "other";
  /** `none` leaves out the signature. @default "RS256" */
  readonly alg?: "RS256" | "none";
}

/** How a client of the issuer gets a user's token. The secret is only in the lab's directory. */
export interface IssuerClient {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface RunningIssuer extends Issuer {
  readonly client: IssuerClient;
  stop(): Promise<void>;
}

/** The grant with which the lab's client requests the token of any user. It replaces the login page. */
export const personGrant = "urn:casemate:lab:person";

const keyId = "lab";
const clientId = "casemate-lab";
/** A shell stays usable for a working day. */
const tokenSeconds = 12 * 3600;

/** Serves an OIDC issuer over HTTPS on a free port of loopback: discovery, keys, token endpoint. */
export async function startIssuer(authority: CertificateAuthority): Promise<RunningIssuer> {
  const { certificate, key } = await authority.server("issuer");
  const server = createServer({ cert: certificate, key });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuerKey = signingKey();
  const client = { url, clientId, clientSecret: randomBytes(32).toString("base64url") };
  const callback = provider(client, issuerKey).callback();
  server.on("request", (incoming, outgoing) => void callback(incoming, outgoing));
  return {
    url,
    audience: clientId,
    client,
    mint: (claims, options = {}) => mint({ url, issuerKey }, claims, options),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function provider({ url, clientSecret }: IssuerClient, key: JWK): Provider {
  const result = new Provider(url, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        grant_types: [personGrant],
        redirect_uris: [],
        response_types: [],
      },
    ],
    jwks: { keys: [key] },
    claims: { openid: ["sub", "groups"] },
    ttl: { IdToken: tokenSeconds },
    cookies: { keys: [randomBytes(32).toString("base64url")] },
    features: { devInteractions: { enabled: false } },
    adapter: Forgetful,
  });
  result.registerGrantType(personGrant, (ctx) => answerWithToken(result, ctx), ["sub", "groups"]);
  return result;
}

/** A store without content: the lab's grant needs no code, no session and no token lookup. */
class Forgetful implements Adapter {
  async upsert(): Promise<void> {}
  async find(): Promise<undefined> {}
  async findByUid(): Promise<undefined> {}
  async findByUserCode(): Promise<undefined> {}
  async consume(): Promise<void> {}
  async destroy(): Promise<void> {}
  async revokeByGrantId(): Promise<void> {}
}

async function answerWithToken(
  { IdToken }: Provider,
  ctx: TokenEndpointGrantContext<{ sub?: string; groups?: string }>,
): Promise<void> {
  const { client, params } = ctx.oidc;
  const token = new IdToken({ sub: params.sub, groups: JSON.parse(params.groups ?? "[]") }, { ctx, client });
  Object.assign(token, { scope: "openid" });
  ctx.body = { id_token: await token.issue({ use: "idtoken" }), token_type: "N_A", expires_in: tokenSeconds };
}

async function mint(
  { url, issuerKey }: { url: string; issuerKey: JWK },
  claims: Claims,
  { expiresIn = 3600, audience = clientId, issuer = url, key = "own", alg = "RS256" }: MintOptions,
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  // An expired token was valid before.
  const payload = {
    ...claims,
    iss: issuer,
    aud: audience,
    iat: now + Math.min(0, expiresIn - 60),
    exp: now + expiresIn,
  };
  if (alg === "none") {
    return new UnsecuredJWT(payload).encode();
  }
  const signer = key === "own" ? issuerKey : signingKey();
  return await new SignJWT(payload).setProtectedHeader({ alg, kid: keyId, typ: "JWT" }).sign(signer);
}

function signingKey(): JWK {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { ...(privateKey.export({ format: "jwk" }) as JWK), kid: keyId, use: "sig", alg: "RS256" };
}
