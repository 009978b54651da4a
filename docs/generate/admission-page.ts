import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PolicySpec, ResourceRule } from "../../components/admission/cel/admission-policy.ts";
import { admissionPolicies } from "../../components/admission/policies/index.ts";
import { systemNamespaces } from "../../components/contract/exempt-namespaces.ts";

/** The page on what admission refuses, `docs/reference/admission.md`. */
export function admissionReference(): string {
  const policies = admissionPolicies({
    registries: ["registry.example.com"],
    exemptNamespaces: systemNamespaces,
  });
  return `# What admission refuses

<!-- Written by \`node docs/generate/admission-page.ts\` from components/admission/. -->

ValidatingAdmissionPolicies, which the API server itself asks about every request, whoever sends it. They fail closed. [The guide](../admission.md) says how to comply, and what to do about a refusal.

| policy | what it is about |
|---|---|
${policies.map(({ name, summary }) => `| [${name}](#${name}) | ${summary} |`).join("\n")}

Left out, with the reason:

${systemNamespaces.map(({ name, reason }) => `- \`${name}\`: ${reason}.`).join("\n")}

${policies
  .map(
    ({ name, summary, controls, spec }) => `## ${name}

${summary}

- Judges: ${spec.matchConstraints.resourceRules.map(judged).join("; ")}
- Namespaces: ${namespaces(spec.matchConstraints.namespaceSelector)}
- Serves: ${controls.join(", ")}
- Says:
${spec.validations.map(({ message }) => `  - ${message}`).join("\n")}
`,
  )
  .join("\n")}`;
}

/** The selectors that there are: no namespace left out, one by name, or those of tenants. */
function namespaces(selector: PolicySpec["matchConstraints"]["namespaceSelector"]): string {
  const { matchExpressions = [] } = selector ?? {};
  const named = matchExpressions.flatMap((each) => (each.operator === "In" ? each.values : []));
  if (named.length > 0) {
    return named.map((name) => `\`${name}\``).join(", ");
  }
  if (matchExpressions.some(({ operator }) => operator === "Exists")) {
    return "those that have a class, the tenants'";
  }
  return matchExpressions.length === 0 ? "all, and what has none" : "all but those left out";
}

function judged({ apiGroups, operations, resources }: ResourceRule): string {
  const named = resources.map((resource) => `\`${resource}\``).join(", ");
  const groups = apiGroups.filter((group) => group !== "").join(", ");
  return `${operations.join(", ")} of ${named}${groups === "" ? "" : ` (${groups})`}`;
}

if (import.meta.main) {
  await writeFile(join(import.meta.dirname, "../reference/admission.md"), admissionReference());
}
