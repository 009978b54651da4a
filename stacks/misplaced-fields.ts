import type { z } from "zod";
import { closestField, fieldsAt, type InputProblem, schemaProblems } from "../components/internal.ts";

/** The schemas of all layers, by name. */
export type LayerSchemas = Readonly<Record<string, z.ZodObject>>;

/**
 * The problems of a config. If it names its layer, they are about only this layer. A field of another layer is a
 * problem that says where the field belongs.
 *
 * @param whole - the schema of all layers, for a config whose layer isn't known
 */
export function configProblems(
  config: Readonly<Record<string, unknown>>,
  layers: LayerSchemas,
  whole: z.ZodType,
): readonly InputProblem[] {
  const name = String(config["layer"]);
  const layer = Object.hasOwn(layers, name) ? layers[name] : undefined;
  if (layer === undefined) {
    return schemaProblems(whole, config);
  }
  const unknown = Object.keys(config).filter((key) => !Object.hasOwn(layer.shape, key));
  const known = Object.fromEntries(Object.entries(config).filter(([key]) => !unknown.includes(key)));
  return [
    ...schemaProblems(layer, known),
    ...unknown.map((key) => ({
      path: key,
      received: config[key],
      allowed: `a field of the layer ${name}`,
      fix: fixOf(key, name, layer, layers),
    })),
  ];
}

/** Where the field belongs, else the field that it misspells, else the layer's fields. */
function fixOf(key: string, name: string, layer: z.ZodObject, layers: LayerSchemas): string {
  const fields = Object.keys(layer.shape);
  const inside = fields.find((field) => fieldsAt(layer, [field]).includes(key));
  const others = Object.entries(layers).flatMap(([other, { shape }]) =>
    other !== name && Object.hasOwn(shape, key) ? [other] : [],
  );
  if (inside !== undefined || others.length > 0) {
    const here = inside === undefined ? [] : [`here to ${inside}.${key}`];
    const there = others.length === 0 ? [] : [`to a stack of the layer ${others.join(" or ")}`];
    return `It belongs ${[...here, ...there].join(", or ")}.`;
  }
  const close = closestField(key, fields);
  return close === undefined
    ? `Its fields are ${fields.join(", ")}.`
    : `Did you mean ${JSON.stringify(close)}?`;
}
