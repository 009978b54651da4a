import type { Deployer } from "./deployer.ts";
import type { CustomResourceAccess, ExtraRule } from "./extra-rights.ts";

/** Who has rights in a tenant's namespace. Groups are those of the identity provider, without the cluster's prefix. */
export interface TenantAccess {
  /** May read all objects except Secrets. @default - no groups */
  readonly viewers?: readonly string[];
  /** May deploy and configure, Secrets included. @default - no groups */
  readonly developers?: readonly string[];
  /** Rights of developers, and `exec`, `attach` and `port-forward` into running pods. @default - no groups */
  readonly operators?: readonly string[];
  /** Machines: IAM roles of pipelines, and service accounts of controllers such as Argo CD or Flux. @default - none */
  readonly deployers?: readonly Deployer[];
  /** Custom resources: viewers read them, developers and operators also write them. @default - none */
  readonly customResources?: readonly CustomResourceAccess[];
  /** More rights on Kubernetes' own kinds, without wildcards. @default - none */
  readonly rules?: readonly ExtraRule[];
}

/** All groups of a tenant, without the cluster's prefix, each once. */
export function groupsOf({ viewers = [], developers = [], operators = [] }: TenantAccess = {}): string[] {
  return [...new Set([...viewers, ...developers, ...operators])];
}
