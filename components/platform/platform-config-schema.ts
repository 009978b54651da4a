import { z } from "zod";
import { didYouMean } from "../shared/input/closest.ts";
import type { InputProblem } from "../shared/input/input-error.ts";
import { plainShape } from "../shared/input/plain-form.ts";
import { type Entry, reportingEntries } from "../shared/input/reporting.ts";
import { listOf, optional, strictObject, textLike } from "../shared/input/schemas.ts";
import type { PlatformSettings } from "./platform-namespace-args.ts";
import { platformSettingsShape } from "./platform-namespace-schema.ts";
import type { SoftwareEntry, SoftwareOption } from "./software/software-entry.ts";

/** Settings that a stack's config doesn't have, and why. */
export const platformNamespaceNotInConfig = {
  cluster: "the cluster of the stack",
  software: "the name of the field",
} satisfies Partial<Record<keyof PlatformSettings | "cluster", string>>;

/** The platform software of a stack's config: entries of the catalogue by id, and other software by its own name. */
export type PlatformSoftwareConfig = Readonly<Record<string, Omit<PlatformSettings, "software">>>;

/** The schema of a stack's platform software, with the options of each entry of the catalogue. */
export function platformSoftwareSchema(
  catalogue: Readonly<Record<string, SoftwareEntry>>,
): z.ZodType<PlatformSoftwareConfig> {
  const { software: _, options: __, namespace, ...fields } = plainShape(platformSettingsShape);
  // Each entry has the same fields: the published JSON Schema defines them once.
  const shape = Object.fromEntries(
    Object.entries(fields).map(([name, schema]) => [
      name,
      (schema as z.ZodType).meta({ id: `platform.${name}` }),
    ]),
  );
  const entries = Object.entries(catalogue).map(([id, { options }]) => [
    id,
    optional(
      strictObject({
        ...shape,
        namespace,
        ...(options !== undefined && { options: optionsSchema(options) }),
      }).describe(`${id} of the catalogue: docs/reference/platform-software.md.`),
    ),
  ]);
  const other = strictObject({ ...shape, namespace }).describe("Other software, with its namespace.");
  const ids = Object.keys(catalogue);
  return z
    .object(Object.fromEntries(entries), "software by name, such as { external-dns: {} }")
    .catchall(other)
    .check(
      reportingEntries((entries) => entries.flatMap((entry) => unknownProblems(entry, ids))),
    ) as unknown as z.ZodType<PlatformSoftwareConfig>;
}

/** Software without a namespace that isn't in the catalogue. Its name is probably misspelt. */
function unknownProblems([name, settings]: Entry<unknown>, ids: readonly string[]): InputProblem[] {
  const hasNamespace = (settings as { readonly namespace?: unknown } | undefined)?.namespace !== undefined;
  return ids.includes(String(name)) || hasNamespace
    ? []
    : [
        {
          path: String(name),
          received: settings,
          allowed: "software of the catalogue, or other software with its namespace",
          fix: didYouMean(String(name), ids, "Add the namespace."),
        },
      ];
}

/** Required if one of the options is. */
function optionsSchema(options: Readonly<Record<string, SoftwareOption>>): z.ZodType {
  const fields = Object.entries(options).map(([name, option]) => {
    const schema = optionSchema(option).describe(`${option.description}. Example: ${option.example}.`);
    return [name, option.default === undefined ? schema : optional(schema)];
  });
  const schema = strictObject(Object.fromEntries(fields));
  const isRequired = Object.values(options).some((option) => option.default === undefined);
  return isRequired ? schema : optional(schema);
}

function optionSchema({ kind, pattern, description, example }: SoftwareOption): z.ZodType {
  const text = textLike(
    new RegExp(`^(?:${pattern ?? String.raw`\S+`})$`),
    `${description}, such as ${example}`,
  );
  return kind === "text" ? text : listOf(text, `texts, such as [${example}]`);
}
