import type { InputProblem } from "../../shared/input/input-error.ts";

/** The settings of an AWS provider that decide its identity. */
export interface ProviderIdentity {
  /** A profile of the AWS configuration. */
  readonly profile?: string | undefined;
  /** Files instead of `~/.aws/config` and `~/.aws/credentials`. */
  readonly sharedConfigFiles?: readonly string[];
  readonly sharedCredentialsFiles?: readonly string[];
  /** Roles that it assumes, one by the rights of the other. */
  readonly assumeRoles?: readonly { readonly roleArn?: string; readonly externalId?: string }[];
  /** It has access keys, or assumes a role by a web identity. */
  readonly hasOwnCredentials?: boolean;
}

/** How the AWS CLI gets a token for the same identity. */
export interface TokenIdentity {
  /** Variables of the CLI's environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** The role that the CLI assumes. */
  readonly role: string | undefined;
}

/**
 * The AWS CLI creates the tokens of a kubeconfig. Without the provider's settings it acts as another identity: the check
 * of the admins passes, and the API server refuses the first object.
 */
export function tokenIdentity(
  { profile, sharedConfigFiles = [], sharedCredentialsFiles = [], assumeRoles = [] }: ProviderIdentity,
  deployRole: string | undefined,
): TokenIdentity {
  return {
    environment: {
      ...(profile !== undefined && { AWS_PROFILE: profile }),
      ...(sharedConfigFiles[0] !== undefined && { AWS_CONFIG_FILE: sharedConfigFiles[0] }),
      ...(sharedCredentialsFiles[0] !== undefined && {
        AWS_SHARED_CREDENTIALS_FILE: sharedCredentialsFiles[0],
      }),
    },
    role: deployRole ?? assumeRoles[0]?.roleArn,
  };
}

/** The settings with which the AWS CLI can't act as the same identity. */
export function tokenProblems(
  {
    sharedConfigFiles = [],
    sharedCredentialsFiles = [],
    assumeRoles = [],
    hasOwnCredentials = false,
  }: ProviderIdentity,
  deployRole: string | undefined,
): InputProblem[] {
  const [first, ...others] = assumeRoles;
  const problem = (received: unknown, allowed: string, fix: string): InputProblem => ({
    path: "deployRole",
    received,
    allowed,
    fix,
  });
  return [
    ...(hasOwnCredentials
      ? [
          problem(
            "an AWS provider with its own keys or web identity",
            "a provider whose identity the AWS CLI can use, which creates the cluster's tokens",
            "Use aws:profile, or credentials in the environment.",
          ),
        ]
      : []),
    ...(sharedConfigFiles.length > 1 || sharedCredentialsFiles.length > 1
      ? [
          problem(
            [...sharedConfigFiles, ...sharedCredentialsFiles],
            "at most one file of each kind, like the AWS CLI",
            "Join the files, or use the default ones.",
          ),
        ]
      : []),
    ...(others.length > 0 || first?.externalId !== undefined
      ? [
          problem(
            assumeRoles.map(({ roleArn }) => roleArn),
            "an AWS provider that assumes one role without an external id, like the AWS CLI",
            "Put the chain of roles into a profile of the AWS configuration, and name it in aws:profile.",
          ),
        ]
      : []),
    ...(first?.roleArn !== undefined &&
    deployRole !== undefined &&
    deployRole !== first.roleArn &&
    others.length === 0
      ? [
          problem(
            deployRole,
            `the role that the AWS provider assumes, ${first.roleArn}`,
            "Remove deployRole, or assume it in the provider too.",
          ),
        ]
      : []),
  ];
}
