import { z } from "zod";
import { listOf, nonBlank, strictObject } from "../shared/input/schemas.ts";
import type { Waiver } from "./waiver.ts";

const waiver = strictObject({
  control: nonBlank("the id of the control that is loosened"),
  reason: nonBlank("a sentence that a reviewer can judge"),
  owner: nonBlank("a team or a person's address"),
  expires: z.iso.date("a day, such as 2027-01-31"),
} satisfies Readonly<Record<keyof Waiver, z.ZodType>>);

/** Controls loosened on purpose. */
export const waiversSchema = listOf(waiver, "waivers");
