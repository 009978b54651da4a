import { classLabel, interactiveResources, openClasses } from "../../protocol/open-classes.ts";
import type { AccessRight } from "../document.ts";
import type { KubernetesObject } from "./kubernetes-objects.ts";

/**
 * The rights that remain after admission. In namespaces of a class that forbids sessions, admission refuses to enter
 * pods, although RBAC allows it. Names of single pods count too: `pods/exec/web-0`.
 */
export function afterAdmission(
  rights: readonly AccessRight[],
  objects: readonly KubernetesObject[],
): AccessRight[] {
  const closed = new Set(
    objects
      .filter(({ kind, apiVersion, labels }) => {
        const name = kind === "Namespace" && apiVersion === "v1" ? labels[classLabel] : undefined;
        return name !== undefined && !openClasses.includes(name);
      })
      .map(({ name }) => name),
  );
  return rights.flatMap((right) => {
    if (!closed.has(right.namespace)) {
      return [right];
    }
    const resources = right.resources.filter(
      (resource) => !interactiveResources.has(resource.split("/").slice(0, 2).join("/")),
    );
    return resources.length === 0 && right.resources.length > 0 ? [] : [{ ...right, resources }];
  });
}
