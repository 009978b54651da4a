import type { PlannedResource, PlannedSoftware } from "../document.ts";
import { objectAt, stringAt } from "../json.ts";

const component = "casemate:platform:PlatformNamespace";

/** What is prepared for platform software, by the words of its users. The order is that of the summary. */
const kinds: readonly (readonly [pattern: RegExp, one: string, many: string])[] = [
  [/^kubernetes:core\/v1:Namespace$/, "namespace", "namespaces"],
  [/^kubernetes:networking\.k8s\.io\/v1:NetworkPolicy$/, "network policy", "network policies"],
  [/^kubernetes:core\/v1:ServiceAccount$/, "service account", "service accounts"],
  [/^aws:iam\/role:Role$/, "AWS role", "AWS roles"],
];

/** The platform software of a stack: who installs it, and what is prepared for it. */
export function platformSoftware(resources: readonly PlannedResource[]): PlannedSoftware[] {
  const components = resources.filter(({ type }) => type === component);
  const children = Map.groupBy(resources, ({ parent }) => parent);
  return components.map(({ urn, name, inputs }) => {
    const installation = objectAt(inputs["installation"]);
    const own = children.get(urn) ?? [];
    return {
      urn,
      namespace: stringAt(inputs["namespace"]) ?? "",
      software: stringAt(inputs["software"]) ?? name,
      installedBy: installerOf(stringAt(installation["by"]), installation),
      prepared: kinds.flatMap(([pattern, one, many]) => {
        const count = own.filter(({ type }) => pattern.test(type)).length;
        return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
      }),
      customResources: listOfTexts(inputs["customResources"]),
    };
  });
}

function installerOf(by: string | undefined, installation: ReturnType<typeof objectAt>): string {
  const what = stringAt(installation["what"]);
  switch (by) {
    case "addon":
    case "capability":
      return `this stack: ${what}`;
    case "chart":
      return `this stack: ${what}, from ${stringAt(installation["registry"])}`;
    default:
      return what === undefined ? "others" : `others: ${what}`;
  }
}

function listOfTexts(value: unknown): string[] {
  return Array.isArray(value) ? value.flatMap((item) => stringAt(item) ?? []) : [];
}
