import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type AdmissionPolicy,
  type PolicySpec,
  type ResourceRule,
  specOf,
} from "../../components/admission/cel/admission-policy.ts";
import { admissionPolicies } from "../../components/admission/policies/index.ts";
import { systemNamespaces } from "../../components/contract/exempt-namespaces.ts";
import { platformLabel } from "../../components/contract/platform-marks.ts";
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
    ({ name, summary, controls, spec, outside }) => `## ${name}

${summary}

- Judges: ${spec.matchConstraints.resourceRules.map(judged).join("; ")}
- Namespaces: ${namespaces(spec.matchConstraints.namespaceSelector, outside)}
- Serves: ${controlLinks(controls)}
- Says:
${spec.validations.map(({ message }) => `  - ${message}`).join("\n")}
`,
  )
  .join("\n")}`;
}

/** The namespaces in words: by the policy's selector, and by the selectors of its bindings. */
function namespaces(
  selector: PolicySpec["matchConstraints"]["namespaceSelector"],
  outside: AdmissionPolicy["outside"] = "unmarked",
): string {
  const { matchExpressions = [] } = selector ?? {};
  const named = matchExpressions.flatMap((each) => (each.operator === "In" ? each.values : []));
  if (named.length > 0) {
    return named.map((name) => `\`${name}\``).join(", ");
  }
  const required = matchExpressions.flatMap(({ operator, key }) => (operator === "Exists" ? [key] : []));
  if (required.includes(platformLabel)) {
    return "those for platform software";
  }
  if (required.length > 0) {
    return "those with a class, which are the tenants' namespaces";
  }
  if (matchExpressions.length === 0) {
    return "all, and cluster-scoped objects";
  }
  return {
    unmarked:
      "all except the exempt ones and those for platform software; a namespace with a class is never exempt",
    platform: "all except the exempt ones; a namespace with a class is never exempt",
    all: "all except those of Kubernetes and AWS",
  }[outside];
}

function judged({ apiGroups, operations, resources }: ResourceRule): string {
  const named = resources.map((resource) => `\`${resource}\``).join(", ");
  const groups = apiGroups.filter((group) => group !== "").join(", ");
  return `${operations.join(", ")} of ${named}${groups === "" ? "" : ` (${groups})`}`;
}

if (import.meta.main) {
  await writeFile(join(import.meta.dirname, "../reference/admission.md"), admissionReference());
}
