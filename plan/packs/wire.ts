import { isObject, type Json, type JsonObject } from "../json.ts";

/**
 * Writes protocol buffers from the end to the beginning, because the length of a nested message comes before its
 * content. The SDK's library takes ten times as long for a `google.protobuf.Struct`. That was a sixth of the
 * time of a big plan.
 */
class Writer {
  #buffer = Buffer.allocUnsafe(1 << 14);
  #position = this.#buffer.length;

  /** The number of bytes written. */
  get length(): number {
    return this.#buffer.length - this.#position;
  }

  /** The position for the next `length` bytes. It can replace the buffer, so read `#buffer` only afterwards. */
  #reserve(length: number): number {
    while (this.#position < length) {
      const largerBuffer = Buffer.allocUnsafe(this.#buffer.length * 2);
      const at = largerBuffer.length - this.length;
      this.#buffer.copy(largerBuffer, at, this.#position);
      this.#buffer = largerBuffer;
      this.#position = at;
    }
    this.#position -= length;
    return this.#position;
  }

  byte(value: number): void {
    const at = this.#reserve(1);
    this.#buffer[at] = value;
  }

  varint(value: number): void {
    let length = 1;
    for (let rest = value; rest > 0x7f; rest = Math.floor(rest / 128)) {
      length++;
    }
    let at = this.#reserve(length);
    let rest = value;
    for (; rest > 0x7f; rest = Math.floor(rest / 128)) {
      this.#buffer[at++] = (rest % 128) | 0x80;
    }
    this.#buffer[at] = rest;
  }

  double(value: number): void {
    const at = this.#reserve(8);
    this.#buffer.writeDoubleLE(value, at);
  }

  text(value: string): void {
    const at = this.#reserve(Buffer.byteLength(value));
    this.#buffer.write(value, at);
  }

  /** Writes a field's number and the length of its content, which was written since `before`. */
  header(field: number, before: number): void {
    this.varint(this.length - before);
    this.byte((field << 3) | 2);
  }

  /** Returns the written bytes, and starts an empty message. */
  take(): Buffer {
    const bytes = Buffer.from(this.#buffer.subarray(this.#position));
    this.#position = this.#buffer.length;
    return bytes;
  }
}

/** One writer for all messages, so that its buffer grows only to the size of the largest. */
const writer = new Writer();

/** `properties` as a serialized `google.protobuf.Struct`. */
export function encodeStruct(properties: JsonObject): Buffer {
  writeStruct(properties);
  return writer.take();
}

/** A field of a message: its number, the length, and the content. */
export function encodeField(field: number, content: Uint8Array): Buffer {
  return Buffer.concat([encodeHeader(field, content.length), content]);
}

/** The number and the length of a field, which come before its content. */
export function encodeHeader(field: number, length: number): Buffer {
  writer.varint(length);
  writer.byte((field << 3) | 2);
  return writer.take();
}

function writeStruct(properties: JsonObject): void {
  for (const key of Object.keys(properties).reverse()) {
    const value = properties[key];
    if (value === undefined) {
      continue;
    }
    const before = writer.length;
    const beforeValue = writer.length;
    writeValue(value);
    writer.header(2, beforeValue);
    const beforeKey = writer.length;
    writer.text(key);
    writer.header(1, beforeKey);
    writer.header(1, before);
  }
}

/** The fields of `google.protobuf.Value`: null 1, number 2, string 3, bool 4, struct 5, list 6. */
function writeValue(value: Json): void {
  const before = writer.length;
  if (typeof value === "string") {
    writer.text(value);
    writer.header(3, before);
  } else if (typeof value === "number") {
    writer.double(value);
    writer.byte((2 << 3) | 1);
  } else if (typeof value === "boolean") {
    writer.byte(value ? 1 : 0);
    writer.byte(4 << 3);
  } else if (isObject(value)) {
    writeStruct(value);
    writer.header(5, before);
  } else if (value === null) {
    writer.byte(0);
    writer.byte(1 << 3);
  } else {
    for (const item of value.toReversed()) {
      const beforeItem = writer.length;
      writeValue(item);
      writer.header(1, beforeItem);
    }
    writer.header(6, before);
  }
}
