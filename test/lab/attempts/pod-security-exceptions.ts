import { cis, mitre, nsa, pss, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { create } from "../support/kinds.ts";
import { secure } from "../support/pod-changes.ts";
import { jsonPatch, mergePatch } from "../support/requests.ts";
import { table } from "../support/tables.ts";
import type { Change } from "../support/workloads.ts";
import { legacyDeveloper, workshopDeveloper } from "../support/workshop.ts";

/** Starts as root, with the capabilities that baseline allows. */
const root: Change = (spec, container) => {
  spec.securityContext = {};
  secure(container, {
    runAsUser: 0,
    runAsNonRoot: false,
    allowPrivilegeEscalation: true,
    capabilities: { add: ["CHOWN", "SETUID", "SETGID"] },
  });
};
const namespace = (name: string) => `/api/v1/namespaces/${name}`;
const level = "pod-security.kubernetes.io/enforce";
const exception = "casemate.dev/pod-security-exception";

/** A namespace with `podSecurity: baseline` and its waiver. */
export const attempts: readonly Attempt[] = [
  ...(["Pod", "Deployment"] as const).flatMap((kind): Attempt[] => [
    {
      name: `runs a ${kind} as root in a namespace with an exception`,
      as: legacyDeveloper,
      does: create(kind, "legacy", root),
      expect: "admitted",
      why: "A waiver with an owner and an end allows baseline in this namespace.",
      serves: [...requirement("A10"), ...pss("namespace/enforce-labels")],
    },
    {
      name: `runs a ${kind} as root in a namespace without an exception`,
      as: workshopDeveloper,
      does: create(kind, "workshop", root),
      expect: "refused",
      by: kind === "Pod" ? "pod-security" : "casemate-templates",
      why: "An exception is for one namespace.",
      serves: [...requirement("A10", "C2"), ...cis("4.2.5"), ...nsa("NSA-POD-01")],
    },
    ...table(
      {
        as: legacyDeveloper,
        expect: "refused",
        by: kind === "Pod" ? "pod-security" : "casemate-templates",
        why: "Baseline stays: nothing of the node is shared, and no capability leads to it.",
        serves: [...requirement("A10", "C2"), ...cis("4.2.1"), ...mitre("T1611")],
      },
      [
        {
          name: `uses the node's network in a ${kind} of a namespace with an exception`,
          does: create(kind, "legacy", (spec, container) => {
            root(spec, container);
            spec.hostNetwork = true;
          }),
        },
        {
          name: `adds NET_ADMIN in a ${kind} of a namespace with an exception`,
          does: create(kind, "legacy", (spec, container) => {
            root(spec, container);
            secure(container, { capabilities: { add: ["NET_ADMIN"] } });
          }),
        },
        {
          name: `switches seccomp off in a ${kind} of a namespace with an exception`,
          does: create(kind, "legacy", (spec, container) => {
            root(spec, container);
            secure(container, { seccompProfile: { type: "Unconfined" } });
          }),
        },
      ],
    ),
  ]),
  {
    name: "has a writable root filesystem in a namespace with an exception",
    as: legacyDeveloper,
    does: create("Deployment", "legacy", (spec, container) => {
      root(spec, container);
      secure(container, { readOnlyRootFilesystem: false });
    }),
    expect: "refused",
    by: "casemate-pods",
    why: "The exception is one of Pod Security, and of nothing else.",
    serves: [...requirement("A10"), ...nsa("NSA-POD-03")],
  },
  ...table(
    {
      as: "platform",
      expect: "refused",
      by: "casemate-namespaces",
      why: "There is no waiver for privileged, and none without an annotation that names its end.",
      serves: [...requirement("A8"), ...pss("namespace/label-tamper"), ...cis("4.2.1")],
    },
    [
      {
        name: "sets a namespace with an exception to privileged",
        does: mergePatch(namespace("legacy"), { metadata: { labels: { [level]: "privileged" } } }),
      },
      {
        name: "sets a namespace without an exception to baseline",
        does: mergePatch(namespace("workshop"), { metadata: { labels: { [level]: "baseline" } } }),
      },
      {
        name: "sets a namespace to privileged with an exception of this text",
        does: mergePatch(namespace("workshop"), {
          metadata: {
            labels: { [level]: "privileged" },
            annotations: { [exception]: "privileged until 2999-12-31 (me)" },
          },
        }),
      },
      {
        name: "takes the exception's annotation off and leaves the level",
        does: jsonPatch(namespace("legacy"), {
          op: "remove",
          path: "/metadata/annotations/casemate.dev~1pod-security-exception",
        }),
      },
    ],
  ),
];
