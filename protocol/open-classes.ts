/** The label on a Namespace that names its compliance class. */
export const classLabel = "casemate.dev/class";

/**
 * The classes in whose namespaces admission lets users enter running pods. In a namespace of any other class it refuses
 * them, although RBAC may allow it. A test holds this list against the profiles of `components/contract/classes.ts`.
 */
export const openClasses: readonly string[] = ["standard"];

/** The subresources by which a user enters a pod. */
export const interactiveResources: ReadonlySet<string> = new Set([
  "pods/attach",
  "pods/ephemeralcontainers",
  "pods/exec",
  "pods/portforward",
  "pods/proxy",
  "services/proxy",
]);
