import type { Diagnostic, Finding } from "../../protocol/diagnostic.ts";
import { decodeFinding } from "../../protocol/finding-carrier.ts";
import type { AnalyzeDiagnostic } from "../engine/sdk.ts";
import { isPreviewNote } from "./preview-note.ts";

/** The protocol's `EnforcementLevel` by number. A remediation that fails counts as mandatory. */
const levels: readonly Diagnostic["enforcement"][] = ["advisory", "mandatory", "advisory", "mandatory"];
/** The protocol's `PolicySeverity` by number. */
const severities = ["", "low", "medium", "high", "critical"];

/** A diagnostic from the analyzer protocol. `judgedUrn` names the resource that the pack was asked about. */
export function readDiagnostic(sent: AnalyzeDiagnostic, judgedUrn: string): Diagnostic {
  const enforcement = levels[sent.getEnforcementlevel()] ?? "mandatory";
  const message = sent.getMessage();
  return {
    policy: sent.getPolicyname(),
    enforcement,
    severity: severities[sent.getSeverity()] ?? "",
    urn: sent.getUrn() || judgedUrn,
    message,
    ...findingOf(sent, enforcement, message),
  };
}

/** A mandatory diagnostic is always decided. Otherwise a pack could hide a violation from the plan. */
function findingOf(
  sent: AnalyzeDiagnostic,
  enforcement: Diagnostic["enforcement"],
  message: string,
): Partial<Finding> {
  const { undecidable = isPreviewNote(message), ...place } = decodeFinding(sent.getDescription()) ?? {};
  return { ...place, ...(undecidable && enforcement === "advisory" && { undecidable }) };
}
