import { catalogue } from "../../controls/catalogue.ts";
import { type Control, isRequirement, requirement, textOf } from "../../controls/ids.ts";
import { requirements } from "../../controls/requirements.ts";

/** Every requirement, and every control of the catalogue. */
export const knownControls: readonly Control[] = [
  ...requirements.flatMap(({ id }) => requirement(id)),
  ...catalogue,
];

const knownTexts = new Set(knownControls.map(textOf));

/** The problems of a `controls` list: ids that don't exist, ids that it names twice, and no requirement. */
export function controlProblems(controls: readonly Control[]): string[] {
  const texts = controls.map(textOf);
  return [
    ...texts.filter((text) => !knownTexts.has(text)).map((text) => `unknown: ${text}`),
    ...texts.filter((text, index) => texts.indexOf(text) !== index).map((text) => `named twice: ${text}`),
    ...(controls.some(isRequirement) ? [] : ["no requirement"]),
  ];
}
