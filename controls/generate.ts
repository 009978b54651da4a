import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import catalogue from "./catalogue.json" with { type: "json" };
import requirements from "./requirements.json" with { type: "json" };

/** `known-ids.ts`: the ids of the catalogue and of the requirements as types. TypeScript reads ids in JSON only as strings. */
export function knownIds(): string {
  const items = [
    ...requirements.map(({ id }) => ({ framework: "Casemate requirements", id })),
    ...catalogue.map(({ framework, id }) => ({ framework, id })),
  ];
  return `// Written by \`node controls/generate.ts\` from catalogue.json and requirements.json.

/** Every id that exists, by the name of its framework. */
export interface KnownIds {
${[...Map.groupBy(items, ({ framework }) => framework)]
  .map(
    ([framework, group]) =>
      `  readonly ${JSON.stringify(framework)}:\n${group.map(({ id }) => `    | ${JSON.stringify(id)}`).join("\n")};`,
  )
  .join("\n")}
}
`;
}

if (import.meta.main) {
  await writeFile(join(import.meta.dirname, "known-ids.ts"), knownIds());
}
