import type { PlanDocument } from "../plan/document.ts";
import { placeholders } from "../plan/engine/placeholders.ts";
import { isObject, type Json } from "../plan/json.ts";

/** A text that AWS chooses: the plan's placeholder for it, and the form of the real one. */
export interface ComputedText {
  readonly placeholder: RegExp;
  readonly real: RegExp;
}

/**
 * The ids and ARNs that a plan has in place of those that AWS chooses. The real one has the same service and kind, and
 * the name that the program chose, if it chose one.
 */
export function computedTexts(resources: PlanDocument["resources"]): ComputedText[] {
  const found = new Map<string, ComputedText>();
  for (const resource of resources) {
    if (!resource.custom || !resource.type.startsWith("aws:")) {
      continue;
    }
    const ownName = resource.inputs["name"];
    // The account and the region of the plan are placeholders too.
    const { id, outputs } = placeholders(resource, { accountId: "000000000000", region: "region" });
    for (const text of textsIn([id, outputs ?? {}] as Json)) {
      const computed = computedText(text, typeof ownName === "string" ? ownName : undefined);
      if (computed !== undefined) {
        found.set(text, computed);
      }
    }
  }
  return [...found.values()];
}

/** Whether a live text is what a planned placeholder becomes. */
export function isComputed(planned: string, live: string, texts: readonly ComputedText[]): boolean {
  return texts.some(({ placeholder, real }) => placeholder.test(planned) && real.test(live));
}

function textsIn(value: Json): string[] {
  if (typeof value === "string") {
    return [value];
  }
  if (Array.isArray(value)) {
    return value.flatMap(textsIn);
  }
  return isObject(value)
    ? Object.values(value).flatMap((part) => (part === undefined ? [] : textsIn(part)))
    : [];
}

function computedText(text: string, ownName: string | undefined): ComputedText | undefined {
  const [, service, resource = ""] = /^arn:[\w-]+:([\w-]+):[\w-]*:\d*:(.+)$/.exec(text) ?? [];
  if (service !== undefined) {
    const start = `^arn:[\\w-]+:${service}:[\\w-]*:\\d*:`;
    const kind = /^[\w-]+[/:]/.exec(resource)?.[0] ?? "";
    const isChosen = ownName !== undefined && resource.includes(ownName);
    return {
      placeholder: new RegExp(`${start}${literal(resource)}$`),
      real: new RegExp(`${start}${isChosen ? literal(resource) : `${literal(kind)}[\\w+=,.@/-]+`}$`),
    };
  }
  const [, prefix] = /^(vpc|subnet|sg|rtb|pl|vpce|lt|eipalloc)-/.exec(text) ?? [];
  return prefix === undefined
    ? undefined
    : { placeholder: new RegExp(`^${literal(text)}$`), real: new RegExp(`^${prefix}-[\\w-]+$`) };
}

/** A pattern of only this text. */
function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
