import type { Diagnostic } from "./diagnostic.ts";
import type { PolicyInfo } from "./policy-info.ts";
import type { Properties } from "./property-value.ts";

/** A resource with all data that a rule can read. */
export interface JudgedResource {
  readonly urn: string;
  readonly type: string;
  /** The inputs after all transforms. */
  readonly inputs: Properties;
  /** Absent for the default provider, because only the engine knows its URN. */
  readonly provider?: { readonly urn: string; readonly inputs: Properties };
  /** URNs of the resources that a property's value comes from, by property. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

/** A policy pack in the process of its caller, without the analyzer protocol. */
export interface PolicyPack {
  readonly policies: readonly PolicyInfo[];
  /**
   * Judges a whole stack. The resources are in the order of their registration.
   *
   * @throws if a rule throws, because a verdict without one of the rules would look like a pass
   */
  judge(stack: Iterable<JudgedResource>): Diagnostic[];
}

/** A module that loads a {@link PolicyPack}. */
export interface PolicyPackModule {
  loadPack(): Promise<PolicyPack>;
}

/** The name, without its extension, of that module in a pack's folder. */
export const policyPackModule = "local-pack";
