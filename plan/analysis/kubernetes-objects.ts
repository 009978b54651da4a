import type { PlannedResource } from "../document.ts";
import { type JsonObject, objectAt, stringAt } from "../json.ts";

/** A Kubernetes object of a plan. */
export interface KubernetesObject {
  readonly urn: string;
  /** API group and version, for example `networking.k8s.io/v1`; `v1` for the core group. */
  readonly apiVersion: string;
  readonly kind: string;
  /** `metadata.name`. If it is absent, the provider chooses a name, and this is the resource's name. */
  readonly name: string;
  /** Undefined for cluster-scoped objects, and for objects in the provider's default namespace. */
  readonly namespace: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  /** Whether it is a patch of an object that another program owns. */
  readonly isPatch: boolean;
  /** The URNs of the component and the provider; empty if there is none. */
  readonly parent: string;
  readonly provider: string;
  readonly content: JsonObject;
}

/** The Kubernetes objects among a plan's resources. */
export function kubernetesObjects(resources: readonly PlannedResource[]): KubernetesObject[] {
  return resources.flatMap((resource) => {
    const { type, inputs, name, urn, parent, provider } = resource;
    if (!type.startsWith("kubernetes:") || !resource.custom || inputs["kind"] === undefined) {
      return [];
    }
    const metadata = objectAt(inputs["metadata"]);
    const labels = Object.entries(objectAt(metadata["labels"])).map(([key, value]) => [key, String(value)]);
    return [
      {
        urn,
        apiVersion: stringAt(inputs["apiVersion"]) ?? "",
        kind: stringAt(inputs["kind"]) ?? "",
        name: stringAt(metadata["name"]) ?? name,
        namespace: stringAt(metadata["namespace"]),
        labels: Object.fromEntries(labels) as Record<string, string>,
        isPatch: type.endsWith("Patch"),
        parent,
        provider,
        content: inputs,
      },
    ];
  });
}
