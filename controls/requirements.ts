import type { KnownIds } from "./known-ids.ts";
import data from "./requirements.json" with { type: "json" };

/** One thing that Casemate is asked to do. */
export interface Requirement {
  /** The article's letter, and a number within it. */
  readonly id: KnownIds["Casemate requirements"];
  /** The title of the article that asks for it. */
  readonly article: string;
  readonly asked: string;
  /** What must be shown before it counts as met. */
  readonly works: string;
}

/** Every requirement, in the order of the articles. */
export const requirements = data as readonly Requirement[];
