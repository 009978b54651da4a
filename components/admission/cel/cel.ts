/** A CEL list of strings. */
export function celList(values: readonly string[]): string {
  return `[${values.map(celString).join(", ")}]`;
}

/** A CEL string literal. */
export function celString(value: string): string {
  return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n")}'`;
}

/** CEL that holds where every one of these does. */
export function allOf(...conditions: readonly string[]): string {
  return conditions.join(" && ");
}

/** CEL that holds where one of these does. */
export function anyOf(...conditions: readonly string[]): string {
  return conditions.join(" || ");
}
