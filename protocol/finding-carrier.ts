import type { Finding } from "./diagnostic.ts";

/**
 * A finding in text for programs. The field `description` of an AnalyzeDiagnostic carries it. That field is
 * free: the engine shows only `message` (pulumi `pkg/engine/events.go`, `policyViolationEvent`), and
 * `@pulumi/policy` passes it on unchanged (`server.js`, `makeReportViolationFun`).
 */
export function encodeFinding({ path, received, allowed, undecidable = false }: Finding): string {
  return JSON.stringify({ finding: { path, received, allowed, undecidable } });
}

/** The finding in the field `description`, or `undefined` if another pack wrote its own text there. */
export function decodeFinding(description: string): Finding | undefined {
  const { path, received, allowed, undecidable } = fieldsOf(fieldsOf(parse(description))["finding"]);
  return typeof path === "string" && typeof received === "string" && typeof allowed === "string"
    ? { path, received, allowed, ...(undecidable === true && { undecidable }) }
    : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
