import { createHash } from "node:crypto";
import { objectAt, stringAt } from "../../plan/json.ts";
import type { KeyPair } from "../identity/certificates.ts";
import type { Identity, Person, ServiceAccount } from "../identity/identity.ts";
import { type IssuerClient, personGrant } from "../identity/issuer.ts";
import { LabFailure } from "../lab-errors.ts";
import { kubeconfig } from "./client-kubeconfig.ts";
import { type Answer, send, type Target } from "./http.ts";

/** The address and credentials of a running lab. A file in the lab's directory has them, readable only for its user. */
export interface Coordinates {
  /** URL of the API server. */
  readonly url: string;
  /** PEM of the authority that signs the servers' certificates. */
  readonly authority: string;
  readonly issuer: IssuerClient;
  /** Certificate of `system:masters`. It requests tokens of service accounts. Tests never act as this user. */
  readonly admin: KeyPair;
}

/** Sends requests as one identity. */
export interface Caller {
  /**
   * Sends one request, for example `request("GET", "/api/v1/namespaces/payments/pods")`.
   *
   * @param body text is sent unchanged, everything else as JSON
   * @param contentType the type of a patch, for example `application/merge-patch+json`
   * @param headers further headers, for example `Impersonate-User`
   */
  request(
    method: string,
    path: string,
    body?: unknown,
    contentType?: string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
}

/** Gets callers for the identities of a running lab. */
export class Connection {
  readonly #coordinates: Coordinates;
  readonly #sign: ((name: string, groups: readonly string[]) => Promise<KeyPair>) | undefined;
  readonly #targets = new Map<string, Promise<Target>>();

  /** @param sign creates client certificates, for processes that hold the lab's client authority */
  constructor(
    coordinates: Coordinates,
    sign?: (name: string, groups: readonly string[]) => Promise<KeyPair>,
  ) {
    this.#coordinates = coordinates;
    this.#sign = sign;
  }

  async as(identity: Identity): Promise<Caller> {
    const target = await this.#target(identity);
    return {
      request: (method, path, body, contentType, headers) =>
        send(target, method, path, body, {
          ...headers,
          ...(contentType !== undefined && { "content-type": contentType }),
        }),
    };
  }

  /** A kubeconfig in YAML, with the token or certificate inside. */
  async kubeconfig(identity: Identity, context?: { name?: string; namespace?: string }): Promise<string> {
    return kubeconfig(await this.#target(identity), context);
  }

  /** A caller as `system:masters`, which needs no role. For setting up the lab. */
  get admin(): Target {
    const { url, authority, admin } = this.#coordinates;
    return { url, authority, ...admin };
  }

  /** Tokens and certificates are valid longer than any test, so each is requested once. */
  async #target(identity: Identity): Promise<Target> {
    // A service account can have been deleted and created again. Its old token is then invalid.
    if (typeof identity === "object" && "serviceAccount" in identity) {
      return await this.#become(identity);
    }
    const id = createHash("sha256").update(JSON.stringify(identity)).digest("hex");
    const known = this.#targets.get(id) ?? this.#become(identity);
    this.#targets.set(id, known);
    known.catch(() => this.#targets.delete(id));
    return await known;
  }

  async #become(identity: Identity): Promise<Target> {
    const { url, authority } = this.#coordinates;
    const server = { url, authority };
    if (identity === "anonymous") {
      return server;
    }
    if ("token" in identity) {
      return { ...server, token: identity.token };
    }
    if ("person" in identity) {
      return { ...server, token: await this.#personToken(identity) };
    }
    if ("serviceAccount" in identity) {
      return { ...server, token: await this.#serviceAccountToken(identity) };
    }
    if (this.#sign === undefined) {
      throw new LabFailure("certificates are given out only by the process that started the lab.");
    }
    return { ...server, ...(await this.#sign(identity.certificate, identity.groups ?? [])) };
  }

  async #personToken({ person, groups }: Person): Promise<string> {
    const { url, clientId, clientSecret } = this.#coordinates.issuer;
    const { authority } = this.#coordinates;
    const form = new URLSearchParams({
      grant_type: personGrant,
      sub: person,
      groups: JSON.stringify(groups),
    });
    const answer = await send({ url, authority }, "POST", "/token", form.toString(), {
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`,
      "content-type": "application/x-www-form-urlencoded",
    });
    return tokenOf(answer, "id_token", `a token for ${person}`);
  }

  async #serviceAccountToken({ serviceAccount, namespace }: ServiceAccount): Promise<string> {
    const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${serviceAccount}/token`;
    const answer = await send(this.admin, "POST", path, {
      apiVersion: "authentication.k8s.io/v1",
      kind: "TokenRequest",
      spec: { expirationSeconds: 12 * 3600 },
    });
    const body = objectAt(answer.body);
    return tokenOf(
      { ...answer, body: objectAt(body["status"]) },
      "token",
      `a token for ${namespace}/${serviceAccount}`,
      body,
    );
  }
}

function tokenOf({ status, body }: Answer, field: string, wanted: string, answerBody = body): string {
  const token = stringAt(objectAt(body)[field]);
  if (status >= 300 || token === undefined) {
    throw new LabFailure(`${wanted} was refused with ${status}: ${JSON.stringify(answerBody)}`);
  }
  return token;
}
