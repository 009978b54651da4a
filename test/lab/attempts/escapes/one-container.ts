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
      why: "The container's setting goes before the pod's.",
      serves: ["A10", "NSA-POD-01", "restricted/runAsUser"],
    },
    {
      variant: "that drops seccomp in one container only",
      change: (_, container) => {
        secure(container, { seccompProfile: { type: "Unconfined" } });
      },
      why: "The container's setting goes before the pod's.",
      serves: ["C2", "NSA-POD-15", "baseline/seccompProfile_baseline"],
    },
    {
      variant: "that is privileged in an init container only",
      change: (spec, container) => {
        spec.initContainers = [another(container, "init", { securityContext: privileged })];
      },
      why: "A moment as root on the node is enough.",
      serves: ["A10", "NSA-POD-05", "4.2.1", "baseline/privileged"],
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
      serves: ["A10", "NSA-POD-05", "4.2.1", "baseline/privileged"],
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
      serves: ["A10", "NSA-POD-05", "4.2.1", "baseline/privileged"],
    },
    {
      variant: "that has a writable root in an init container only",
      change: (spec, container) => {
        const { readOnlyRootFilesystem: _unset, ...rest } = container.securityContext ?? {};
        spec.initContainers = [another(container, "init", { securityContext: rest })];
      },
      by: "casemate-pods",
      byInTemplates: "casemate-pods",
      why: "Writable is the default where nothing is said.",
      serves: ["A10", "B3", "NSA-POD-03"],
    },
  ],
);
