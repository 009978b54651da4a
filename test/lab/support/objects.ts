import { managedBy, managedByLabel } from "../../../components/contract/classes.ts";
import { pathOf } from "./requests.ts";

/** Templates of objects that attempts write. Each is named `attempt`, unless the name is an argument. */

/** The label of the platform's objects. */
export const managedByPlatform = { [managedByLabel]: managedBy };

export const podSecurityLabel = "pod-security.kubernetes.io/enforce";

export function service(spec: object, annotations = {}, name = "attempt"): object {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, annotations },
    spec: { ports: [{ port: 443 }], selector: { app: "attempt" }, ...spec },
  };
}

export function namespace(name: string, labels = {}, annotations = {}): object {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name, labels, annotations } };
}

/** `name` may hold a subresource. For example: `payments/status`. */
export function namespacePath(name: string): string {
  return pathOf("v1", "namespaces", undefined, name);
}

export function volumeClaim(storage: string, spec = {}): object {
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: "attempt" },
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage } }, ...spec },
  };
}

/** The body of a patch that sets labels; null removes one. */
export function labelPatch(labels: Readonly<Record<string, string | null>>): object {
  return { metadata: { labels } };
}

/** The body of a patch that sets annotations. */
export function annotationPatch(annotations: Readonly<Record<string, string>>): object {
  return { metadata: { annotations } };
}
