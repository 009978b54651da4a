import { kindOf } from "../protocol/kind.ts";
import type { JudgedResource } from "../protocol/policy-pack.ts";
import type { StackSubject } from "./lib/rule.ts";
import { at } from "./lib/value.ts";

/** The data that rules get of a resource, the same over the protocol and in the plan's process. */
export function subjectOf({
  urn,
  type,
  inputs,
  provider,
  propertyDependencies,
}: JudgedResource): StackSubject {
  const namespace = at(provider?.inputs, "namespace");
  return {
    urn,
    kind: kindOf(type),
    inputs,
    provider: provider?.urn ?? "",
    defaultNamespace: typeof namespace === "string" ? namespace : "default",
    sources: (property) => propertyDependencies[property] ?? [],
  };
}
