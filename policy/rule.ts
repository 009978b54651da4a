import type { Severity } from "@pulumi/policy";
import type { Controls } from "../controls/ids.ts";
import type { Finding } from "./lib/finding.ts";
import type { Properties } from "./lib/value.ts";

/** A resource as a rule sees it, of anyone's program. */
interface Subject {
  readonly urn: string;
  /** What it is, whatever its API version: see `kindOf` in `protocol/kind.ts`. */
  readonly kind: string;
  /** Its inputs after all transforms. */
  readonly inputs: Properties;
}

/** A resource with its place in the stack. */
export interface StackSubject extends Subject {
  /** URN of its provider: which cluster it is for. Empty where the engine didn't say. */
  readonly provider: string;
  /** The namespace for objects that name none: the provider's, else `default`. */
  readonly defaultNamespace: string;
  /** URNs of the resources that the property's value comes from. */
  readonly sources: (property: string) => readonly string[];
}

/** A finding of a stack rule, with the resource that it is about. */
export interface StackFinding extends Finding {
  readonly urn: string;
}

interface RuleBase {
  /** The rule's name in the engine, and its file's name. */
  readonly id: string;
  /** What holds when the rule is kept, as one sentence. */
  readonly description: string;
  /** What it guards against. */
  readonly guards: string;
  readonly severity: Severity;
  /**
   * What a violation means: `mandatory` stops a preview, `advisory` doesn't.
   *
   * @default "mandatory"
   */
  readonly level?: "mandatory" | "advisory";
  /** The requirements and controls that ask for what it checks, or for the greater part of it. */
  readonly controls: Controls;
  /** How to mend a violation. */
  readonly remediation: string;
  /** The kinds that it looks at; all others pass unseen. */
  readonly kinds: readonly string[];
}

/** A rule that judges one resource at a time. */
export interface ResourceRule extends RuleBase {
  readonly check: (subject: Subject) => readonly Finding[];
}

/** A rule that needs all resources of its kinds in the stack at once. */
export interface StackRule extends RuleBase {
  readonly checkStack: (subjects: readonly StackSubject[]) => readonly StackFinding[];
}

/**
 * A rule of the pack. A violation stops a preview, unless the rule is advisory. A value that isn't known yet is
 * reported as undecidable, which is advisory at preview; the update, where it is known, decides.
 */
export type Rule = ResourceRule | StackRule;
