import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { defaultPrefix } from "../../contract/identity-prefix.ts";

/**
 * The identity provider that people sign in with. A cluster can have one. EKS reaches it over the internet: its
 * certificate must be publicly trusted.
 *
 * Every change replaces it, which takes about 15 minutes. Meanwhile only admins can sign in.
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
  /** The prefix of every user name in the cluster. @default "oidc:" */
  readonly usernamePrefix?: string;
  /** The prefix of every group name in the cluster. @default "oidc:" */
  readonly groupsPrefix?: string;
  /** Claims that a token must have, with these values. @default - none */
  readonly requiredClaims?: Readonly<Record<string, string>>;
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
    // A cluster can have only one, and every change replaces it.
    { ...opts, deleteBeforeReplace: true },
  );
}
