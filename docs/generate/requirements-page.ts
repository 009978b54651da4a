import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { catalogue } from "../../controls/catalogue.ts";
import { type Control, requirement, textOf, textPrefixes } from "../../controls/ids.ts";
import { requirements } from "../../controls/requirements.ts";
import { anchorOf, controlLinks } from "./control-links.ts";
import { type Server, servers } from "./served-by.ts";

/** The page on requirements and controls, `docs/reference/requirements.md`. */
export function requirementsReference(all: readonly Server[]): string {
  const { attempts = [], claims = [] } = Object.groupBy(all, ({ kind }) =>
    kind === "attempts" ? "attempts" : "claims",
  );
  const byFramework = Map.groupBy(catalogue, ({ framework }) => framework);
  return `# Requirements and controls

<!-- Written by \`node controls/generate.ts && node docs/generate/requirements-page.ts\` from controls/ and from what serves them. -->

A requirement is one thing that Casemate is asked to do, such as \`A5\`. A control is one item of a framework, such as \`CIS EKS 5.4.2\`. Code, docs and tests use these codes. This page says what each code means, and what serves it.

"Served by" lists components of the library, [rules of the policy pack](policies.md), and [admission policies](admission.md). "Attempts" lists the files of attempts that [the lab](../lab.md) makes on a real API server, without the [known holes](../known-holes.md). Both are computed from the code. To serve a control is to meet it or a part of it. An empty cell means that nothing claims the control.

| framework | edition | text form |
|---|---|---|
| [Casemate requirements](#requirements) | | \`A5\` |
${[...byFramework]
  .map(([framework, group]) => {
    const editions = new Set(group.map(({ version }) => version));
    const example = `\`${textPrefixes[framework]}${group[0]?.id}\``;
    return `| [${framework}](#${frameworkAnchor(framework)}) | ${[...editions].join(", ")} | ${example} |`;
  })
  .join("\n")}

## Requirements

${[...Map.groupBy(requirements, ({ article }) => article)]
  .map(
    ([article, group]) => `### ${group[0]?.id.slice(0, 1)}. ${article}

| id | asked | works when | served by | attempts |
|---|---|---|---|---|
${group
  .map(({ id, asked, works }) => {
    const [control] = requirement(id);
    return `| ${anchored(control)} | ${asked} | ${works} | ${serving(claims, control)} | ${serving(attempts, control)} |`;
  })
  .join("\n")}
`,
  )
  .join("\n")}
${[...byFramework]
  .map(
    ([framework, group]) => `## ${framework}

| id | control | met in | served by | attempts |
|---|---|---|---|---|
${group
  .map(
    (control) =>
      `| ${anchored(control)} | ${control.title} | ${control.layer} | ${serving(claims, control)} | ${serving(attempts, control)} |`,
  )
  .join("\n")}
`,
  )
  .join("\n")}
## Components

${claims
  .filter(({ kind }) => kind === "component")
  .map(({ name, controls }) => `### ${name}\n\n${controlLinks(controls, "")}\n`)
  .join("\n")}`;
}

/** As GitHub makes it from a heading. */
function frameworkAnchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");
}

function anchored(control: Control): string {
  return `<a id="${anchorOf(control)}"></a>${control.id}`;
}

function serving(all: readonly Server[], control: Control): string {
  const text = textOf(control);
  return all
    .filter(({ controls }) => controls.some((served) => textOf(served) === text))
    .map(({ name, link }) => `[${name}](${link})`)
    .join(", ");
}

if (import.meta.main) {
  const page = join(import.meta.dirname, "../reference/requirements.md");
  await writeFile(page, requirementsReference(await servers()));
}
