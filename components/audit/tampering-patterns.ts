/**
 * CloudWatch Logs filter patterns for a cluster's log group, `/aws/eks/<cluster>/cluster`.
 *
 * Refusals are known by the response's message: of the annotations the key has dots in it, and the code is 403 or 422,
 * as each rule says.
 *
 * Syntax: CloudWatch Logs user guide, "Filter pattern syntax", JSON log events; at most 1,024 characters.
 */
const refusedBy = (policy: string) => `($.responseStatus.message = "*ValidatingAdmissionPolicy '${policy}*")`;

/** What any of Casemate's policies refused: mistakes, mostly. */
export const refusalPattern = `{ ${refusedBy("casemate-")} }`;

/**
 * What somebody should look at:
 *
 * - attempts to create, change or delete admission policies, their bindings, and admission webhooks. No admission policy
 *   sees these (kubernetes.io, "Validating Admission Policy"), and webhooks could rewrite what the policies then judge:
 *   RBAC leaves them to the platform, so each event is a deployment of its, or an attack. The API server's controller
 *   that writes a policy's status is left out;
 * - refused changes of what the platform owns.
 */
export const policyTamperingPattern =
  `{ (($.objectRef.apiGroup = "admissionregistration.k8s.io") && ($.objectRef.subresource NOT EXISTS) && ` +
  `(($.verb = "create") || ($.verb = "update") || ($.verb = "patch") || ($.verb = "delete") || ($.verb = "deletecollection"))) || ` +
  `${["casemate-marked", "casemate-namespaces", "casemate-network-policies", "casemate-role-bindings"].map(refusedBy).join(" || ")} }`;
