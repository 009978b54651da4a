import type { SoftwareEntry } from "./software-entry.ts";

/** The catalogue, by id. */
export const catalogue: Readonly<Record<string, SoftwareEntry>> = {};
