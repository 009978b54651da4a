import { type Controls, nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt, Tenant } from "../support/attempt.ts";
import { volumeClaim } from "../support/objects.ts";
import { make, makeForReal, pathOf } from "../support/requests.ts";

const claims = (tenant: Tenant) => pathOf("v1", "persistentvolumeclaims", tenant);

const serves: Controls = [...requirement("B5", "D4"), ...nsa("NSA-NET-05", "NSA-NET-06")];

/** Persistent volumes: `cart` has none, `checkout` 20 GiB. */
export const attempts: readonly Attempt[] = [
  {
    name: "claims a persistent volume in a namespace that has none",
    as: "developer of cart",
    does: make(claims("cart"), volumeClaim("1Gi")),
    expect: "refused",
    by: "quota",
    why: "Storage costs money, and no backup includes its data.",
    serves,
  },
  {
    name: "claims a volume larger than the namespace's storage",
    as: "developer of checkout",
    does: make(claims("checkout"), volumeClaim("2Ti")),
    expect: "refused",
    by: "limit-range",
    why: "Storage costs.",
    serves,
  },
  {
    name: "claims a volume larger than the namespace's storage of a class that doesn't exist",
    as: "developer of checkout",
    does: make(claims("checkout"), volumeClaim("2Ti", { storageClassName: "free" })),
    expect: "refused",
    by: "limit-range",
    why: "The quota counts storage of every class.",
    serves,
  },
  {
    name: "adds a more generous LimitRange, and requests more",
    as: "delegate of checkout",
    given: [
      {
        as: "delegate of checkout",
        ...makeForReal(pathOf("v1", "limitranges", "checkout"), {
          apiVersion: "v1",
          kind: "LimitRange",
          metadata: { name: "generous" },
          spec: {
            limits: [{ type: "PersistentVolumeClaim", min: { storage: "1Mi" }, max: { storage: "9Ti" } }],
          },
        }),
      },
      // Waits until the new LimitRange is in force: only this one has a minimum.
      {
        as: "delegate of checkout",
        ...make(claims("checkout"), volumeClaim("1Ki")),
        until: /minimum storage usage/,
      },
    ],
    does: make(claims("checkout"), volumeClaim("2Ti")),
    expect: "refused",
    by: "limit-range",
    why: "Every LimitRange applies, so an additional one can only be tighter.",
    serves,
  },
  {
    name: "claims a volume within its storage",
    as: "developer of checkout",
    does: make(claims("checkout"), volumeClaim("1Gi")),
    expect: "admitted",
    why: "A tenant may use its whole quota.",
    serves,
  },
];
