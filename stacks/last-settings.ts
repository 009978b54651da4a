import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";

const people = z.record(z.string(), z.unknown());
const lifecycle = z.enum(["protected", "disposable"]);

/**
 * Settings that a later update can't change freely. Each update writes them into the stack's outputs, and the next one
 * compares its config with them. An account isn't needed for that, so a preview refuses a change before the engine
 * plans to replace what is protected.
 */
export const settingsSchema = z.object({
  lifecycle,
  /** The network that the stack creates. Absent if the network is another stack's, or the user's own. */
  network: z
    .object({
      name: z.string(),
      cidr: z.string(),
      zones: z.array(z.string()).optional(),
      nodesIn: z.string().optional(),
      egress: z.string().optional(),
      interfaceEndpoints: z.boolean().optional(),
    })
    .optional(),
  cluster: z
    .object({
      clusterName: z.string(),
      serviceCidr: z.string(),
      people: people.optional(),
      /** The role that applied Kubernetes objects. Absent if it was the identity that ran the update. */
      deployRole: z.string().optional(),
    })
    .optional(),
  /** The classes with a node pool. A class is `disposable` if all of its pools are. */
  nodeClasses: z.record(z.string(), lifecycle).optional(),
  /** The lifecycle of each tenant. */
  tenants: z.record(z.string(), lifecycle).optional(),
});

export type Settings = z.output<typeof settingsSchema>;

/**
 * The settings of this stack's last update, from its own outputs. A reference to the own stack answers with the outputs
 * of the last update.
 *
 * @returns `undefined` before the first update, and after an update of a release that wrote none
 */
export async function readLastSettings(): Promise<Settings | undefined> {
  const name = [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()].join("/");
  const { value } = await new pulumi.StackReference(name).getOutputDetails("settings");
  const { data } = settingsSchema.safeParse(value);
  return data;
}
