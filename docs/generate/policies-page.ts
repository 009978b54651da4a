import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { loadRules } from "../../policy/load-rules.ts";
import type { Rule } from "../../policy/rule.ts";

/** The page on the pack's rules, `docs/reference/policies.md`. */
export function policyReference(rules: readonly Rule[]): string {
  return `# The policy pack's rules

<!-- Written by \`node docs/generate/policies-page.ts\` from policy/rules/. -->

\`pulumi preview --policy-pack policy\` asks them about any program. All are mandatory: a violation stops the preview. An absent value counts as the provider's default. A value that isn't known until the update is reported as "undecidable at preview", which is advisory; the update decides.

A rule's level for one stack is set by a file, as \`{"rbac-no-wildcards": "advisory"}\`, with \`--policy-pack-config\`.

The rules see the resources of \`@pulumi/aws\` and \`@pulumi/kubernetes\`, also those inside components, \`eks.Cluster\`, \`yaml.ConfigGroup\` and \`helm.v4.Chart\`. They don't see into \`helm.v3.Release\`, into custom resources that make nodes, as Karpenter's, or into other providers' resources, as \`aws-native\`. The namespaces kube-system, kube-public and kube-node-lease are Kubernetes' own and left alone.

| rule | holds | severity |
|---|---|---|
${rules.map((rule) => `| [${rule.id}](#${rule.id}) | ${rule.description} | ${rule.severity} |`).join("\n")}

${rules.map(section).join("\n")}`;
}

function section(rule: Rule): string {
  return `## ${rule.id}

${rule.description}

- Guards: ${rule.guards}
- Severity: ${rule.severity}
- Looks at: ${rule.kinds.map((kind) => `\`${kind}\``).join(", ")}${"check" in rule ? "" : ", of the whole stack at once"}
- Mend: ${rule.remediation}
- Controls: ${controls(rule)}
`;
}

function controls(rule: Rule): string {
  return [...Map.groupBy(rule.controls, ({ framework }) => framework)]
    .map(([framework, items]) => `${framework} ${items.map(({ id }) => id).join(", ")}`)
    .join("; ");
}

if (import.meta.main) {
  const page = join(import.meta.dirname, "../reference/policies.md");
  await writeFile(page, policyReference(await loadRules()));
}
