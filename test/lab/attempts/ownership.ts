import { managedBy, managedByLabel } from "../../../components/contract/classes.ts";
import type { Attempt, Request } from "../support/attempt.ts";
import { admitted, type Case, refusedBy } from "../support/cases.ts";
import { byMark, byRole, serves } from "../support/guaranteed.ts";
import {
  forceApply,
  make,
  makeForReal,
  mergePatch,
  pathOf,
  remove,
  replace,
  strategicPatch,
} from "../support/requests.ts";
import { target } from "../support/targets.ts";

/** Taking the platform's objects over: their mark, their fields, their owners and finalizers. */

const limits = pathOf("v1", "limitranges", "checkout", "limits");
const quotaStatus = pathOf("v1", "resourcequotas", "checkout", "quota/status");
const mark = { [managedByLabel]: managedBy };
const limitRange = (labels: object, ...items: readonly object[]) => ({
  apiVersion: "v1",
  kind: "LimitRange",
  metadata: { name: "limits", labels },
  ...(items.length > 0 && { spec: { limits: items } }),
});
const configMap = (labels = {}) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "mine", labels },
});
/** An owner that doesn't exist: the garbage collector deletes what only such own. */
const goneOwner = {
  apiVersion: "v1",
  kind: "ConfigMap",
  name: "gone",
  uid: "00000000-0000-4000-8000-000000000000",
};

const ofOwnership: readonly (readonly [what: string, does: Request])[] = [
  ["takes the mark off the limits", mergePatch(limits, { metadata: { labels: { [managedByLabel]: null } } })],
  ["gives the limits another mark", mergePatch(limits, { metadata: { labels: { [managedByLabel]: "me" } } })],
  [
    "lifts the limits by a strategic merge patch",
    strategicPatch(limits, { spec: { limits: [{ type: "Pod", max: { cpu: "1k" } }] } }),
  ],
  ["lifts the limits by an update", replace(limits, limitRange(mark, { type: "Pod", max: { cpu: "1k" } }))],
  [
    "lifts the limits by server-side apply that takes the fields over",
    forceApply(limits, limitRange({}, { type: "Pod", max: { cpu: "1k" } })),
  ],
  [
    "takes the fields of the limits over by server-side apply without changing one",
    forceApply(limits, limitRange({ ...mark, mine: "too" })),
  ],
  [
    "hands the limits to an owner that is gone, for the garbage collector to delete",
    mergePatch(limits, { metadata: { ownerReferences: [goneOwner] } }),
  ],
  [
    "hands the quota to an owner that is gone, through its status",
    mergePatch(quotaStatus, { metadata: { ownerReferences: [goneOwner] } }),
  ],
  [
    "takes the mark off the quota through its status",
    mergePatch(quotaStatus, { metadata: { labels: { [managedByLabel]: null } } }),
  ],
  [
    "keeps the limits from being deleted by a finalizer of its own",
    mergePatch(limits, { metadata: { finalizers: ["attempt.example/keep"] } }),
  ],
  [
    "annotates the limits for a tool that would change them",
    mergePatch(limits, { metadata: { annotations: { "tool.example/prune": "true" } } }),
  ],
  ["deletes all limits at once", remove(pathOf("v1", "limitranges", "checkout"))],
];

const services = pathOf("v1", "services", "checkout");
const marking: readonly Case[] = [
  ...(["developer of checkout", "delegate of checkout"] as const).map(
    (as): Case => [
      as,
      "puts the platform's mark on a ConfigMap of its own",
      make(pathOf("v1", "configmaps", "checkout"), configMap(mark)),
    ],
  ),
  [
    "delegate of checkout",
    "puts the platform's mark on its Service through the status",
    mergePatch(`${services}/${target}/status`, { metadata: { labels: mark } }),
  ],
  [
    "delegate of checkout",
    "puts the platform's mark on a pod through the status",
    mergePatch(pathOf("v1", "pods", "checkout", `${target}/status`), { metadata: { labels: mark } }),
  ],
];

/** Whose the limits and the quota are, and what has the platform's mark. */
export const ownership: readonly Attempt[] = [
  ...refusedBy(
    "rbac",
    ofOwnership.map(([what, does]) => ["developer of checkout", what, does]),
    byRole,
  ),
  ...refusedBy(
    "casemate-marked",
    ofOwnership.map(([what, does]) => ["delegate of checkout", what, does]),
    byMark,
  ),
  ...refusedBy("casemate-marked", marking, {
    why: "What bears the mark must be the platform's, or alerts and clean-ups go by a lie.",
    serves,
  }),
  {
    name: "takes the platform's mark off a Service through the status",
    as: "delegate of checkout",
    given: [
      {
        as: "platform",
        ...makeForReal(services, {
          apiVersion: "v1",
          kind: "Service",
          metadata: { name: "guarded", labels: mark },
          spec: { ports: [{ port: 443 }], selector: { app: "guarded" } },
        }),
      },
    ],
    does: mergePatch(`${services}/guarded/status`, { metadata: { labels: { [managedByLabel]: null } } }),
    expect: "refused",
    by: "casemate-marked",
    ...byMark,
  },
  ...admitted(
    [
      [
        "delegate of checkout",
        "makes a ConfigMap without the mark",
        make(pathOf("v1", "configmaps", "checkout"), configMap()),
      ],
      [
        "delegate of checkout",
        "writes the limits as they are",
        mergePatch(limits, { metadata: { labels: mark } }),
      ],
      [
        "delegate of checkout",
        "labels its Service through the status",
        mergePatch(`${services}/${target}/status`, { metadata: { labels: { seen: "yes" } } }),
      ],
    ],
    { why: "The guard must not keep anybody from his work.", serves: ["B5", "E2", "NSA-AUTH-04"] },
  ),
];
