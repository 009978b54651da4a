import type { PolicyDocument } from "../../shared/aws/policy-document.ts";
import type { SoftwarePolicy } from "./software-entry.ts";

/** The values of placeholders by name: `region`, `option.zones`. A list repeats the text that holds its placeholder. */
export type PlaceholderValues = Readonly<Record<string, string | readonly string[]>>;

/** Not `${aws:PrincipalTag/...}`, which is a variable of IAM. */
const placeholder = /(?<!\$)\{([a-z][A-Za-z]*(?:\.[A-Za-z][\w-]*)?)\}/;

/** The names of a text's placeholders. */
function placeholdersOf(text: string): string[] {
  return [...text.matchAll(new RegExp(placeholder, "g"))].map(([, name = ""]) => name);
}

/**
 * The texts that a text with placeholders stands for: one, or one for each item of a list.
 *
 * @throws Error for a placeholder without a value, which is a mistake in the catalogue
 */
export function fillText(text: string, values: PlaceholderValues): string[] {
  const [whole, name = ""] = placeholder.exec(text) ?? [];
  if (whole === undefined) {
    return [text];
  }
  const value = values[name];
  if (value === undefined) {
    throw new Error(`no value for the placeholder ${whole} in "${text}"`);
  }
  const items = typeof value === "string" ? [value] : value;
  return items.flatMap((item) =>
    fillText(
      text.replace(whole, () => item),
      values,
    ),
  );
}

/** The policy without the statements whose resources are empty lists of options. AWS refuses a statement without resources. */
export function withoutEmptyStatements(policy: SoftwarePolicy, values: PlaceholderValues): SoftwarePolicy {
  const isEmpty = (text: string) => placeholdersOf(text).some((name) => values[name]?.length === 0);
  return {
    ...policy,
    Statement: policy.Statement.filter(({ Resource }) => ![Resource].flat().every(isEmpty)),
  };
}

/** A policy document with values in place of its placeholders, in texts and in lists of texts. */
export function fillPolicy(policy: SoftwarePolicy, values: PlaceholderValues): PolicyDocument {
  return fillValue(policy, values) as PolicyDocument;
}

/** A chart's values with values in place of their placeholders. */
export function fillValues(
  chartValues: Readonly<Record<string, unknown>>,
  values: PlaceholderValues,
): Readonly<Record<string, unknown>> {
  return fillValue(chartValues, values) as Readonly<Record<string, unknown>>;
}

function fillValue(value: unknown, values: PlaceholderValues): unknown {
  if (typeof value === "string") {
    const texts = fillText(value, values);
    return texts.length === 1 ? texts[0] : texts;
  }
  if (Array.isArray(value)) {
    return value.flatMap((item) =>
      typeof item === "string" ? fillText(item, values) : fillItem(item, values),
    );
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [fillText(key, values)[0], fillValue(inner, values)]),
    );
  }
  return value;
}

/** An item of a list: once, or for an object whose texts name a list, once for each item of that list. */
function fillItem(item: unknown, values: PlaceholderValues): unknown[] {
  const name = ownPlaceholders(item).find((placeholder) => Array.isArray(values[placeholder]));
  return name === undefined
    ? [fillValue(item, values)]
    : [values[name] ?? []].flat().flatMap((text) => fillItem(item, { ...values, [name]: text }));
}

/** The placeholders of an object's texts, except in lists inside it. */
function ownPlaceholders(value: unknown): string[] {
  if (typeof value === "string") {
    return placeholdersOf(value);
  }
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.values(value).flatMap(ownPlaceholders)
    : [];
}
