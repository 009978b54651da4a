import { classes, classLabel, type namespaceAnnotations } from "../../contract/classes.ts";
import type { platformAnnotations } from "../../contract/platform-marks.ts";
import { celString } from "./cel.ts";

/** CEL for the lines of a Namespace's annotation; none if it is missing. */
export function linesOf(
  annotation:
    | (typeof namespaceAnnotations)[keyof typeof namespaceAnnotations]
    | (typeof platformAnnotations)[keyof typeof platformAnnotations],
): string {
  const value = `namespaceObject.metadata.?annotations[?'${annotation}'].orValue('')`;
  return `${value}.split('\\n').filter(line, line != '')`;
}

/** CEL for the class of the request's namespace. Without the label it is `standard`. */
export const classOfNamespace = `namespaceObject.metadata.?labels[?'${classLabel}'].orValue('standard')`;

/** A CEL list of the classes for which `holds`. */
export function classesWhere(holds: (profile: (typeof classes)["standard"]) => boolean): string {
  const names = Object.entries(classes).flatMap(([name, profile]) =>
    holds(profile) ? [celString(name)] : [],
  );
  return `[${names.join(", ")}]`;
}
