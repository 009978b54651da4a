import { z } from "zod";
import type { InputProblem } from "./input-error.ts";
import { reporting } from "./reporting.ts";

/** For editors, which can't run `problemsOf`. */
const pattern = String.raw`^\d{1,3}(\.\d{1,3}){3}/\d{1,2}$`;

/** An IPv4 range as text. @param allowed - the message for a value that isn't text */
export function cidrSchema(allowed: string, problemsOf: (cidr: string) => readonly InputProblem[]) {
  return z.string(allowed).check(reporting(problemsOf)).meta({ pattern });
}
