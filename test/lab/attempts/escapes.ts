import type { Actor, Attempt } from "../support/attempt.ts";
import { create, kindNames, kinds, templateKinds, type WorkloadKind } from "../support/kinds.ts";
import { tenants, unchanged } from "../support/workloads.ts";
import { commonEscapes } from "./escapes/common.ts";
import type { Escape } from "./escapes/escape.ts";
import { hostEscapes } from "./escapes/host.ts";
import { oneContainerEscapes } from "./escapes/one-container.ts";
import { privilegeEscapes } from "./escapes/privileges.ts";

const tryIn = (
  kind: WorkloadKind,
  as: Actor,
  { that, breaks, inPods, inTemplates, ...rest }: Escape,
): Attempt => ({
  name: `runs ${article(kind)} that ${that}`,
  as,
  does: create(kind, "storefront", breaks),
  expect: "refused",
  by: kind === "Pod" ? (inPods ?? "pod-security") : (inTemplates ?? "casemate-templates"),
  ...rest,
});

/** Who has the right to the kind, so that admission and not RBAC has to refuse. */
const holderOf = (kind: WorkloadKind): Actor =>
  kinds[kind].ofDevelopers ? "developer of storefront" : "gitops";

/** Ways out of a container, in every kind that runs pods. */
export const escapes: readonly Attempt[] = [
  ...kindNames.flatMap((kind) => commonEscapes.map((way) => tryIn(kind, holderOf(kind), way))),
  ...[...hostEscapes, ...privilegeEscapes, ...oneContainerEscapes].map((way) =>
    tryIn("Pod", "developer of storefront", way),
  ),
  // Each namespace has a Pod Security label of its own.
  ...tenants
    .filter((tenant) => tenant !== "storefront")
    .map(
      (tenant): Attempt => ({
        name: "runs a Pod on the node's network",
        as: `developer of ${tenant}`,
        does: create("Pod", tenant, (spec) => {
          spec.hostNetwork = true;
        }),
        expect: "refused",
        by: "pod-security",
        why: "The node's network is past all policies, and next to its metadata service.",
        serves: ["A5", "C2", "NSA-POD-08", "4.2.4", "baseline/hostNamespaces"],
      }),
    ),
  // In templates the policy stands alone: each of its rules once, in the kind that is used most.
  ...[...hostEscapes, ...privilegeEscapes, ...oneContainerEscapes].map((way) =>
    tryIn("Deployment", "developer of storefront", way),
  ),
  // A role that lacks the kind refuses it whatever is in it.
  ...templateKinds
    .filter((kind) => !kinds[kind].ofDevelopers)
    .map(
      (kind): Attempt => ({
        name: `runs ${article(kind)}, compliant`,
        as: "developer of storefront",
        does: create(kind, "storefront", unchanged),
        expect: "refused",
        by: "rbac",
        why: "Kinds that a team doesn't need are a way around what is watched in those it does.",
        serves: ["B7", "C1", "NSA-AUTH-03"],
      }),
    ),
];

function article(kind: WorkloadKind): string {
  return kind.startsWith("A") ? `an ${kind}` : `a ${kind}`;
}
