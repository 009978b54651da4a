/**
 * Whether a message is the SDK's note on a policy that needs an unknown value. `@pulumi/policy` reports this only
 * as prose (`server.js`, `makeAnalyzeRpcFun` and `makeAnalyzeStackRpcFun`, on an `UnknownValueError`). No other
 * code reads prose. Rules of Casemate's own pack never cause this note.
 */
export function isPreviewNote(message: string): boolean {
  return /^can't run policy '.*' from policy pack '.*' during preview: /.test(message);
}
