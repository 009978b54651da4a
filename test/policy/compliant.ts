import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Known, Properties } from "../../policy/lib/value.ts";
import { judgedResources } from "./table.ts";

const rules = join(import.meta.dirname, "rules");

/** Loads the tests of all rules, which fills `judgedResources`. */
export async function loadRuleTests(): Promise<void> {
  for (const file of readdirSync(rules, { recursive: true, encoding: "utf8" })) {
    if (file.endsWith(".test.ts")) {
      await import(join(rules, file));
    }
  }
}

/**
 * The inputs with every field that the tests of rules add to make the type's resource compliant. So a new rule needs no
 * change of the fixtures. Call `loadRuleTests` first.
 */
export function completed<T extends Properties>(type: string, inputs: T): T {
  return judgedResources
    .filter((resource) => resource.isCompliant && resource.type === type)
    .reduce((sum, resource) => withMissing(sum, resource.inputs) as T, inputs);
}

function withMissing(inputs: Properties, added: Properties): Properties {
  const merged = Object.entries(added).map(([key, value]) => {
    const own = inputs[key];
    return [key, isMap(own) && isMap(value) ? withMissing(own, value) : (own ?? value)];
  });
  return { ...inputs, ...Object.fromEntries(merged) };
}

function isMap(value: unknown): value is Readonly<Record<string, Known>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
