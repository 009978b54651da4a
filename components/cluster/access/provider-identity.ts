import * as pulumi from "@pulumi/pulumi";
import type { InputProblem } from "../../shared/input/input-error.ts";
import { valueIfKnown } from "./admins.ts";
import { type ProviderIdentity, tokenProblems } from "./token-identity.ts";

const settings = [
  "profile",
  "sharedConfigFiles",
  "sharedCredentialsFiles",
  "assumeRoles",
  "accessKey",
  "secretKey",
  "token",
  "assumeRoleWithWebIdentity",
] as const;
type Setting = (typeof settings)[number];

/** The identity of the AWS provider of a component's children: an explicit one, or the stack's config `aws:`. */
export function providerIdentity(component: pulumi.Resource): pulumi.Output<ProviderIdentity> {
  const provider = component.getProvider("aws:eks/cluster:Cluster");
  const config = new pulumi.Config("aws");
  // The SDK has each argument of a provider as an output. Those that aren't texts are JSON.
  const inputOf = (setting: Setting) =>
    provider === undefined
      ? config.get(setting)
      : ((provider as unknown as Readonly<Partial<Record<Setting, pulumi.Output<unknown>>>>)[setting] ??
        undefined);
  return pulumi
    .all(settings.map((setting) => pulumi.output(inputOf(setting))))
    .apply((values) =>
      identityOf(Object.fromEntries(settings.map((setting, index) => [setting, values[index]]))),
    );
}

/** Resolves to the settings with which a kubeconfig can't act as the provider does. None if they aren't known yet. */
export async function tokenIdentityProblems(
  identity: pulumi.Output<ProviderIdentity>,
  deployRole: pulumi.Input<string> | undefined,
): Promise<InputProblem[]> {
  const problems = await valueIfKnown(
    pulumi.all([identity, deployRole]).apply(([provider, role]) => tokenProblems(provider, role)),
  );
  return problems ?? [];
}

function identityOf(values: Readonly<Record<string, unknown>>): ProviderIdentity {
  const { profile } = values;
  const isGiven = (setting: Setting) => values[setting] !== undefined && values[setting] !== "";
  return {
    profile: typeof profile === "string" && profile !== "" ? profile : undefined,
    sharedConfigFiles: listOf(values["sharedConfigFiles"]).map(String),
    sharedCredentialsFiles: listOf(values["sharedCredentialsFiles"]).map(String),
    assumeRoles: listOf(values["assumeRoles"]).map(
      (role) => role as { roleArn?: string; externalId?: string },
    ),
    hasOwnCredentials:
      isGiven("accessKey") ||
      isGiven("secretKey") ||
      isGiven("token") ||
      isGiven("assumeRoleWithWebIdentity"),
  };
}

/** A list, or the JSON of one. */
function listOf(value: unknown): unknown[] {
  const list = typeof value === "string" && value !== "" ? parseJson(value) : value;
  return Array.isArray(list) ? list : [];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
