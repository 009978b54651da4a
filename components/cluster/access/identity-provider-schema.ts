import { z } from "zod";
import { prefixSchema } from "../../contract/identity-prefix.ts";
import type { InputProblem } from "../../shared/input/input-error.ts";
import { reporting } from "../../shared/input/reporting.ts";
import { nonBlank, optional, strictObject } from "../../shared/input/schemas.ts";
import type { PeopleArgs } from "./identity-provider.ts";

const issuerAllowed = "an https:// URL without query, exactly as the tokens' iss claim has it";
const claim = nonBlank("the name of a claim, such as groups");

/** The identity provider that people sign in with. */
export const peopleSchema = strictObject({
  issuerUrl: z.string(issuerAllowed).check(reporting(issuerProblems)).describe("The OpenID Connect issuer."),
  clientId: nonBlank("the client's id at the issuer").describe("The audience of the tokens."),
  usernameClaim: optional(claim.describe('The claim with a person\'s name. Default: "sub".')),
  groupsClaim: optional(claim.describe('The claim with a person\'s groups. Default: "groups".')),
  usernamePrefix: optional(prefixSchema.describe('Default: "oidc:".')),
  groupsPrefix: optional(prefixSchema.describe('Default: "oidc:".')),
  requiredClaims: optional(
    z
      .record(z.string(), nonBlank("the value that the claim must have"), "claims, such as { tenant: prod }")
      .readonly()
      .describe("Claims that a token must have, with these values. Default: none."),
  ),
} satisfies Readonly<Record<keyof PeopleArgs, z.ZodType>>) satisfies z.ZodType<PeopleArgs>;

function issuerProblems(issuerUrl: string): InputProblem[] {
  const url = URL.canParse(issuerUrl) ? new URL(issuerUrl) : undefined;
  return url?.protocol === "https:" && url.search === "" && url.hash === "" && url.username === ""
    ? []
    : [{ path: "", received: issuerUrl, allowed: issuerAllowed }];
}
