import { cis, nsa, pss, requirement } from "../../../../controls/ids.ts";
import type { Attempt } from "../../support/attempt.ts";
import { secure } from "../../support/pod-changes.ts";
import { podTable } from "../../support/tables.ts";
import { another } from "../../support/workloads.ts";

const privileged = { privileged: true, allowPrivilegeEscalation: true, readOnlyRootFilesystem: true };

/** A violation in one of several containers. The others are compliant. */
export const attempts: readonly Attempt[] = podTable(
  {
    kinds: ["Pod", "Deployment"],
    tenant: "storefront",
    expect: "refused",
    by: "pod-security",
    byInTemplates: "casemate-templates",
  },
  [
    {
      variant: "that has user 0 in one container only",
      change: (_, container) => {
        secure(container, { runAsUser: 0 });
      },
      why: "The container's setting overrides the pod's.",
      serves: [...requirement("A10"), ...nsa("NSA-POD-01"), ...pss("restricted/runAsUser")],
    },
    {
      variant: "that disables seccomp in one container only",
      change: (_, container) => {
        secure(container, { seccompProfile: { type: "Unconfined" } });
      },
      why: "The container's setting overrides the pod's.",
      serves: [...requirement("C2"), ...nsa("NSA-POD-15"), ...pss("baseline/seccompProfile_baseline")],
    },
    {
      variant: "that is privileged in an init container only",
      change: (spec, container) => {
        spec.initContainers = [another(container, "init", { securityContext: privileged })];
      },
      why: "A short time with root on the node is enough.",
      serves: [...requirement("A10"), ...cis("4.2.1"), ...nsa("NSA-POD-05"), ...pss("baseline/privileged")],
    },
    {
      variant: "that is privileged in a sidecar only",
      change: (spec, container) => {
        spec.initContainers = [
          another(container, "sidecar", {
            restartPolicy: "Always",
            securityContext: privileged,
          }),
        ];
      },
      why: "A restartable init container runs as long as the pod does.",
      serves: [...requirement("A10"), ...cis("4.2.1"), ...nsa("NSA-POD-05"), ...pss("baseline/privileged")],
    },
    {
      variant: "that is privileged in its second container only",
      change: (spec, container) => {
        spec.containers.push(
          another(container, "second", {
            securityContext: privileged,
          }),
        );
      },
      why: "One container that is root on the node is enough.",
      serves: [...requirement("A10"), ...cis("4.2.1"), ...nsa("NSA-POD-05"), ...pss("baseline/privileged")],
    },
    {
      variant: "that has a writable root in an init container only",
      change: (spec, container) => {
        const { readOnlyRootFilesystem: _unset, ...rest } = container.securityContext ?? {};
        spec.initContainers = [another(container, "init", { securityContext: rest })];
      },
      by: "casemate-pods",
      byInTemplates: "casemate-pods",
      why: "Without the setting, the file system is writable.",
      serves: [...requirement("A10", "B3"), ...nsa("NSA-POD-03")],
    },
  ],
);
