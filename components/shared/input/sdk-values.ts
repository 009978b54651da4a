import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

/** Whether `value` is a Kubernetes provider. */
export function isKubernetesProvider(value: unknown): value is k8s.Provider {
  return k8s.Provider.isInstance(value);
}

/** Whether `value` is a resource of any kind. */
export function isResource(value: unknown): value is pulumi.Resource {
  return pulumi.Resource.isInstance(value);
}

/** Whether the engine learns `value` only later: an output or a promise. */
export function isLater(value: unknown): boolean {
  return pulumi.Output.isInstance(value) || value instanceof Promise;
}

/** Whether `value` is a list of resources, or an output of one. The engine looks into outputs. */
export function isResources(value: unknown): boolean {
  return isLater(value) || (Array.isArray(value) && value.every(isResource));
}
