import type { Severity } from "@pulumi/policy";
import type { Controls } from "../../controls/ids.ts";
import type { Finding } from "./finding.ts";
import type { Properties } from "./value.ts";

/** The data of a resource that a rule can read, in any Pulumi program. */
interface Subject {
  readonly urn: string;
  /** The kind without the API version: see `kindOf` in `protocol/kind.ts`. */
  readonly kind: string;
  /** Its inputs after all transforms. */
  readonly inputs: Properties;
}

/** A resource with its place in the stack. */
export interface StackSubject extends Subject {
  /** URN of its provider, which identifies the cluster. Empty if the engine sent none. */
  readonly provider: string;
  /** The namespace of an object that names none: the provider's, else `default`. */
  readonly defaultNamespace: string;
  /** URNs of the resources that the property's value comes from. */
  readonly sources: (property: string) => readonly string[];
}

/** A finding of a stack rule, with the URN of its resource. */
export interface StackFinding extends Finding {
  readonly urn: string;
}

interface RuleBase {
  /** The rule's name in the engine, and its file's name. */
  readonly id: string;
  /** One sentence that is true for every program that follows the rule. */
  readonly description: string;
  /** What the rule protects, and against which attack. */
  readonly guards: string;
  readonly severity: Severity;
  /**
   * What a violation means: `mandatory` stops a preview, `advisory` doesn't.
   *
   * @default "mandatory"
   */
  readonly level?: "mandatory" | "advisory";
  /** The requirements and controls that require most or all of what the rule checks. */
  readonly controls: Controls;
  /** How to fix a violation. */
  readonly remediation: string;
  /** The kinds that the rule judges. It isn't called for other kinds. */
  readonly kinds: readonly string[];
}

/** A rule that judges one resource at a time. */
export interface ResourceRule extends RuleBase {
  readonly check: (subject: Subject) => readonly Finding[];
}

/** A rule that needs all resources of its kinds in the stack together. */
export interface StackRule extends RuleBase {
  readonly checkStack: (subjects: readonly StackSubject[]) => readonly StackFinding[];
}

/**
 * A rule of the pack. A violation stops a preview, unless the rule is advisory. If a value isn't known yet, the finding is
 * undecidable, which is advisory at preview. The update knows the value and decides.
 */
export type Rule = ResourceRule | StackRule;
