import type { KnownIds } from "./known-ids.ts";
import data from "./requirements.json" with { type: "json" };

/** One requirement of Casemate. */
export interface Requirement {
  /** The article's letter, and a number within it. */
  readonly id: KnownIds["Casemate requirements"];
  /** The title of the article that contains it. */
  readonly article: string;
  readonly asked: string;
  /** The evidence that it is met. */
  readonly works: string;
}

/** Every requirement, in the order of the articles. */
export const requirements = data as readonly Requirement[];
