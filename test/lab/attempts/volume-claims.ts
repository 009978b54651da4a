import { type Controls, mitre, nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt, Preparation } from "../support/attempt.ts";
import { managedByPlatform, volumeClaim } from "../support/objects.ts";
import { make, makeForReal, mergePatch, pathOf, replace } from "../support/requests.ts";
import { scheduler, volumeBinder } from "../support/system-actors.ts";

const claims = pathOf("v1", "persistentvolumeclaims", "checkout");
const ofPayments = pathOf("v1", "persistentvolumeclaims", "payments");
const claim = (spec: object) => make(claims, volumeClaim("1Gi", spec));

/** A claim without a volume: it waits for its first pod. */
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
const given = (name: string, collection = claims, labels = {}): readonly Preparation[] => [
  { as: "platform", ...makeForReal(collection, waiting(name, labels)) },
];
const named = { spec: { volumeName: "payments-ledger" } };

const serves: Controls = [...requirement("B5", "D4"), ...nsa("NSA-NET-05", "NSA-NET-06")];

/** Claims to existing volumes of other tenants or of the platform. */
export const attempts: readonly Attempt[] = [
  {
    name: "takes a volume by its name, whosever it was",
    as: "developer of checkout",
    does: claim({ storageClassName: "", volumeName: "payments-ledger" }),
    expect: "refused",
    by: "casemate-volume-claims",
    why: "A volume that lies unclaimed holds what its last tenant wrote.",
    serves,
  },
  {
    name: "takes a volume by its labels, whosever it was",
    as: "developer of checkout",
    does: claim({ storageClassName: "", selector: { matchLabels: { of: "payments" } } }),
    expect: "refused",
    by: "casemate-volume-claims",
    why: "A volume that lies unclaimed holds what its last tenant wrote.",
    serves,
  },
  ...(["developer of checkout", "delegate of checkout"] as const).map(
    (as): Attempt => ({
      name: "has its claim that waits take a volume by its name",
      as,
      given: given(`named-by-${as.split(" ")[0]}`),
      does: mergePatch(`${claims}/named-by-${as.split(" ")[0]}`, named),
      expect: "refused",
      by: "casemate-volume-claims",
      why: "A claim of a class that waits for the first pod can be given a name all that time.",
      serves,
    }),
  ),
  {
    name: "labels its claim that waits",
    as: "developer of checkout",
    given: given("labelled"),
    does: mergePatch(`${claims}/labelled`, { metadata: { labels: { of: "checkout" } } }),
    expect: "admitted",
    why: "A claim's labels are its owner's.",
    serves: [...requirement("B5")],
  },
  {
    name: "writes the volume that it found into a claim",
    as: volumeBinder,
    given: given("found"),
    does: replace(`${claims}/found`, waiting("found", {}, { volumeName: "reserved" })),
    expect: "admitted",
    why: "So a claim gets the volume that was made, or reserved, for it.",
    serves: [...requirement("B5")],
  },
  {
    name: "gives a claim a volume by its name",
    as: "platform",
    does: claim({ storageClassName: "", volumeName: "checkout-ledger" }),
    expect: "admitted",
    why: "The platform may restore a volume.",
    serves: [...requirement("B5")],
  },
  {
    name: "writes the volume that it found into a claim with the platform's mark",
    as: volumeBinder,
    given: given("found-marked", ofPayments, managedByPlatform),
    does: replace(
      `${ofPayments}/found-marked`,
      waiting("found-marked", managedByPlatform, { volumeName: "reserved" }),
    ),
    expect: "admitted",
    why: "The platform's own claims are bound as any.",
    serves: [...requirement("B5")],
  },
  {
    name: "chooses a node for a claim with the platform's mark",
    as: scheduler,
    given: given("placed", ofPayments, managedByPlatform),
    does: mergePatch(`${ofPayments}/placed`, {
      metadata: { annotations: { "volume.kubernetes.io/selected-node": "node" } },
    }),
    expect: "admitted",
    why: "A volume is made where the pod will be.",
    serves: [...requirement("B5")],
  },
  {
    name: "takes the platform's mark off a claim",
    as: volumeBinder,
    given: given("unmarked", ofPayments, managedByPlatform),
    does: replace(`${ofPayments}/unmarked`, waiting("unmarked")),
    expect: "refused",
    by: "casemate-marked",
    why: "A controller does its own work on what is the platform's, and no more.",
    serves: [...requirement("E2"), ...mitre("T1562.001")],
  },
  {
    name: "labels a claim of the platform's",
    as: "developer of payments",
    given: given("others", ofPayments, managedByPlatform),
    does: mergePatch(`${ofPayments}/others`, { metadata: { labels: { mine: "too" } } }),
    expect: "refused",
    by: "casemate-marked",
    why: "What bears the mark is the platform's.",
    serves: [...requirement("E2"), ...mitre("T1562.001")],
  },
];
