import type { ComplianceClass } from "../contract/classes.ts";
import type { Exposure } from "../contract/exposure.ts";
import type { AcceptedFlow, CalledFlow } from "../contract/flow.ts";
import type { Lifecycle } from "../contract/lifecycle.ts";
import type { Waiver } from "../contract/waiver.ts";
import type { TenantAccess } from "./access/tenant-access.ts";
import type { NamespaceSize, SizeName } from "./namespace-size.ts";
import type { WorkloadArgs } from "./workload-args.ts";

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
  /** The groups and machines with rights inside the namespace. @default - only the platform has rights */
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
  /**
   * Labels of the Namespace, for example a cost centre or a mesh: `{ "istio.io/dataplane-mode": "ambient" }`. Keys that
   * guards read are refused.
   *
   * @default - only those of Casemate
   */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations of the Namespace. Keys that guards read are refused. @default - only those of Casemate */
  readonly annotations?: Readonly<Record<string, string>>;
  /**
   * The Pod Security level. `baseline` allows root and more capabilities, and needs a waiver of
   * `namespace-restricted-pod-security`. There is no waiver for `privileged`.
   *
   * @default "restricted"
   */
  readonly podSecurity?: "restricted" | "baseline";
  /** Controls loosened for this namespace. @default - none */
  readonly waivers?: readonly Waiver[];
  /** @default "protected" */
  readonly lifecycle?: Lifecycle;
}

/** The workloads of a tenant. A tenant that names none has one. */
export function workloadsOf({ name, workloads }: TenantArgs): Readonly<Record<string, WorkloadArgs>> {
  return workloads ?? { [name]: {} };
}
