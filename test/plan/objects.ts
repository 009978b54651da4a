import { type KubernetesObject, kubernetesObjects } from "../../plan/analysis/kubernetes-objects.ts";
import type { PlannedResource } from "../../plan/document.ts";
import type { JsonObject } from "../../plan/json.ts";

/** A resource of a plan, with the fields that a test is about. */
export function planned(type: string, name: string, more: Partial<PlannedResource> = {}): PlannedResource {
  return {
    urn: `urn:pulumi:dev::shop::${type}::${name}`,
    type,
    name,
    parent: "",
    custom: true,
    inputs: {},
    dependencies: [],
    provider: "",
    protect: false,
    ...more,
  };
}

/** A Kubernetes object as a resource: `kubernetes("networking.k8s.io/v1", "NetworkPolicy", …)`. */
export function kubernetes(
  apiVersion: string,
  kind: string,
  metadata: JsonObject,
  rest: JsonObject = {},
): PlannedResource {
  const group = apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`;
  return planned(`kubernetes:${group}:${kind}`, `${metadata["namespace"] ?? ""}-${metadata["name"]}`, {
    inputs: { apiVersion, kind, metadata, ...rest },
  });
}

export function namespace(name: string, labels: JsonObject = {}): PlannedResource {
  return kubernetes("v1", "Namespace", { name, labels });
}

export function networkPolicy(namespaceName: string, name: string, spec: JsonObject): PlannedResource {
  return kubernetes("networking.k8s.io/v1", "NetworkPolicy", { name, namespace: namespaceName }, { spec });
}

export function objects(...resources: readonly PlannedResource[]): KubernetesObject[] {
  return kubernetesObjects(resources);
}
