import type { Persona } from "../../../components/contract/personas.ts";
import type { Identity, Lab } from "../../../lab/lab.ts";

/** A tenant of the example stack `dev`. */
export type Tenant = "cart" | "catalog" | "checkout" | "payments" | "storefront";

/**
 * Somebody by name; `actors.ts` gives each an identity.
 *
 * - `developer of payments`: a person in the tenant's group, by an OIDC token;
 * - `workload of payments/paymentservice`: the service account that the workload's pods run as;
 * - `delegate of payments`: a service account in the namespace with every verb on every kind of Kubernetes there, as
 *   an operator's or a tool's often has; `namespace admin`: without the verbs that RBAC watches over (`bind`,
 *   `escalate`, `impersonate`). Admission alone stands between these and the platform's objects;
 * - `CSI driver`: the EBS CSI driver on a node;
 * - `gitops`: a service account outside the tenants that may write every kind of workload in all of them,
 *   so that admission is shown where a developer's role has no right to the kind;
 * - `builder`: as `gitops`, but without the right to use service accounts;
 * - `traffic editor`: a service account of the platform's software that may write NetworkPolicies everywhere;
 * - `node`: the kubelet of a node that has joined;
 * - `network policy controller`: EKS's own, by the certificate that EKS gives it.
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
  | "node"
  | "network policy controller"
  | "CSI driver"
  /** A person whom the identity provider knows, in no group of the cluster. */
  | "stranger";

/** Somebody for one attempt only, as the holder of a forged token. */
export interface Impostor {
  /** As `holder of an expired token`. */
  readonly name: string;
  identity(lab: Lab): Identity | Promise<Identity>;
}

/** What refused a request, as its status and message tell. `layers.ts` reads them. */
export type Layer =
  | "authentication"
  | "rbac"
  /** RBAC's own check that nobody grants what they don't have. */
  | "escalation"
  | "node-restriction"
  /** The API server's admission plugin of this name: an account that isn't there, a Secret it may not use. */
  | "service-account"
  | "pod-security"
  | "limit-range"
  | "quota"
  /** The schema or the rules of a kind, with 400 or 422. */
  | "validation"
  /** A namespace that is being deleted, or that Kubernetes itself keeps. */
  | "namespace-lifecycle"
  | "certificates"
  | "runtime-class"
  | "api-fairness"
  /** A ValidatingAdmissionPolicy by its name. */
  | `casemate-${string}`;

/** One HTTP request to the API server. */
export interface Request {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** As `/api/v1/namespaces/payments/pods?dryRun=All`. */
  readonly path: string;
  readonly body?: object | string;
  /** @default "application/json" */
  readonly contentType?: string;
  /** Beside the usual ones, as `Impersonate-User`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that sets the scene. Whatever it makes is gone afterwards. */
export interface Preparation extends Request {
  readonly as: Actor;
  /**
   * Words of the answer to wait for, where the server comes to know by its watches what was made before. Such a
   * request makes nothing: it is sent again until the answer has them, as a refusal may.
   */
  readonly until?: RegExp;
}

/**
 * One thing that somebody tries.
 *
 * What it makes by POST is deleted afterwards. After an admitted change or deletion of what was there, the example
 * stack's objects are applied again; where that wouldn't bring them back, as with namespaces, the attempt says
 * `?dryRun=All` in its path, which goes through the same layers.
 *
 * Attempts stand by theme in `<theme>.attempts.ts`, as a `readonly Attempt[]`; `all.ts` lists them.
 */
export interface Attempt {
  /**
   * Reads as a sentence after who does it, and is unique with it: `mounts the node's root file system by hostPath
   * in a Deployment`.
   */
  readonly name: string;
  readonly as: Actor | Impostor;
  /** Must succeed, before the attempt; `platform` for what the attacker hasn't the rights to. */
  readonly given?: readonly Preparation[];
  /**
   * What is tried. Several requests are one attack in steps: it is refused as soon as one of them is, and
   * admitted if all of them pass.
   */
  readonly does: Request | readonly Request[];
  readonly expect: "refused" | "admitted";
  /**
   * The layer that must refuse: one, so that `can-fail.test.ts` can switch it off and see the attempt pass.
   * Several only where the order in which the API server asks them isn't fixed. Required if refused.
   */
  readonly by?: Layer | readonly [Layer, ...Layer[]];
  /** What would be lost if it passed, or what it is needed for. One sentence. */
  readonly why: string;
  /** Requirements (`B3`) and ids of the control catalogue (`NSA-POD-02`, `4.2.1`); at least one. */
  readonly serves: readonly [string, ...string[]];
  /**
   * Why an attempt that should fail is admitted: what would stop it comes later (mesh, CNI, node). It then
   * stands by its name in docs/known-holes.md.
   */
  readonly hole?: string;
  /**
   * How the server words its failure to do an admitted request that the lab can't: `exec` into a pod without a
   * node.
   */
  readonly beyond?: RegExp;
  /** The text that the refusal must hold, where status and layer don't tell enough. */
  readonly saying?: RegExp;
  /**
   * How many times the steps are sent, for attempts that fill something up; `{i}` in a path or body is the
   * repetition's number. It ends with the first refusal. @default 1
   */
  readonly times?: number;
}

/** Why the server's audit log has no event for a refused attempt. Listed in `unlogged.ts`. */
export interface Unlogged {
  /** By its title. */
  readonly attempt: string;
  readonly reason: string;
}
