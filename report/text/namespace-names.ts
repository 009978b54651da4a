import type { PlanDocument, PlannedResource } from "../../plan/document.ts";
import { objectAt } from "../../plan/json.ts";

/** The Namespaces that a plan creates. */
export function namespacesOf(resources: PlanDocument["resources"]): PlannedResource[] {
  return resources.filter(({ type }) => type === "kubernetes:core/v1:Namespace");
}

/** A field of an object's metadata. If it is absent, the resource's name. */
export function metadata({ inputs, name }: PlannedResource, field: "name" | "namespace"): string {
  return String(objectAt(inputs["metadata"])[field] ?? name);
}

/** The namespace of one end of a connection: `checkout` of `checkout/frontend`. */
export function namespaceOf(end: string): string {
  return end.split("/")[0] ?? end;
}
