import type { ResourceRule } from "./admission-policy.ts";

/** Every built-in kind that holds a pod template, so that a Deployment is refused and not only its pods. */
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

/** Pods, and what is added to running ones. */
export const podRules: readonly ResourceRule[] = [
  coreRule(["CREATE", "UPDATE"], ["pods", "pods/ephemeralcontainers"]),
];

/** Requests for kinds of the core group, `v1`. */
export function coreRule(operations: ResourceRule["operations"], resources: readonly string[]): ResourceRule {
  return { apiGroups: [""], apiVersions: ["v1"], operations, resources };
}
