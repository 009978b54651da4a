import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { classes } from "../../components/contract/classes.ts";
import {
  type Persona,
  type PolicyRule,
  personas,
  rights,
  routeRights,
} from "../../components/contract/persona-rights.ts";
import { type NamespaceSize, sizes } from "../../components/workload/namespace-size.ts";
import { formatBytes, formatCpu } from "../../components/workload/quantity.ts";
import { largestPod } from "../../components/workload/rollout-room.ts";
import { limitRangeItems, quotaHard } from "../../components/workload/size.ts";
import { type FieldSchema, fieldsOf, fieldTable, readSchema } from "./schema-fields.ts";

/** The page on tenants, `docs/reference/tenants.md`. */
export function tenantReference(schema: FieldSchema = readSchema("tenant.schema.json")): string {
  return `# Tenants

<!-- Written by \`node docs/generate/tenants-page.ts\` from the types and tables of components/workload/ and components/contract/. -->

A tenant is one namespace and all that belongs to it: \`tenants/<name>.yaml\`, or an item of \`Tenants\` in code. Both have the same fields. \`schemas/tenant.schema.json\` is the same as a JSON Schema, for editors.

\`\`\`yaml
name: payments
team: pay
\`\`\`

is a whole tenant: class \`standard\`, size \`small\`, closed in both directions, one workload, and rights only for the platform.

## Classes

The class says what the namespace's data needs. The label \`casemate.dev/class\` names it, and admission reads it.

| class | own nodes | \`exec\`, \`attach\`, \`port-forward\` | flows with public addresses |
|---|---|---|---|
${Object.entries(classes)
  .map(
    ([name, { ownNodes, interactive, publicFlows }]) =>
      `| \`${name}\` | ${yes(ownNodes)} | ${interactive ? "operators" : "nobody"} | ${yes(publicFlows)} |`,
  )
  .join("\n")}

## Sizes

The size is what the namespace may use outside of rollouts. The quota adds the largest pod, so that a rolling update of each Deployment ends, also in a full namespace. Kubernetes starts the new pod before it stops the old one.

| | ${names.join(" | ")} |
|---|${names.map(() => "---").join("|")}|
${sizeRows().join("\n")}

The namespace's ResourceQuota, with the room for rollouts:

| quota | ${names.join(" | ")} |
|---|${names.map(() => "---").join("|")}|
${quotaRows().join("\n")}

\`secrets\` has room for the history of Helm: eleven revisions of a release for each five pods. \`requests.nvidia.com/gpu\` is \`size.gpus\`. A Deployment that uses all GPUs needs \`maxSurge: 0\`, because nothing is added for its rollouts.

A container without requests and limits gets these:

| | ${names.join(" | ")} |
|---|${names.map(() => "---").join("|")}|
${defaultRows().join("\n")}

A pod that needs more than the largest one takes \`size.largestPod\`, up to the whole namespace:

\`\`\`yaml
size: { cpu: 4, memory: 8Gi, ephemeralStorage: 10Gi, storage: 20Gi, pods: 20, largestPod: { cpu: 3, memory: 6Gi } }
\`\`\`

## Personas

Groups of the identity provider are \`viewers\`, \`developers\` or \`operators\`. A machine in \`deployers\` has a persona as well, a developer's by default ([let a pipeline deploy](../pipelines.md)). Each persona has the rights of the ones before it.

${personas.map(personaSection).join("\n\n")}

With \`hosts\`, developers and operators also write routes of Gateway API: ${ruleText(routeRights)}. The admission policy casemate-routes compares their hostnames with \`hosts\`.

\`access.customResources\` and \`access.rules\` add rights, never a wildcard, and never one that leads out of the namespace. Custom resources whose controllers reach further, such as Flux's or external-dns', need a waiver of \`custom-resource-deputy\`.

## Exceptions

Each exception is a waiver with a control, a reason, an owner and a last day. The plan lists it. An expired waiver fails the preview.

| control | what it allows |
|---|---|
| \`namespace-restricted-pod-security\` | with \`podSecurity: baseline\`, Pod Security \`baseline\` instead of \`restricted\`. There is none for \`privileged\` |
| \`custom-resource-deputy\` | \`access.customResources\` whose controllers use their own rights for the tenant |

Other controls are the ids of [the pack's rules](policies.md).

## Fields

In a path, \`[]\` is an item of a list, and \`<name>\` a key of your choice.

${fieldTable(fieldsOf(schema))}
`;
}

const names = Object.keys(sizes) as (keyof typeof sizes)[];
const each = (cells: (size: NamespaceSize) => string) => names.map((name) => cells(sizes[name])).join(" | ");

function sizeRows(): string[] {
  return [
    `| cores | ${each(({ cpu }) => String(cpu))} |`,
    `| memory | ${each(({ memory }) => memory)} |`,
    `| ephemeral storage | ${each(({ ephemeralStorage }) => ephemeralStorage)} |`,
    `| persistent storage | ${each(({ storage }) => storage)} |`,
    `| pods | ${each(({ pods }) => String(pods))} |`,
    `| largest pod | ${each((size) => {
      const { cpu, memory, ephemeralStorage } = largestPod(size);
      return `${formatCpu(cpu)} cores, ${formatBytes(memory)}, ${formatBytes(ephemeralStorage)} of ephemeral storage`;
    })} |`,
  ];
}

function quotaRows(): string[] {
  return Object.keys(quotaHard(sizes.small)).map(
    (resource) => `| \`${resource}\` | ${each((size) => quotaHard(size)[resource] ?? "")} |`,
  );
}

function defaultRows(): string[] {
  const bounds = [
    ["request", "defaultRequest"],
    ["limit", "default"],
    ["least", "min"],
    ["most", "max"],
  ] as const;
  return bounds.flatMap(([word, bound]) => [
    `| ${word} | ${each((size) => {
      const values = limitRangeItems(size)[0]?.[bound];
      return typeof values === "object"
        ? Object.entries(values)
            .map(([resource, amount]) => `${resource} ${amount}`)
            .join(", ")
        : "";
    })} |`,
  ]);
}

function personaSection(persona: Persona): string {
  const before = personas[personas.indexOf(persona) - 1];
  const known = new Set(before === undefined ? [] : rights[before]);
  return `**${persona}**: ${ruleText(rights[persona].filter((rule) => !known.has(rule)))}.`;
}

/** \`get, list\` pods, services; \`create\` … */
function ruleText(rules: readonly PolicyRule[]): string {
  const byVerbs = Map.groupBy(rules, ({ verbs }) => verbs.join(", "));
  return [...byVerbs]
    .map(
      ([verbs, group]) =>
        `\`${verbs}\` ${group
          .flatMap(({ apiGroups, resources }) =>
            resources.map((resource) => [resource, ...apiGroups.filter((name) => name !== "")].join(".")),
          )
          .join(", ")}`,
    )
    .join("; ");
}

function yes(value: boolean): string {
  return value ? "yes" : "no";
}

if (import.meta.main) {
  await writeFile(join(import.meta.dirname, "../reference/tenants.md"), tenantReference());
}
