import type * as pulumi from "@pulumi/pulumi";
import type { ComplianceClass } from "../contract/classes.ts";
import type { AcceptedFlow, CalledFlow } from "../contract/flow.ts";
import type { Lifecycle } from "../contract/lifecycle.ts";
import type { Waiver } from "../contract/waiver.ts";
import type { PolicyDocument } from "../shared/aws/policy-document.ts";
import type { NamespaceSize, SizeName } from "./size.ts";

/**
 * One workload's namespace and all that belongs to it, as data. A file `tenants/<name>.yaml` has exactly
 * these fields and this meaning.
 */
export interface TenantArgs {
  /** The namespace: a DNS label of at most 63 characters, as `payments`. */
  readonly name: string;
  /** The team that answers for it, a DNS label; it stands as the label `casemate.dev/team`. */
  readonly team: string;
  /** What the data needs. @default "standard" */
  readonly class?: ComplianceClass;
  /** How much the namespace may use. @default "small" */
  readonly size?: SizeName | NamespaceSize;
  /** Who has which rights inside the namespace. @default - nobody but the platform */
  readonly access?: TenantAccess;
  /**
   * Its workloads by name; each gets a service account of that name, and pods run as one of these.
   *
   * @default - one, named as the namespace
   */
  readonly workloads?: Readonly<Record<string, WorkloadArgs>>;
  /**
   * The hosts that its Ingresses and Gateway routes may claim, as `pay.example.com`, or `*.pay.example.com` for
   * every name one label below. No two tenants of a program claim the same.
   *
   * @default - none: it isn't reached from outside the cluster
   */
  readonly hosts?: readonly string[];
  /** Flows that this namespace lets in. @default - none: all ingress is denied */
  readonly accepts?: readonly AcceptedFlow[];
  /** Flows that this namespace sends out. @default - none: all egress but DNS is denied */
  readonly calls?: readonly CalledFlow[];
  /** Controls loosened for this namespace. @default - none */
  readonly waivers?: readonly Waiver[];
  /** @default "protected" */
  readonly lifecycle?: Lifecycle;
}

/** The workloads of a tenant: whoever names none has one. */
export function workloadsOf({ name, workloads }: TenantArgs): Readonly<Record<string, WorkloadArgs>> {
  return workloads ?? { [name]: {} };
}

/** Groups of the people's identity provider, without the cluster's prefix, by what they may do. */
export interface TenantAccess {
  /** See everything but Secrets. @default - nobody */
  readonly viewers?: readonly string[];
  /** Deploy and configure, Secrets included. @default - nobody */
  readonly developers?: readonly string[];
  /** What developers may, and `exec`, `attach` and `port-forward` into running pods. @default - nobody */
  readonly operators?: readonly string[];
}

/** One workload of a namespace. */
export interface WorkloadArgs {
  /**
   * What it may do in AWS: an IAM policy document for a role of its own, handed to its pods by EKS Pod
   * Identity.
   *
   * @default - nothing: no role, no credentials
   */
  readonly awsPolicy?: pulumi.Input<string | PolicyDocument>;
  /**
   * Its pods talk to the Kubernetes API: the service account's token is mounted, and egress to the API
   * server is open. Rights are still bound separately.
   *
   * @default false
   */
  readonly kubernetesApi?: boolean;
}
