import type { StackSubject } from "./rule.ts";
import { at, elements, type Properties } from "./value.ts";

/** The components whose arguments exempt namespaces from admission, each with a reason. */
export const exemptingKinds = ["casemate:cluster:HardenedCluster", "casemate:cluster:AdmissionPolicies"];

// The labels of `components/contract/`. The pack imports no component: it judges any program.
const platformLabel = ["metadata", "labels", "casemate.dev/platform"];
const classLabel = ["metadata", "labels", "casemate.dev/class"];

/** Whether a Namespace has the label for software that the platform runs, and not that of a tenant. */
export function isPlatforms(namespace: Properties): boolean {
  const mark = at(namespace, platformLabel);
  return typeof mark === "string" && mark !== "" && !isTenants(namespace);
}

/** The names of the namespaces that the stack's clusters exempt with a reason. A class makes a namespace a tenant's. */
export function exemptNames(subjects: readonly StackSubject[]): ReadonlySet<string> {
  return new Set(
    subjects
      .filter(({ kind }) => exemptingKinds.includes(kind))
      .flatMap(({ inputs }) => elements(at(inputs, "exemptNamespaces")))
      .flatMap((exempt) => {
        const [name, reason] = [at(exempt, "name"), at(exempt, "reason")];
        return typeof name === "string" && typeof reason === "string" && reason.trim() !== "" ? [name] : [];
      }),
  );
}

/** Whether a cluster of the stack exempts the Namespace. */
export function isExempt(namespace: Properties, names: ReadonlySet<string>): boolean {
  const name = at(namespace, "metadata.name");
  return typeof name === "string" && names.has(name) && !isTenants(namespace);
}

function isTenants(namespace: Properties): boolean {
  return at(namespace, classLabel) !== undefined;
}
