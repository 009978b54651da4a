import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb.js";
import type { Json, JsonObject } from "../json.ts";

/** Properties as they travel between a program and the engine. */
export type Struct = NonNullable<ReturnType<RegisterResourceRequest["getObject"]>>;

/** `google/protobuf/struct_pb.js`, as far as it is used here. */
export interface StructModule {
  readonly Struct: { new (): Struct; fromJavaScript(properties: JsonObject): Struct };
  readonly Value: { fromJavaScript(value: Json): FieldValue };
}

type FieldValue = Parameters<ReturnType<Struct["getFieldsMap"]>["set"]>[1];

/**
 * Has `Struct.fromJavaScript` keep the properties that it is given, and encode them only for a reader of its fields.
 * The SDK makes a message of all properties of each resource, and reads them back from it at once: a fifth of a big
 * plan's time (profile of 11,000 resources). Only transforms need the message itself.
 *
 * What `toJavaScript` gives back is the same as without this; it is one object for all readers, who must not change it.
 */
export function keepStructs({ Struct: Encoded, Value }: StructModule): void {
  class KeptStruct extends Encoded {
    /** Absent once somebody has the fields, and may change them. */
    #properties: JsonObject | undefined;

    constructor(properties: JsonObject) {
      super();
      this.#properties = properties;
    }

    override toJavaScript(): ReturnType<Struct["toJavaScript"]> {
      return (this.#properties ?? super.toJavaScript()) as ReturnType<Struct["toJavaScript"]>;
    }

    override getFieldsMap(): ReturnType<Struct["getFieldsMap"]> {
      const fields = super.getFieldsMap();
      const properties = this.#properties;
      if (properties !== undefined) {
        this.#properties = undefined;
        for (const [key, value] of Object.entries(properties)) {
          fields.set(key, Value.fromJavaScript(value as Json));
        }
      }
      return fields;
    }
  }
  Encoded.fromJavaScript = (properties) => new KeptStruct(decodedObject(properties));
}

/** A value as it would come back from a message: a copy with its keys in order. */
function decoded(value: unknown): Json {
  if (
    value === null ||
    typeof value === "string" ||
    typeof value === "number" ||
    typeof value === "boolean"
  ) {
    return value;
  }
  if (Array.isArray(value)) {
    // Not `map`, which passes over holes.
    return Array.from(value, decoded);
  }
  if (typeof value === "object") {
    return decodedObject(value);
  }
  throw new Error("Unexpected struct type.");
}

function decodedObject(object: object): JsonObject {
  const keys: string[] = [];
  // The message has inherited fields too, and none that would replace a prototype.
  for (const key in object) {
    if (key !== "__proto__") {
      keys.push(key);
    }
  }
  const copy: Record<string, Json> = {};
  for (const key of keys.sort()) {
    copy[key] = decoded((object as Record<string, unknown>)[key]);
  }
  return copy;
}
