/**
 * Whether a message is the SDK's note on a policy that needs a value not known yet. `@pulumi/policy` says so in
 * prose alone (`server.js`, `makeAnalyzeRpcFun` and `makeAnalyzeStackRpcFun`, on an `UnknownValueError`). This
 * is the only place that reads prose; rules of Casemate's own pack never get there.
 */
export function isPreviewNote(message: string): boolean {
  return /^can't run policy '.*' from policy pack '.*' during preview: /.test(message);
}
