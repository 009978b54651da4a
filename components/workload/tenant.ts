import type * as pulumi from "@pulumi/pulumi";
import type { ComplianceClass } from "../contract/classes.ts";
import type { Exposure } from "../contract/exposure.ts";
import type { AcceptedFlow, CalledFlow } from "../contract/flow.ts";
import type { Lifecycle } from "../contract/lifecycle.ts";
import type { Waiver } from "../contract/waiver.ts";
import type { PolicyDocument } from "../shared/aws/policy-document.ts";
import type { NamespaceSize, SizeName } from "./size.ts";

/**
 * A tenant: one namespace and all that belongs to it. A file `tenants/<name>.yaml` has the same fields with the same
 * meaning.
 */
export interface TenantArgs {
  /** The namespace: a DNS label of at most 63 characters, for example `payments`. */
  readonly name: string;
  /** The responsible team: a DNS label. It becomes the namespace's label `casemate.dev/team`. */
  readonly team: string;
  /** What the namespace's data needs. @default "standard" */
  readonly class?: ComplianceClass;
  /** How much the namespace may use. @default "small" */
  readonly size?: SizeName | NamespaceSize;
  /**
   * StorageClasses that claims may name, in addition to the cluster's default. The cluster's `storageClasses` must list
   * them too.
   *
   * @default - only the default class, which encrypts volumes under a customer key
   */
  readonly storageClasses?: readonly string[];
  /**
   * VolumeAttributesClasses that claims may name. The cluster's `volumeAttributesClasses` must list them too.
   *
   * @default - none
   */
  readonly volumeAttributesClasses?: readonly string[];
  /** The groups with rights inside the namespace. @default - only the platform has rights */
  readonly access?: TenantAccess;
  /**
   * Its workloads by name. Each gets a service account with its name, and pods run as one of these accounts.
   *
   * @default - one with the namespace's name
   */
  readonly workloads?: Readonly<Record<string, WorkloadArgs>>;
  /**
   * The hosts that its Ingresses and Gateway routes may claim: `pay.example.com`, or `*.pay.example.com` for every name
   * one label below. Two tenants of a program must not claim the same host.
   *
   * @default - none: it can't be reached from outside the cluster
   */
  readonly hosts?: readonly string[];
  /**
   * The ways in for traffic from outside the cluster, through load balancers. With `hosts` they are all that an Ingress
   * or a Gateway needs.
   *
   * @default - none: no load balancer reaches it
   */
  readonly exposure?: readonly Exposure[];
  /** Flows that this namespace lets in. @default - none: all ingress is denied */
  readonly accepts?: readonly AcceptedFlow[];
  /** Flows that this namespace sends out. @default - none: all egress except DNS is denied */
  readonly calls?: readonly CalledFlow[];
  /** Controls loosened for this namespace. @default - none */
  readonly waivers?: readonly Waiver[];
  /** @default "protected" */
  readonly lifecycle?: Lifecycle;
}

/** The workloads of a tenant. A tenant that names none has one. */
export function workloadsOf({ name, workloads }: TenantArgs): Readonly<Record<string, WorkloadArgs>> {
  return workloads ?? { [name]: {} };
}

/** Groups of the identity provider, without the cluster's prefix, by their rights. */
export interface TenantAccess {
  /** May read all objects except Secrets. @default - no groups */
  readonly viewers?: readonly string[];
  /** May deploy and configure, Secrets included. @default - no groups */
  readonly developers?: readonly string[];
  /** Rights of developers, and `exec`, `attach` and `port-forward` into running pods. @default - no groups */
  readonly operators?: readonly string[];
}

/** One workload of a namespace. */
export interface WorkloadArgs {
  /**
   * What it may do in AWS: an IAM policy document. Its role has this policy, and EKS Pod Identity gives the role to its
   * pods.
   *
   * @default - none: no role and no credentials
   */
  readonly awsPolicy?: pulumi.Input<string | PolicyDocument>;
  /**
   * Its pods call the Kubernetes API: they mount the service account's token, and egress to the API server is open.
   * Bind the account's rights separately.
   *
   * @default false
   */
  readonly kubernetesApi?: boolean;
}
