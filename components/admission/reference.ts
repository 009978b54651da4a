import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { systemNamespaces } from "./exempt-namespaces.ts";
import { admissionPolicies } from "./policies.ts";
import type { ResourceRule } from "./policy.ts";

/** The page on what admission refuses, `docs/reference/admission.md`. */
export function admissionReference(): string {
  const policies = admissionPolicies({
    registries: ["registry.example.com"],
    exemptNamespaces: systemNamespaces,
  });
  return `# What admission refuses

<!-- Written by \`node components/admission/reference.ts\` from components/admission/. -->

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
- Namespaces: ${spec.matchConstraints.namespaceSelector === undefined ? "all" : "all but those left out"}
- Serves: ${controls.join(", ")}
- Says:
${spec.validations.map(({ message }) => `  - ${message}`).join("\n")}
`,
  )
  .join("\n")}`;
}

function judged({ apiGroups, operations, resources }: ResourceRule): string {
  const named = resources.map((resource) => `\`${resource}\``).join(", ");
  const groups = apiGroups.filter((group) => group !== "").join(", ");
  return `${operations.join(", ")} of ${named}${groups === "" ? "" : ` (${groups})`}`;
}

if (import.meta.main) {
  await writeFile(join(import.meta.dirname, "../../docs/reference/admission.md"), admissionReference());
}
