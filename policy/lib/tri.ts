import { unknown } from "./value.ts";

/** A truth value that can be unknown until the update. */
export type Tri = boolean | typeof unknown;

/** True if one is true, else unknown if one is unknown. */
export function anyOf(answers: readonly Tri[]): Tri {
  return answers.includes(true) || (answers.includes(unknown) ? unknown : false);
}

/** False if one is false, else unknown if one is unknown. */
export function allOf(answers: readonly Tri[]): Tri {
  return answers.includes(false) ? false : answers.includes(unknown) ? unknown : true;
}
