import type { Controls } from "../../../controls/ids.ts";

/**
 * A ValidatingAdmissionPolicy as plain data, with its purpose. Its binding has the same name, and denies.
 *
 * Pure data: `components/admission/admission-policies.ts` creates the objects.
 */
export interface AdmissionPolicy {
  /** The name of the policy and of its binding, for example `casemate-images`. */
  readonly name: string;
  /** What it refuses, in one sentence, for the reference. */
  readonly summary: string;
  /** The requirements and controls it serves. */
  readonly controls: Controls;
  /**
   * The namespaces without a class that it judges, of those that its selector leaves. It judges all tenants' namespaces.
   *
   * - `unmarked`: those that are neither exempt nor the platform's;
   * - `platform`: also those for platform software;
   * - `all`: also the exempt ones. Only Kubernetes' and AWS's own are left out.
   *
   * @default "unmarked"
   */
  readonly outside?: "unmarked" | "platform" | "all";
  /** The object's spec. A function if it depends on the registries, which may be known only during the update. */
  readonly spec: PolicySpec | ((registries: readonly string[]) => PolicySpec);
}

/** The spec of a policy that allows images of these registries. */
export function specOf({ spec }: AdmissionPolicy, registries: readonly string[]): PolicySpec {
  return typeof spec === "function" ? spec(registries) : spec;
}

/** The part of `ValidatingAdmissionPolicySpec` (admissionregistration.k8s.io/v1) that Casemate uses. */
export interface PolicySpec {
  /** If a policy can't be evaluated, the API server refuses the request. */
  readonly failurePolicy: "Fail";
  readonly matchConstraints: {
    readonly namespaceSelector?: { readonly matchExpressions: readonly NamespaceRequirement[] };
    readonly resourceRules: readonly ResourceRule[];
    /** Exceptions from `resourceRules`. */
    readonly excludeResourceRules?: readonly ResourceRule[];
  };
  /** The policy checks a request only if all of these are true. */
  readonly matchConditions?: readonly { readonly name: string; readonly expression: string }[];
  readonly variables?: readonly { readonly name: string; readonly expression: string }[];
  readonly validations: readonly Validation[];
  /** Values for the audit log of each checked request, in addition to the message. Empty values are left out. */
  readonly auditAnnotations?: readonly { readonly key: string; readonly valueExpression: string }[];
}

/** A condition or a variable of a policy. */
export type NamedExpression = NonNullable<PolicySpec["variables"]>[number];

/** A requirement on a namespace's labels. All requirements must hold. */
export type NamespaceRequirement =
  | { readonly key: string; readonly operator: "In" | "NotIn"; readonly values: readonly string[] }
  | { readonly key: string; readonly operator: "Exists" | "DoesNotExist" };

export interface ResourceRule {
  readonly apiGroups: readonly string[];
  readonly apiVersions: readonly string[];
  readonly operations: readonly ("CREATE" | "UPDATE" | "DELETE" | "CONNECT")[];
  /** For example `pods`, or `pods/ephemeralcontainers`. */
  readonly resources: readonly string[];
  /** @default - namespaced and cluster-scoped objects */
  readonly scope?: "Namespaced";
}

/** An expression that must be true, and a message with the problem and the fix. */
export interface Validation {
  readonly expression: string;
  readonly message: string;
  /**
   * CEL for a message that contains the refused value. Values can be long or contain line breaks. The API server then
   * drops the result and uses `message`.
   */
  readonly messageExpression?: string;
  readonly reason?: "Forbidden" | "Invalid";
}
