import { unknown } from "./value.ts";

/** What is true, false, or not known yet. */
export type Tri = boolean | typeof unknown;

/** True if one is; else unknown if one may be. */
export function anyOf(answers: readonly Tri[]): Tri {
  return answers.includes(true) || (answers.includes(unknown) ? unknown : false);
}

/** False if one is; else unknown if one may be. */
export function allOf(answers: readonly Tri[]): Tri {
  return answers.includes(false) ? false : answers.includes(unknown) ? unknown : true;
}
