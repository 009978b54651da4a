/**
 * CloudWatch Logs filter patterns for a cluster's log group, `/aws/eks/<cluster>/cluster`.
 *
 * The patterns recognize a refusal by the response's message. The annotation's key has dots, which a selector can't
 * contain. The code is 403 or 422, which depends on the rule.
 *
 * Syntax: CloudWatch Logs user guide, "Filter pattern syntax", JSON log events; at most 1,024 characters.
 */
const refusedBy = (policy: string) => `($.responseStatus.message = "*ValidatingAdmissionPolicy '${policy}*")`;

/** Every refusal by Casemate's policies. Most are mistakes of users. */
export const refusalPattern = `{ ${refusedBy("casemate-")} }`;

/**
 * Events that need an alarm:
 *
 * - attempts to create, update or delete admission policies, their bindings, and admission webhooks;
 * - refused changes of objects that the platform owns.
 *
 * No admission policy sees requests of the first kind (kubernetes.io, "Validating Admission Policy"). Webhooks could
 * also rewrite objects before the policies judge them. RBAC allows these requests only to the platform, so each event is
 * a deployment by the platform or an attack. The pattern leaves out status updates, which the API server's controller
 * writes.
 */
export const policyTamperingPattern =
  `{ (($.objectRef.apiGroup = "admissionregistration.k8s.io") && ($.objectRef.subresource NOT EXISTS) && ` +
  `(($.verb = "create") || ($.verb = "update") || ($.verb = "patch") || ($.verb = "delete") || ($.verb = "deletecollection"))) || ` +
  `${["casemate-marked", "casemate-namespaces", "casemate-network-policies", "casemate-role-bindings"].map(refusedBy).join(" || ")} }`;
