import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { defaultPrefix, prefixProblems } from "../../contract/identity-prefix.ts";
import type { InputProblem } from "../../shared/input/input-error.ts";

/**
 * The identity provider that people sign in with. EKS takes one for each cluster, and reaches it over the
 * internet: its certificate must be publicly trusted.
 *
 * Every change replaces it, and nobody signs in by it meanwhile (about a quarter of an hour); admins do.
 */
export interface PeopleArgs {
  /** The issuer, exactly as tokens name it: `https://login.example.com/tenant`. */
  readonly issuerUrl: string;
  /** The audience of the tokens. */
  readonly clientId: string;
  /** The claim with a person's name. @default "sub" */
  readonly usernameClaim?: string;
  /** The claim with a person's groups. @default "groups" */
  readonly groupsClaim?: string;
  /** What stands before every user name in the cluster. @default "oidc:" */
  readonly usernamePrefix?: string;
  /** What stands before every group name in the cluster. @default "oidc:" */
  readonly groupsPrefix?: string;
  /** Claims that a token must have, with these values. @default - none */
  readonly requiredClaims?: Readonly<Record<string, string>>;
}

/** What is wrong with the identity provider. */
export function peopleProblems(people: PeopleArgs): InputProblem[] {
  return [
    ...issuerProblems(people.issuerUrl),
    ...(people.clientId === ""
      ? [{ path: "people.clientId", received: "", allowed: "the audience of the provider's tokens" }]
      : []),
    ...prefixProblems("people.usernamePrefix", people.usernamePrefix),
    ...prefixProblems("people.groupsPrefix", people.groupsPrefix),
  ];
}

function issuerProblems(issuerUrl: string): InputProblem[] {
  const url = URL.canParse(issuerUrl) ? new URL(issuerUrl) : undefined;
  if (url?.protocol === "https:" && url.search === "" && url.hash === "" && url.username === "") {
    return [];
  }
  return [
    {
      path: "people.issuerUrl",
      received: issuerUrl,
      allowed: "an https:// URL without query, exactly as the tokens' iss claim has it",
    },
  ];
}

/** Lets people sign in with tokens of their identity provider. NSA-AUTH-02. */
export function createIdentityProvider(
  name: string,
  args: PeopleArgs & { readonly clusterName: pulumi.Input<string> },
  opts: pulumi.CustomResourceOptions,
): aws.eks.IdentityProviderConfig {
  const {
    clusterName,
    issuerUrl,
    clientId,
    usernameClaim = "sub",
    groupsClaim = "groups",
    usernamePrefix = defaultPrefix,
    groupsPrefix = defaultPrefix,
    requiredClaims,
  } = args;
  return new aws.eks.IdentityProviderConfig(
    `${name}-people`,
    {
      clusterName,
      oidc: {
        identityProviderConfigName: "people",
        issuerUrl,
        clientId,
        usernameClaim,
        usernamePrefix,
        groupsClaim,
        groupsPrefix,
        ...(requiredClaims !== undefined && { requiredClaims }),
      },
    },
    // EKS takes one at a time, and every change replaces it.
    { ...opts, deleteBeforeReplace: true },
  );
}
