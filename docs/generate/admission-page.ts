import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type PolicySpec,
  type ResourceRule,
  specOf,
} from "../../components/admission/cel/admission-policy.ts";
import { admissionPolicies } from "../../components/admission/policies/index.ts";
import { systemNamespaces } from "../../components/contract/exempt-namespaces.ts";
import { controlLinks } from "./control-links.ts";

/** The page on what admission refuses, `docs/reference/admission.md`. */
export function admissionReference(): string {
  const policies = admissionPolicies(systemNamespaces).map((policy) => ({
    ...policy,
    spec: specOf(policy, ["registry.example.com"]),
  }));
  return `# What admission refuses

<!-- Written by \`node docs/generate/admission-page.ts\` from components/admission/. -->

ValidatingAdmissionPolicies by which the API server itself judges the requests of every user. They fail closed. [The guide](../admission.md) says how to comply, and what to do about a refusal.

| policy | what it judges |
|---|---|
${policies.map(({ name, summary }) => `| [${name}](#${name}) | ${summary} |`).join("\n")}

Exempt namespaces, with the reason:

${systemNamespaces.map(({ name, reason }) => `- \`${name}\`: ${reason}.`).join("\n")}

${policies
  .map(
    ({ name, summary, controls, spec }) => `## ${name}

${summary}

- Judges: ${spec.matchConstraints.resourceRules.map(judged).join("; ")}
- Namespaces: ${namespaces(spec.matchConstraints.namespaceSelector)}
- Serves: ${controlLinks(controls)}
- Says:
${spec.validations.map(({ message }) => `  - ${message}`).join("\n")}
`,
  )
  .join("\n")}`;
}

/** The kinds of selectors: no exempt namespace, one namespace by name, or the tenants' namespaces. */
function namespaces(selector: PolicySpec["matchConstraints"]["namespaceSelector"]): string {
  const { matchExpressions = [] } = selector ?? {};
  const named = matchExpressions.flatMap((each) => (each.operator === "In" ? each.values : []));
  if (named.length > 0) {
    return named.map((name) => `\`${name}\``).join(", ");
  }
  if (matchExpressions.some(({ operator }) => operator === "Exists")) {
    return "those with a class, which are the tenants' namespaces";
  }
  return matchExpressions.length === 0 ? "all, and cluster-scoped objects" : "all except the exempt ones";
}

function judged({ apiGroups, operations, resources }: ResourceRule): string {
  const named = resources.map((resource) => `\`${resource}\``).join(", ");
  const groups = apiGroups.filter((group) => group !== "").join(", ");
  return `${operations.join(", ")} of ${named}${groups === "" ? "" : ` (${groups})`}`;
}

if (import.meta.main) {
  await writeFile(join(import.meta.dirname, "../reference/admission.md"), admissionReference());
}
