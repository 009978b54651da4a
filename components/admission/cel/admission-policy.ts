import type { Controls } from "../../../controls/ids.ts";

/**
 * A ValidatingAdmissionPolicy as plain data, with what it is for. Its binding has the same name, and denies.
 *
 * Pure: `components/admission/admission-policies.ts` makes the objects.
 */
export interface AdmissionPolicy {
  /** Of the policy and of its binding, as `casemate-images`. */
  readonly name: string;
  /** What it refuses, in one sentence, for the reference. */
  readonly summary: string;
  /** The requirements and controls it serves. */
  readonly controls: Controls;
  /** What the API server gets. A function of the registries where it depends on these, which may be known late. */
  readonly spec: PolicySpec | ((registries: readonly string[]) => PolicySpec);
}

/** The spec of a policy, where images may come from these registries. */
export function specOf({ spec }: AdmissionPolicy, registries: readonly string[]): PolicySpec {
  return typeof spec === "function" ? spec(registries) : spec;
}

/** The part of `ValidatingAdmissionPolicySpec` (admissionregistration.k8s.io/v1) that Casemate uses. */
export interface PolicySpec {
  /** A policy that breaks refuses. */
  readonly failurePolicy: "Fail";
  readonly matchConstraints: {
    readonly namespaceSelector?: { readonly matchExpressions: readonly NamespaceRequirement[] };
    readonly resourceRules: readonly ResourceRule[];
    /** Taken out of `resourceRules`. */
    readonly excludeResourceRules?: readonly ResourceRule[];
  };
  /** All must hold for the policy to judge a request. */
  readonly matchConditions?: readonly { readonly name: string; readonly expression: string }[];
  readonly variables?: readonly { readonly name: string; readonly expression: string }[];
  readonly validations: readonly Validation[];
  /** What the audit log says of each request that is judged, beside the message of a refusal; nothing if empty. */
  readonly auditAnnotations?: readonly { readonly key: string; readonly valueExpression: string }[];
}

/** A condition or a variable of a policy. */
export type NamedExpression = NonNullable<PolicySpec["variables"]>[number];

/** What a namespace's labels must be like; all must hold. */
export type NamespaceRequirement =
  | { readonly key: string; readonly operator: "In" | "NotIn"; readonly values: readonly string[] }
  | { readonly key: string; readonly operator: "Exists" };

export interface ResourceRule {
  readonly apiGroups: readonly string[];
  readonly apiVersions: readonly string[];
  readonly operations: readonly ("CREATE" | "UPDATE" | "DELETE" | "CONNECT")[];
  /** As `pods`, or `pods/ephemeralcontainers`. */
  readonly resources: readonly string[];
  /** @default - what belongs to a namespace, and what belongs to none */
  readonly scope?: "Namespaced";
}

/** One thing that must hold, and a message: what is wrong, and what to do about it. */
export interface Validation {
  readonly expression: string;
  readonly message: string;
  /**
   * CEL that yields the message, with the offending value in it. Has a `message` beside it where the value may be
   * long or hold line breaks: the API server drops such messages.
   */
  readonly messageExpression?: string;
  readonly reason?: "Forbidden" | "Invalid";
}
