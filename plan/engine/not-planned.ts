import type { NotPlanned } from "../document.ts";
import { type JsonObject, objectAt, stringAt } from "../json.ts";
import type { Registration } from "./registration.ts";

/**
 * Components of `@pulumi/kubernetes` whose provider renders their objects from a chart or from files. Most of them come
 * from a registry, and a plan needs no network. So a plan goes on without these objects, and lists the component.
 */
const rendered: Readonly<Record<string, (inputs: JsonObject) => string>> = {
  "kubernetes:helm.sh/v4:Chart": ({ chart, version, repositoryOpts }) =>
    [
      `chart ${stringAt(chart) ?? "?"}`,
      stringAt(version) ?? [],
      stringAt(objectAt(repositoryOpts)["repo"]) === undefined
        ? []
        : `of ${objectAt(repositoryOpts)["repo"]}`,
    ]
      .flat()
      .join(" "),
  "kubernetes:kustomize/v2:Directory": ({ directory }) => `kustomization ${stringAt(directory) ?? "?"}`,
  "kubernetes:yaml/v2:ConfigFile": ({ file }) => `file ${stringAt(file) ?? "?"}`,
  "kubernetes:yaml/v2:ConfigGroup": () => "files and objects of a group",
};

/** Whether a plan can't know the component's children, and goes on without them. */
export function isRendered({ type, remote }: Pick<Registration, "type" | "remote">): boolean {
  return remote && rendered[type] !== undefined;
}

/** What the plan lists in place of the component's children. */
export function notPlannedOf({ urn, type, inputs }: Registration): NotPlanned {
  return {
    urn,
    type,
    what: rendered[type]?.(inputs) ?? type,
    reason: "a provider renders its objects, and a plan needs no network",
  };
}
