import { classLabel } from "../contract/classes.ts";
import type { ExemptNamespace } from "../contract/exempt-namespaces.ts";
import { platformLabel } from "../contract/platform-marks.ts";
import type { AdmissionPolicy, NamespaceRequirement, PolicySpec } from "./cel/admission-policy.ts";

/** One of the bindings that put a policy in force. A request is judged if one of them selects its namespace. */
export interface PolicyBinding {
  /** What is added to the policy's name. */
  readonly suffix: "" | "-tenants";
  /** The namespaces, of those that the policy selects. @default - all of them */
  readonly namespaceSelector?: { readonly matchExpressions: readonly NamespaceRequirement[] };
}

/**
 * The bindings of a policy. A selector of labels can't say "or", so there are two. One is for namespaces with a class:
 * they are tenants', and never exempt. The other is for namespaces without a class, some of which are exempt.
 *
 * A policy that selects one kind of namespaces itself, or none, has one binding.
 */
export function bindingsOf(
  { outside = "unmarked" }: Pick<AdmissionPolicy, "outside">,
  { matchConstraints: { namespaceSelector } }: Pick<PolicySpec, "matchConstraints">,
  exempt: readonly ExemptNamespace[],
): readonly PolicyBinding[] {
  const selectsItself =
    namespaceSelector?.matchExpressions.some(({ operator }) => operator !== "NotIn") ?? true;
  if (selectsItself || outside === "all") {
    return [{ suffix: "" }];
  }
  return [
    {
      suffix: "-tenants",
      namespaceSelector: { matchExpressions: [{ key: classLabel, operator: "Exists" }] },
    },
    {
      suffix: "",
      namespaceSelector: {
        matchExpressions: [
          { key: classLabel, operator: "DoesNotExist" },
          ...(outside === "platform" ? [] : [{ key: platformLabel, operator: "DoesNotExist" } as const]),
          ...(exempt.length === 0
            ? []
            : [
                {
                  key: "kubernetes.io/metadata.name",
                  operator: "NotIn",
                  values: exempt.map(({ name }) => name),
                } as const,
              ]),
        ],
      },
    },
  ];
}
