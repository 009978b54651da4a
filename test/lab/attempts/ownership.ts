import { managedByLabel } from "../../../components/contract/classes.ts";
import { nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { byMark, byRole, serves } from "../support/guarantee-reasons.ts";
import { managedByPlatform } from "../support/objects.ts";
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
import { table } from "../support/tables.ts";
import { target } from "../support/targets.ts";

const limits = pathOf("v1", "limitranges", "checkout", "limits");
const quotaStatus = pathOf("v1", "resourcequotas", "checkout", "quota/status");
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
/** An owner that doesn't exist. The garbage collector deletes an object if none of its owners exists. */
const goneOwner = {
  apiVersion: "v1",
  kind: "ConfigMap",
  name: "gone",
  uid: "00000000-0000-4000-8000-000000000000",
};

const tampering = [
  {
    name: "removes the mark from the limits",
    does: mergePatch(limits, { metadata: { labels: { [managedByLabel]: null } } }),
  },
  {
    name: "gives the limits another mark",
    does: mergePatch(limits, { metadata: { labels: { [managedByLabel]: "me" } } }),
  },
  {
    name: "removes the limits by a strategic merge patch",
    does: strategicPatch(limits, { spec: { limits: [{ type: "Pod", max: { cpu: "1k" } }] } }),
  },
  {
    name: "removes the limits by an update",
    does: replace(limits, limitRange(managedByPlatform, { type: "Pod", max: { cpu: "1k" } })),
  },
  {
    name: "removes the limits by server-side apply that takes over the fields",
    does: forceApply(limits, limitRange({}, { type: "Pod", max: { cpu: "1k" } })),
  },
  {
    name: "takes over the fields of the limits by server-side apply, without a change",
    does: forceApply(limits, limitRange({ ...managedByPlatform, mine: "too" })),
  },
  {
    name: "gives the limits a deleted owner, so that the garbage collector deletes them",
    does: mergePatch(limits, { metadata: { ownerReferences: [goneOwner] } }),
  },
  {
    name: "gives the quota a deleted owner through its status",
    does: mergePatch(quotaStatus, { metadata: { ownerReferences: [goneOwner] } }),
  },
  {
    name: "removes the mark from the quota through its status",
    does: mergePatch(quotaStatus, { metadata: { labels: { [managedByLabel]: null } } }),
  },
  {
    name: "blocks the deletion of the limits by its own finalizer",
    does: mergePatch(limits, { metadata: { finalizers: ["attempt.example/keep"] } }),
  },
  {
    name: "annotates the limits for a tool that would change them",
    does: mergePatch(limits, { metadata: { annotations: { "tool.example/prune": "true" } } }),
  },
  { name: "deletes all limits in one request", does: remove(pathOf("v1", "limitranges", "checkout")) },
];

const services = pathOf("v1", "services", "checkout");
const markedConfigMap = {
  name: "adds the platform's mark to its own ConfigMap",
  does: make(pathOf("v1", "configmaps", "checkout"), configMap(managedByPlatform)),
};

/** Changes of the platform's objects: their managed-by label, fields, owners and finalizers. */
export const attempts: readonly Attempt[] = [
  ...table({ as: "developer of checkout", expect: "refused", by: "rbac", ...byRole }, tampering),
  ...table({ as: "delegate of checkout", expect: "refused", by: "casemate-marked", ...byMark }, tampering),
  ...table(
    {
      expect: "refused",
      by: "casemate-marked",
      why: "Alerts and clean-ups depend on the mark, so only the platform's objects may have it.",
      serves,
    },
    [
      { as: "developer of checkout", ...markedConfigMap },
      { as: "delegate of checkout", ...markedConfigMap },
      {
        as: "delegate of checkout",
        name: "adds the platform's mark to its Service through the status",
        does: mergePatch(`${services}/${target}/status`, { metadata: { labels: managedByPlatform } }),
      },
      {
        as: "delegate of checkout",
        name: "adds the platform's mark to a pod through the status",
        does: mergePatch(pathOf("v1", "pods", "checkout", `${target}/status`), {
          metadata: { labels: managedByPlatform },
        }),
      },
    ],
  ),
  {
    name: "removes the platform's mark from a Service through the status",
    as: "delegate of checkout",
    given: [
      {
        as: "platform",
        ...makeForReal(services, {
          apiVersion: "v1",
          kind: "Service",
          metadata: { name: "guarded", labels: managedByPlatform },
          spec: { ports: [{ port: 443 }], selector: { app: "guarded" } },
        }),
      },
    ],
    does: mergePatch(`${services}/guarded/status`, { metadata: { labels: { [managedByLabel]: null } } }),
    expect: "refused",
    by: "casemate-marked",
    ...byMark,
  },
  ...table(
    {
      expect: "admitted",
      why: "The policy must not block legitimate work.",
      serves: [...requirement("B5", "E2"), ...nsa("NSA-AUTH-04")],
    },
    [
      {
        as: "delegate of checkout",
        name: "creates a ConfigMap without the mark",
        does: make(pathOf("v1", "configmaps", "checkout"), configMap()),
      },
      {
        as: "delegate of checkout",
        name: "writes the limits without a change",
        does: mergePatch(limits, { metadata: { labels: managedByPlatform } }),
      },
      {
        as: "delegate of checkout",
        name: "labels its Service through the status",
        does: mergePatch(`${services}/${target}/status`, { metadata: { labels: { seen: "yes" } } }),
      },
    ],
  ),
];
