import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";

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

/** Whether `value` is a list of resources, or an output. The engine checks the value of an output. */
export function isResources(value: unknown): boolean {
  return isLater(value) || (Array.isArray(value) && value.every(isResource));
}

/** Resources that a component waits for. */
export const resourcesSchema = z.custom<pulumi.Input<pulumi.Resource[]>>(
  isResources,
  "resources, or an output of them",
);

/** Whether `value` is a list or an object literal, rather than an instance of a class. */
export function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null) {
    return false;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}
