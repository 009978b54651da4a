import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { tenantSchema } from "../components/workload/tenant-schema.ts";
import { configSchema } from "../stacks/config-schema.ts";
import { describeByType } from "./descriptions.ts";

type JsonSchema = z.core.JSONSchema.JSONSchema;

/** The program's own schemas, in the form that editors read. `npm run generate` writes them. */
const schemas: Readonly<Record<string, JsonSchema>> = {
  "config.schema.json": {
    title: "Config of a Casemate stack: Pulumi.<stack>.yaml",
    type: "object",
    ...withDefinitions(toJsonSchema(configSchema("2026-11-21"))),
    required: ["config"],
  },
  "tenant.schema.json": {
    title: "A tenant: tenants/<name>.yaml",
    ...describeByType(
      toJsonSchema(tenantSchema),
      join(import.meta.dirname, "../components/workload/tenant.ts"),
      "TenantArgs",
    ),
  },
};

for (const [file, schema] of Object.entries(schemas)) {
  writeFileSync(join(import.meta.dirname, file), `${JSON.stringify(schema, undefined, 2)}\n`);
}

/** The JSON Schema of what users write. "Read-only" is said of our lists, and would be taken for theirs. */
function toJsonSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, {
    io: "input",
    override: ({ jsonSchema }) => {
      delete jsonSchema.readOnly;
    },
  });
}

/** The config as a property. References begin at the root, so definitions are there. */
function withDefinitions(schema: JsonSchema): JsonSchema {
  return {
    properties: { config: prefixed(schema) },
    ...(schema.$defs !== undefined && { $defs: schema.$defs }),
  };
}

/** The same schema with the keys of a stack's file (`casemate:layer`), which also has keys of other namespaces. */
function prefixed({ oneOf, $schema: _, $defs: __, ...rest }: JsonSchema): JsonSchema {
  const layers = (oneOf ?? []).map((layer) => ({
    ...layer,
    properties: Object.fromEntries(
      Object.entries(layer.properties ?? {}).map(([key, value]) => [`casemate:${key}`, value]),
    ),
    required: layer.required?.map((key) => `casemate:${key}`) ?? [],
    patternProperties: { "^(?!casemate:)": {} },
    additionalProperties: false,
  }));
  return { ...rest, oneOf: layers };
}
