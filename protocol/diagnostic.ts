import type { PolicyInfo } from "./policy-info.ts";

/** A property of a resource that a rule doesn't accept. */
export interface Finding {
  /** The path of the property in the resource's inputs, for example `vpcConfig.endpointPublicAccess`. */
  readonly path: string;
  /** The value of the property, in words. */
  readonly received: string;
  /** The accepted values, in words. */
  readonly allowed: string;
  /** Whether the value isn't known until the update, so that the rule can't decide yet. @default false */
  readonly undecidable?: boolean;
}

/** A message of a policy about a resource. It has the finding's fields if the pack sends them. */
export interface Diagnostic extends Partial<Finding> {
  readonly policy: string;
  /** An undecidable finding is advisory at preview. The update decides. */
  readonly enforcement: "advisory" | "mandatory";
  /** `low`, `medium`, `high` or `critical`. Empty if the policy has no severity. */
  readonly severity: string;
  /** The resource's URN. Empty if the message is about the whole stack. */
  readonly urn: string;
  /** The text for users. */
  readonly message: string;
}

/** All policies and diagnostics of a pack for a stack. */
export interface Verdict {
  readonly policies: readonly PolicyInfo[];
  readonly diagnostics: readonly Diagnostic[];
}
