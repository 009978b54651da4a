import type { Diagnostic } from "./diagnostic.ts";
import type { PolicyInfo } from "./policy-info.ts";
import type { Properties } from "./property-value.ts";

/** A resource with all that a rule may look at. */
export interface JudgedResource {
  readonly urn: string;
  readonly type: string;
  /** After all transforms. */
  readonly inputs: Properties;
  /** Absent for the default provider, whose URN only the engine knows. */
  readonly provider?: { readonly urn: string; readonly inputs: Properties };
  /** URNs of the resources that a property's value comes from, by property. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

/** A policy pack in the process that asks it, without the analyzer protocol between them. */
export interface PolicyPack {
  readonly policies: readonly PolicyInfo[];
  /**
   * Judges a whole stack. The resources come in the order in which they register.
   *
   * @throws if a rule breaks: a verdict without one of its rules would look like a pass.
   */
  judge(stack: Iterable<JudgedResource>): Diagnostic[];
}

/** A module that gives a {@link PolicyPack}. */
export interface PolicyPackModule {
  loadPack(): Promise<PolicyPack>;
}

/** The name, without its extension, of that module in a pack's folder. */
export const policyPackModule = "local-pack";
