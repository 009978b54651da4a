import { another } from "../../support/workloads.ts";
import { type Escape, secure } from "./escape.ts";

const privileged = { privileged: true, allowPrivilegeEscalation: true, readOnlyRootFilesystem: true };

/** In one of several containers, where the others are as they should be. */
export const oneContainerEscapes: readonly Escape[] = [
  {
    that: "has user 0 in one container only",
    breaks: (_, container) => {
      secure(container, { runAsUser: 0 });
    },
    why: "The container's setting goes before the pod's.",
    serves: ["A10", "NSA-POD-01", "restricted/runAsUser"],
  },
  {
    that: "drops seccomp in one container only",
    breaks: (_, container) => {
      secure(container, { seccompProfile: { type: "Unconfined" } });
    },
    why: "The container's setting goes before the pod's.",
    serves: ["C2", "NSA-POD-15", "baseline/seccompProfile_baseline"],
  },
  {
    that: "is privileged in an init container only",
    breaks: (spec, container) => {
      spec.initContainers = [another(container, "init", { securityContext: privileged })];
    },
    why: "A moment as root on the node is enough.",
    serves: ["A10", "NSA-POD-05", "4.2.1", "baseline/privileged"],
  },
  {
    that: "is privileged in a sidecar only",
    breaks: (spec, container) => {
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
    that: "is privileged in its second container only",
    breaks: (spec, container) => {
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
    that: "has a writable root in an init container only",
    breaks: (spec, container) => {
      const { readOnlyRootFilesystem: _unset, ...rest } = container.securityContext ?? {};
      spec.initContainers = [another(container, "init", { securityContext: rest })];
    },
    inPods: "casemate-pods",
    inTemplates: "casemate-pods",
    why: "Writable is the default where nothing is said.",
    serves: ["A10", "B3", "NSA-POD-03"],
  },
];
