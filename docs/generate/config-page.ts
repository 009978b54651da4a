import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Field, type FieldSchema, fieldsOf, fieldTable, readSchema } from "./schema-fields.ts";

const prefix = "casemate:";

/** What each layer deploys. */
const layers: Readonly<Record<string, string>> = {
  all: "Network, cluster and tenants in one stack.",
  network: "The network, for a `platform` stack.",
  platform: "The cluster and its node pools.",
  tenants: "Namespaces on the cluster of a `platform` stack. A cluster can have several of these stacks.",
};

/** The page on a stack's config, `docs/reference/config.md`. */
export function configReference(schema: FieldSchema = readSchema("config.schema.json")): string {
  const forms = schema.properties?.["config"]?.oneOf ?? [];
  const sections = forms.map((form) => {
    const layer = String(form.properties?.[`${prefix}layer`]?.const);
    return section(layer, fieldsOf(form));
  });
  return `# Config of a stack

<!-- Written by \`node docs/generate/config-page.ts\` from the schemas of the components. -->

The file is \`Pulumi.<stack>.yaml\`. Its field \`casemate:layer\` says what the stack deploys, and which other fields it has. An unknown field is an error, with the field that it may misspell. \`schemas/config.schema.json\` is the same as a JSON Schema, for editors.

In a path, \`[]\` is an item of a list, and \`<name>\` a key of your choice.

${sections.join("\n")}`;
}

function section(layer: string, fields: readonly Field[]): string {
  const rest = fields.filter(({ path }) => path !== `${prefix}layer`);
  return `## ${layer}

${layers[layer] ?? ""}

\`casemate:layer: ${layer}\`

${fieldTable(rest)}
`;
}

if (import.meta.main) {
  await writeFile(join(import.meta.dirname, "../reference/config.md"), configReference());
}
