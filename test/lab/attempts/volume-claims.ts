import { type Controls, mitre, nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt, Preparation } from "../support/attempt.ts";
import { managedByPlatform, volumeClaim } from "../support/objects.ts";
import { make, makeForReal, mergePatch, pathOf, replace } from "../support/requests.ts";
import { scheduler, volumeBinder } from "../support/system-actors.ts";

const claims = pathOf("v1", "persistentvolumeclaims", "checkout");
const ofPayments = pathOf("v1", "persistentvolumeclaims", "payments");
const claim = (spec: object) => make(claims, volumeClaim("1Gi", spec));

/** A claim without a volume, which waits for its first pod. */
const waiting = (name: string, labels = {}, spec = {}) => ({
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  metadata: { name, labels },
  spec: {
    accessModes: ["ReadWriteOnce"],
    resources: { requests: { storage: "1Gi" } },
    storageClassName: "unhurried",
    volumeMode: "Filesystem",
    ...spec,
  },
});
const existingClaim = (name: string, collection = claims, labels = {}): readonly Preparation[] => [
  { as: "platform", ...makeForReal(collection, waiting(name, labels)) },
];
const named = { spec: { volumeName: "payments-ledger" } };

const serves: Controls = [...requirement("B5", "D4"), ...nsa("NSA-NET-05", "NSA-NET-06")];

/** Claims to existing volumes of other tenants or of the platform. */
export const attempts: readonly Attempt[] = [
  {
    name: "claims an existing volume by its name",
    as: "developer of checkout",
    does: claim({ storageClassName: "", volumeName: "payments-ledger" }),
    expect: "refused",
    by: "casemate-volume-claims",
    why: "A released volume contains its last tenant's data.",
    serves,
  },
  {
    name: "claims an existing volume by its labels",
    as: "developer of checkout",
    does: claim({ storageClassName: "", selector: { matchLabels: { of: "payments" } } }),
    expect: "refused",
    by: "casemate-volume-claims",
    why: "A released volume contains its last tenant's data.",
    serves,
  },
  ...(["developer of checkout", "delegate of checkout"] as const).map(
    (as): Attempt => ({
      name: "sets an existing volume's name on its waiting claim",
      as,
      given: existingClaim(`named-by-${as.split(" ")[0]}`),
      does: mergePatch(`${claims}/named-by-${as.split(" ")[0]}`, named),
      expect: "refused",
      by: "casemate-volume-claims",
      why: "While a claim waits for its first pod, an update can set a volume's name.",
      serves,
    }),
  ),
  {
    name: "labels its waiting claim",
    as: "developer of checkout",
    given: existingClaim("labelled"),
    does: mergePatch(`${claims}/labelled`, { metadata: { labels: { of: "checkout" } } }),
    expect: "admitted",
    why: "A tenant may label its own claims.",
    serves: [...requirement("B5")],
  },
  {
    name: "writes a matching volume into a claim",
    as: volumeBinder,
    given: existingClaim("found"),
    does: replace(`${claims}/found`, waiting("found", {}, { volumeName: "reserved" })),
    expect: "admitted",
    why: "The controller binds a claim to the volume that was created or reserved for it.",
    serves: [...requirement("B5")],
  },
  {
    name: "sets a volume's name on a claim",
    as: "platform",
    does: claim({ storageClassName: "", volumeName: "checkout-ledger" }),
    expect: "admitted",
    why: "The platform may restore a volume.",
    serves: [...requirement("B5")],
  },
  {
    name: "writes a matching volume into a claim with the platform's mark",
    as: volumeBinder,
    given: existingClaim("found-marked", ofPayments, managedByPlatform),
    does: replace(
      `${ofPayments}/found-marked`,
      waiting("found-marked", managedByPlatform, { volumeName: "reserved" }),
    ),
    expect: "admitted",
    why: "The controller must also bind the platform's own claims.",
    serves: [...requirement("B5")],
  },
  {
    name: "chooses a node for a claim with the platform's mark",
    as: scheduler,
    given: existingClaim("placed", ofPayments, managedByPlatform),
    does: mergePatch(`${ofPayments}/placed`, {
      metadata: { annotations: { "volume.kubernetes.io/selected-node": "node" } },
    }),
    expect: "admitted",
    why: "The scheduler chooses the node on which the volume is created.",
    serves: [...requirement("B5")],
  },
  {
    name: "removes the platform's mark from a claim",
    as: volumeBinder,
    given: existingClaim("unmarked", ofPayments, managedByPlatform),
    does: replace(`${ofPayments}/unmarked`, waiting("unmarked")),
    expect: "refused",
    by: "casemate-marked",
    why: "A controller may only do its own work on the platform's objects.",
    serves: [...requirement("E2"), ...mitre("T1562.001")],
  },
  {
    name: "labels a claim of the platform",
    as: "developer of payments",
    given: existingClaim("others", ofPayments, managedByPlatform),
    does: mergePatch(`${ofPayments}/others`, { metadata: { labels: { mine: "too" } } }),
    expect: "refused",
    by: "casemate-marked",
    why: "Only the platform may change objects with its mark.",
    serves: [...requirement("E2"), ...mitre("T1562.001")],
  },
];
