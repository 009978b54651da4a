import type { JsonObject } from "./json.ts";

/** What stands in a plan for a secret. */
export const secretText = "[secret]";
/** What stands in a plan for a value that only `pulumi up` will know. */
export const unknownText = "[unknown]";

/** A plan: one JSON document that everything else reads. Secrets never appear in it. */
export interface PlanDocument {
  readonly version: 1;
  readonly project: string;
  readonly stack: string;
  /** By URN. */
  readonly resources: readonly PlannedResource[];
  readonly violations: readonly Violation[];
  readonly connectivity: readonly Connection[];
  readonly controls: readonly ControlStatus[];
  readonly access: readonly AccessRight[];
  readonly outputs: JsonObject;
  readonly waivers: readonly PlannedWaiver[];
}

export interface PlannedResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** The parent's URN; empty for the stack itself. */
  readonly parent: string;
  /** A resource of a provider, as opposed to a component. */
  readonly custom: boolean;
  /** After all transforms. `[secret]` stands for a secret, `[unknown]` for what only `pulumi up` will know. */
  readonly inputs: JsonObject;
  /** URNs of the resources that come first. */
  readonly dependencies: readonly string[];
  /** URN of the provider; empty for the default one. */
  readonly provider: string;
  readonly protect: boolean;
}

export interface Violation {
  /** The policy's name, as its pack gives it. */
  readonly policy: string;
  readonly enforcement: "advisory" | "mandatory";
  /** `low`, `medium`, `high` or `critical`; empty if the policy names none. */
  readonly severity: string;
  /** The resource; empty if it is about the whole stack. */
  readonly urn: string;
  readonly message: string;
  /** What holds when the policy is kept. If given, it is the first line of `message`. */
  readonly description?: string;
  /** The property, from the resource's inputs. This field and the next two are absent if the pack gives none. */
  readonly path?: string;
  /** What was received there. */
  readonly received?: string;
  /** What would have been accepted. */
  readonly allowed?: string;
  /** What the policy serves, as `CIS Amazon EKS Benchmark 5.4.2`. */
  readonly controls: readonly string[];
  /** What excuses it, if anything does. */
  readonly waiver?: PlannedWaiver;
}

/**
 * Traffic that passes, computed from the NetworkPolicy objects.
 *
 * An end is `checkout` (every pod of the namespace), `checkout/frontend` (its pods with this
 * `app.kubernetes.io/name`), `checkout/tier=web` (its pods with these labels), `checkout/*` (its pods that no
 * policy names), a range of addresses, `any pod` (of any namespace) or `anyone` (any pod and any address).
 * Where one end is `any pod` or `anyone`, the row says what the other end alone lets through: pods with a row to
 * `any pod` reach pods with a row from it on the same port.
 */
export interface Connection {
  readonly from: string;
  readonly to: string;
  /** `TCP`, `UDP`, `SCTP` or `any`. */
  readonly protocol: string;
  /** 8443, `8000-8999`, a container port's name, or `any`. */
  readonly port: number | string;
}

export interface ControlStatus {
  readonly framework: string;
  readonly id: string;
  /** `undecided`: a value that matters is known to `pulumi up` only. */
  readonly status: "pass" | "fail" | "undecided";
  readonly evidence: readonly string[];
}

export interface AccessRight {
  /** `Group oidc:shop-dev`, `User …`, `ServiceAccount ns/name` or an IAM principal's ARN. */
  readonly subject: string;
  /** `*` for the whole cluster. */
  readonly namespace: string;
  readonly verbs: readonly string[];
  /** As kubectl writes them: `deployments.apps`, `pods/exec`, `secrets/name`. */
  readonly resources: readonly string[];
}

export interface PlannedWaiver {
  readonly control: string;
  readonly reason: string;
  readonly owner: string;
  /** The last day on which it counts, `YYYY-MM-DD` (UTC). */
  readonly expires: string;
  /** The component that asks for it. */
  readonly urn: string;
}
