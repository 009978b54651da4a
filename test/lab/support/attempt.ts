import type { Persona } from "../../../components/contract/persona-rights.ts";
import type { Controls } from "../../../controls/ids.ts";
import type { Identity, Lab } from "../../../lab/lab.ts";

/** A tenant of the example stack `dev`. */
export type Tenant = "cart" | "catalog" | "checkout" | "payments" | "storefront";

/**
 * Names an identity, which `actors.ts` defines.
 *
 * - `developer of payments`: a person in the tenant's group, by an OIDC token;
 * - `workload of payments/paymentservice`: the service account that the workload's pods run as;
 * - `delegate of payments`: a service account in the namespace with every verb on every kind in the namespace. Operators
 *   and tools often have these rights. Only admission protects the platform's objects from it;
 * - `namespace admin of payments`: the same without the verbs `bind`, `escalate` and `impersonate`;
 * - `CSI driver`: the EBS CSI driver on a node;
 * - `gitops`: a service account outside the tenants that may write every kind of workload in all of them. It tests
 *   admission for the kinds that a developer's role lacks;
 * - `builder`: the same as `gitops`, but without the right to use service accounts;
 * - `wide editor`: a service account that may write everything of the core groups in all namespaces;
 * - `platform software`: the controller's account in the lab's platform namespace;
 * - `traffic editor`: a service account of the platform's software that may write NetworkPolicies everywhere;
 * - `node`: the kubelet of a node that has joined;
 * - `network policy controller`: the one of EKS, with the certificate that EKS gives it.
 */
export type Actor =
  | `${Persona} of ${Tenant}`
  | `workload of ${Tenant}/${string}`
  | `delegate of ${Tenant}`
  | `namespace admin of ${Tenant}`
  | "anonymous"
  | "platform"
  | "gitops"
  | "builder"
  | "traffic editor"
  | "wide editor"
  | "platform software"
  | "node"
  | "network policy controller"
  | "CSI driver"
  /** A person of the identity provider who is in no group of the cluster. */
  | "stranger";

/** An actor of one attempt only. For example, the holder of a forged token. */
export interface Impostor {
  /** For example: `holder of an expired token`. */
  readonly name: string;
  identity(lab: Lab): Identity | Promise<Identity>;
}

/** The part of the API server that refused a request. `layers.ts` finds it by status and message. */
export type Layer =
  | "authentication"
  | "rbac"
  /** RBAC's check that users grant only rights that they have. */
  | "escalation"
  | "node-restriction"
  /** The admission plugin ServiceAccount. For example: the account doesn't exist, or may not use a Secret. */
  | "service-account"
  | "pod-security"
  | "limit-range"
  | "quota"
  /** The schema or the rules of a kind, with 400 or 422. */
  | "validation"
  /** A namespace that is being deleted, or that Kubernetes protects from deletion. */
  | "namespace-lifecycle"
  | "certificates"
  | "runtime-class"
  | "api-fairness"
  /** A ValidatingAdmissionPolicy by its name. */
  | `casemate-${string}`;

/** One HTTP request to the API server. */
export interface Request {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** For example: `/api/v1/namespaces/payments/pods?dryRun=All`. */
  readonly path: string;
  readonly body?: object | string;
  /** @default "application/json" */
  readonly contentType?: string;
  /** Additional headers. For example: `Impersonate-User`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that must succeed before the attempt. Objects that it creates are deleted afterwards. */
export interface Preparation extends Request {
  readonly as: Actor;
  /**
   * The request is sent again until its answer matches. The API server learns by watches of objects that were created
   * before. Such a request must create nothing; its answer may be a refusal.
   */
  readonly until?: RegExp;
}

/**
 * One attack, or one legitimate action, that an actor tries.
 *
 * Objects that it creates by POST are deleted afterwards. After an admitted change or deletion of an existing object, the
 * example stack is applied again. That doesn't restore everything, for example a deleted namespace. Such an attempt has
 * `?dryRun=All` in its path, which passes the same layers.
 *
 * Attempts are in `test/lab/attempts/<theme>.ts`, which exports them as `attempts: readonly Attempt[]`. `all-attempts.ts`
 * reads the folder: a new theme is one new file. Rows with common fields are written as a `table`.
 */
export interface Attempt {
  /**
   * Completes a sentence that begins with the actor. The sentence must be unique. For example: `mounts the node's root
   * file system by hostPath in a Deployment`.
   */
  readonly name: string;
  readonly as: Actor | Impostor;
  /** Requests that must succeed before the attempt. `platform` sends what the attacker may not. */
  readonly given?: readonly Preparation[];
  /**
   * The requests that are tried. Several requests are the steps of one attack. It is refused if one of them is refused,
   * and admitted if all of them are admitted.
   */
  readonly does: Request | readonly Request[];
  readonly expect: "refused" | "admitted";
  /**
   * The layer that must refuse; required if `expect` is `refused`. Name one layer, so that `can-fail.test.ts` can switch
   * it off and see the attempt pass. Name several only if the API server asks them in no fixed order.
   */
  readonly by?: Layer | readonly [Layer, ...Layer[]];
  /** Why the attempt must be refused, or must be admitted. One sentence. */
  readonly why: string;
  /** The requirements and controls that it proves; a requirement at least. */
  readonly serves: Controls;
  /**
   * Why an attack is admitted. A later layer stops it (mesh, CNI, node), or nothing does.
   * docs/known-holes.md must list it by its name.
   */
  readonly hole?: string;
  /**
   * The server's message for an admitted request that the lab can't carry out. For example: `exec` into a pod without
   * a node.
   */
  readonly beyond?: RegExp;
  /** Text that the refusal must contain, if status and layer aren't specific enough. */
  readonly saying?: RegExp;
  /**
   * How many times the steps are sent, for attempts that fill a quota. The number of the repetition replaces `{i}` in a
   * path or body. The first refusal ends the repetitions. @default 1
   */
  readonly times?: number;
}

/** Why the server's audit log has no event for a refused attempt. Listed in `unlogged.ts`. */
export interface Unlogged {
  /** The title of the attempt. */
  readonly attempt: string;
  readonly reason: string;
}
