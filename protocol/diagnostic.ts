import type { PolicyInfo } from "./policy-info.ts";

/** What a rule finds wrong with a resource. */
export interface Finding {
  /** The property, from the resource's inputs: `vpcConfig.endpointPublicAccess`. */
  readonly path: string;
  /** What was received there. */
  readonly received: string;
  /** What would have been accepted. */
  readonly allowed: string;
  /** The value isn't known until the update, so the rule can't decide before. @default false */
  readonly undecidable?: boolean;
}

/** A message of a policy about a resource. It has the finding's fields if the pack gives them. */
export interface Diagnostic extends Partial<Finding> {
  readonly policy: string;
  /** An undecidable finding is advisory at preview; the update decides. */
  readonly enforcement: "advisory" | "mandatory";
  /** `low`, `medium`, `high` or `critical`; empty if the policy names none. */
  readonly severity: string;
  /** The resource; empty if it is about the whole stack. */
  readonly urn: string;
  /** What people read. */
  readonly message: string;
}

/** All that a pack has to say of a stack. */
export interface Verdict {
  readonly policies: readonly PolicyInfo[];
  readonly diagnostics: readonly Diagnostic[];
}
