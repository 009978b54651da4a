import ts from "typescript";
import type { z } from "zod";

type JsonSchema = z.core.JSONSchema.JSONSchema;

/**
 * Copies the docstrings of an exported TypeScript type to the JSON Schema of the same shape. So editors show the same
 * text in YAML and in code, from one source.
 */
export function describeByType(schema: JsonSchema, file: string, name: string): JsonSchema {
  const program = ts.createProgram([file], { allowImportingTsExtensions: true, noEmit: true, strict: true });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  const symbol = module && checker.getExportsOfModule(module).find((exported) => exported.name === name);
  if (symbol === undefined) {
    throw new Error(`${file} exports no ${name}`);
  }
  return describe(schema, checker.getDeclaredTypeOfSymbol(symbol), checker);
}

function describe(schema: JsonSchema, type: ts.Type, checker: ts.TypeChecker): JsonSchema {
  const element = checker.getIndexTypeOfType(type, ts.IndexKind.Number);
  const value = checker.getIndexTypeOfType(type, ts.IndexKind.String);
  const inner = (nested: JsonSchema, of: ts.Type) =>
    describe(nested, checker.getNonNullableType(of), checker);
  return {
    ...schema,
    ...(isSchema(schema.items) && element && { items: inner(schema.items, element) }),
    ...(isSchema(schema.additionalProperties) &&
      value && { additionalProperties: inner(schema.additionalProperties, value) }),
    ...(schema.anyOf && {
      anyOf: schema.anyOf.map((variant) =>
        isSchema(variant) ? inner(variant, objectsOf(type, checker)) : variant,
      ),
    }),
    ...(schema.properties && {
      properties: Object.fromEntries(
        Object.entries(schema.properties).map(([key, property]) => [
          key,
          isSchema(property) ? describeProperty(property, type, key, checker) : property,
        ]),
      ),
    }),
  };
}

function describeProperty(
  schema: JsonSchema,
  type: ts.Type,
  key: string,
  checker: ts.TypeChecker,
): JsonSchema {
  const symbols = constituents(type).flatMap((part) => checker.getPropertyOfType(part, key) ?? []);
  const [symbol] = symbols;
  if (symbol === undefined) {
    return schema;
  }
  const text = symbols.map((each) => documentation(each, checker)).find((found) => found !== "");
  const nested = describe(schema, checker.getNonNullableType(checker.getTypeOfSymbol(symbol)), checker);
  return text === undefined ? nested : { ...nested, description: text };
}

/** The description and the default, without the tags for readers of code. */
function documentation(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker));
  const fallback = symbol.getJsDocTags(checker).find((tag) => tag.name === "default");
  const ending = fallback && `Default: ${ts.displayPartsToString(fallback.text).replace(/^- /, "")}.`;
  return [text, ending].filter(Boolean).join(" ").replaceAll(/\s+/g, " ");
}

function constituents(type: ts.Type): readonly ts.Type[] {
  return type.isUnion() ? type.types : [type];
}

/** The part of a union that has fields, for example of `SizeName | NamespaceSize`. */
function objectsOf(type: ts.Type, checker: ts.TypeChecker): ts.Type {
  return (
    constituents(type).find((part) => checker.getPropertiesOfType(part).length > 0 && !part.isLiteral()) ??
    type
  );
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null;
}
