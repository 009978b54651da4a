import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { InputError, optional, parseInput } from "../components/internal.ts";

/*
 * What other stacks read of an output. Its other fields are for users. A field that earlier releases didn't export is
 * optional here. A stack can then read the output of another stack that still has the earlier release.
 */

const texts = z.array(z.string());
const egress = z.enum(["none", "nat"]);

/** The output `network` of a `network` stack. Nothing in it is secret. */
export const networkOutput = z.object({
  vpcId: z.string(),
  cidr: z.string(),
  additionalCidrs: optional(texts),
  controlPlaneCidrs: optional(texts),
  egress,
  publicLoadBalancerCidrs: optional(texts),
  internalLoadBalancerCidrs: optional(texts),
  endpointServices: optional(texts),
  privateSubnetIds: z.array(z.string()),
  controlPlaneSubnetIds: z.array(z.string()),
  s3PrefixListId: z.string(),
});

const nodeRule = z.object({
  direction: z.enum(["ingress", "egress"]),
  peer: z.string(),
  port: optional(z.number()),
  toPort: optional(z.number()),
});

/** The output `platform` of a `platform` stack. Nothing in it is secret. */
export const platformOutput = z.object({
  clusterName: z.string(),
  kubernetesVersion: z.string(),
  vpcCidr: z.string(),
  serviceCidr: z.string(),
  groupsPrefix: z.string(),
  nodeClasses: z.array(z.string()),
  exemptNamespaces: z.array(z.object({ name: z.string(), reason: z.string() })),
  additionalCidrs: optional(texts),
  controlPlaneCidrs: optional(texts),
  egress: optional(egress),
  connectedCidrs: optional(texts),
  publicLoadBalancerCidrs: optional(texts),
  internalLoadBalancerCidrs: optional(texts),
  endpointServices: optional(texts),
  networkPolicyMode: optional(z.enum(["strict", "standard"])),
  nodeSecurityGroupId: optional(z.string()),
  nodeRules: optional(z.array(nodeRule)),
  controlPlaneSecurityGroupId: optional(z.string()),
  webhookPorts: optional(z.array(z.number())),
  permissionsBoundary: optional(z.string()),
  podSecurityVersion: optional(z.string()),
  kubeconfig: z.string(),
  // Stacks of older releases don't have these.
  hasIdentityProvider: z.boolean().exactOptional(),
  adminRoles: z.array(z.string()).exactOptional(),
  deployerRoles: z.array(z.string()).exactOptional(),
});

/**
 * Reads one output of another stack.
 *
 * @throws InputError, before any resource is registered, if the output is missing or has another shape
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
