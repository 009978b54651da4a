import type { Finding } from "./diagnostic.ts";

/**
 * A finding as text for machines. It travels in the field `description` of an AnalyzeDiagnostic. That field is
 * free: the engine shows `message` only (pulumi `pkg/engine/events.go`, `policyViolationEvent`), and
 * `@pulumi/policy` passes it on as given (`server.js`, `makeReportViolationFun`).
 */
export function encodeFinding({ path, received, allowed, undecidable = false }: Finding): string {
  return JSON.stringify({ finding: { path, received, allowed, undecidable } });
}

/** The finding in the field `description`; none where a pack has other text there. */
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
