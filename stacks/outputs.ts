import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { InputError, parseInput } from "../components/internal.ts";

/** What a `network` stack exports as `network`. Nothing in it is secret. */
export const networkOutput = z.object({
  vpcId: z.string(),
  cidr: z.string(),
  egress: z.enum(["none", "nat"]),
  privateSubnetIds: z.array(z.string()),
  controlPlaneSubnetIds: z.array(z.string()),
  s3PrefixListId: z.string(),
});

/** What a `platform` stack exports as `platform`. Nothing in it is secret. */
export const platformOutput = z.object({
  clusterName: z.string(),
  kubernetesVersion: z.string(),
  vpcCidr: z.string(),
  serviceCidr: z.string(),
  groupsPrefix: z.string(),
  nodeClasses: z.array(z.string()),
  exemptNamespaces: z.array(z.object({ name: z.string(), reason: z.string() })),
  kubeconfig: z.string(),
});

/**
 * Reads one output of another stack.
 *
 * @throws InputError, before anything is registered, if the stack has no such output or one of another shape
 */
export async function readStack<T extends z.ZodType>(
  stack: string,
  output: string,
  schema: T,
): Promise<z.output<T>> {
  const reference = new pulumi.StackReference(qualify(stack));
  const { value, secretValue } = await reference.getOutputDetails(output);
  if (value === undefined) {
    throw new InputError(`stack ${stack}`, [
      {
        path: `outputs.${output}`,
        received: secretValue === undefined ? undefined : "a secret",
        allowed: `the output of a stack whose layer is "${output}"`,
        fix: `Run \`pulumi up --stack ${stack}\` first, or name another stack.`,
      },
    ]);
  }
  return parseInput(`stack ${stack}, output ${output}`, schema, value);
}

/** A plain name means a stack of this project. */
function qualify(stack: string): string {
  return stack.includes("/") ? stack : `${pulumi.getOrganization()}/${pulumi.getProject()}/${stack}`;
}
