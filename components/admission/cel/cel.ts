/** A CEL list of strings. */
export function celList(values: readonly string[]): string {
  return `[${values.map(celString).join(", ")}]`;
}

/** A CEL string literal. */
export function celString(value: string): string {
  return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n")}'`;
}

/** CEL that is true if all conditions are. */
export function allOf(...conditions: readonly string[]): string {
  return conditions.join(" && ");
}

/** CEL that is true if at least one condition is. */
export function anyOf(...conditions: readonly string[]): string {
  return conditions.join(" || ");
}
