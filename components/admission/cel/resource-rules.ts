import type { ResourceRule } from "./admission-policy.ts";

/** Every built-in kind with a pod template, so that a policy refuses a Deployment and not only its pods. */
export const templateRules: readonly ResourceRule[] = [
  coreRule(["CREATE", "UPDATE"], ["replicationcontrollers", "podtemplates"]),
  {
    apiGroups: ["apps"],
    apiVersions: ["v1"],
    operations: ["CREATE", "UPDATE"],
    resources: ["deployments", "replicasets", "statefulsets", "daemonsets"],
  },
  {
    apiGroups: ["batch"],
    apiVersions: ["v1"],
    operations: ["CREATE", "UPDATE"],
    resources: ["jobs", "cronjobs"],
  },
];

/** Pods, and ephemeral containers that are added to running pods. */
export const podRules: readonly ResourceRule[] = [
  coreRule(["CREATE", "UPDATE"], ["pods", "pods/ephemeralcontainers"]),
];

/** Requests for kinds of the core group, `v1`. */
export function coreRule(operations: ResourceRule["operations"], resources: readonly string[]): ResourceRule {
  return { apiGroups: [""], apiVersions: ["v1"], operations, resources };
}
