import { cis, nsa, pss, requirement } from "../../../../controls/ids.ts";
import type { Attempt } from "../../support/attempt.ts";
import { podTable } from "../../support/tables.ts";

/** One escape in each tenant, because each namespace has its own Pod Security label. */
export const attempts: readonly Attempt[] = podTable(
  {
    kinds: ["Pod"],
    variant: "on the node's network",
    change: (spec) => {
      spec.hostNetwork = true;
    },
    expect: "refused",
    by: "pod-security",
    why: "No NetworkPolicy applies to the node's network, and its metadata service answers.",
    serves: [
      ...requirement("A5", "C2"),
      ...cis("4.2.4"),
      ...nsa("NSA-POD-08"),
      ...pss("baseline/hostNamespaces"),
    ],
  },
  [{ tenant: "cart" }, { tenant: "catalog" }, { tenant: "checkout" }, { tenant: "payments" }],
);
