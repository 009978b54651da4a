import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Rule } from "../../policy/lib/rule.ts";
import { loadRules } from "../../policy/load-rules.ts";
import { controlLinks } from "./control-links.ts";

/** The page on the pack's rules, `docs/reference/policies.md`. */
export function policyReference(rules: readonly Rule[]): string {
  return `# The policy pack's rules

<!-- Written by \`node docs/generate/policies-page.ts\` from policy/rules/. -->

\`pulumi preview --policy-pack policy\` applies them to any program. All are mandatory: a violation stops the preview. An absent value counts as the provider's default. A value that isn't known until the update is "undecidable at preview", which is advisory. The update decides.

To set a rule's level for one stack, give a file with \`--policy-pack-config\`, for example \`{"rbac-no-wildcards": "advisory"}\`.

The rules see the resources of \`@pulumi/aws\` and \`@pulumi/kubernetes\`, also those inside components, \`eks.Cluster\`, \`yaml.ConfigGroup\` and \`helm.v4.Chart\`. They don't see into \`helm.v3.Release\`, into custom resources that create nodes (for example Karpenter's), or into resources of other providers (for example \`aws-native\`). The rules skip Kubernetes' own namespaces kube-system, kube-public and kube-node-lease.

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
- Looks at: ${rule.kinds.map((kind) => `\`${kind}\``).join(", ")}${"check" in rule ? "" : ", of the whole stack together"}
- Fix: ${rule.remediation}
- Serves: ${controlLinks(rule.controls)}
`;
}

if (import.meta.main) {
  const page = join(import.meta.dirname, "../reference/policies.md");
  await writeFile(page, policyReference(await loadRules()));
}
