import { nsa, requirement } from "../../../../controls/ids.ts";
import type { Attempt } from "../../support/attempt.ts";
import { create, kinds, templateKinds } from "../../support/kinds.ts";
import { table } from "../../support/tables.ts";

/** Kinds that a developer's role lacks: RBAC refuses even compliant objects. */
export const attempts: readonly Attempt[] = table(
  {
    as: "developer of storefront",
    expect: "refused",
    by: "rbac",
    why: "A kind that a team doesn't need is an unmonitored way to run pods.",
    serves: [...requirement("B7", "C1"), ...nsa("NSA-AUTH-03")],
  },
  templateKinds
    .filter((kind) => !kinds[kind].ofDevelopers)
    .map((kind) => ({ name: `runs a ${kind}, compliant`, does: create(kind, "storefront") })),
);
