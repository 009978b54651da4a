import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ExemptNamespace } from "./exempt-namespaces.ts";
import type { EgressMode } from "./network-ref.ts";

/** A rule of the nodes' security group. */
export interface NodeRule {
  readonly direction: "ingress" | "egress";
  /** The other end: a range such as `10.64.0.0/16`, or `nodes`, `control-plane` or `prefix-list` for a list of AWS. */
  readonly peer: string;
  /** The first TCP port. @default - all protocols and ports */
  readonly port?: number;
  /** The last port. @default - `port` */
  readonly toPort?: number;
}

/**
 * What namespaces and node pools need to know of a cluster. A `HardenedCluster` is one. For your own cluster, give
 * an object literal.
 *
 * The names and addresses are plain strings, known at preview: policies are computed from them.
 */
export interface ClusterRef {
  /** The cluster's name in EKS. */
  readonly clusterName: string;
  /** The control plane's minor version, for example `1.35`; at least 1.25. Pod Security is pinned to it. */
  readonly kubernetesVersion: string;
  /**
   * The minor version of Pod Security that namespaces enforce, while `kubernetesVersion` only warns. During an upgrade,
   * the earlier version: docs/runbooks/upgrade-kubernetes.md.
   *
   * @default - `kubernetesVersion`
   */
  readonly podSecurityVersion?: string;
  /**
   * Applies objects to this cluster. Give it a literal `clusterIdentifier`, chosen once. Without one, Pulumi plans to
   * replace every namespace when the kubeconfig is unknown at preview.
   */
  readonly provider: k8s.Provider;
  /** The IPv4 range of the VPC, for example `10.64.0.0/16`. */
  readonly vpcCidr: string;
  /** The IPv4 range of Service addresses, for example `172.20.0.0/16`; its first address is the API server's. */
  readonly serviceCidr: string;
  /**
   * The prefix that the cluster adds to the group names of users' tokens.
   *
   * @default "oidc:"
   */
  readonly groupsPrefix?: string;
  /**
   * The cluster has the ClusterRoles of `TenantRoles`, and namespaces bind them.
   *
   * @default false - each namespace gets its own Roles, with the same rules
   */
  readonly hasTenantRoles?: boolean;
  /** The compliance classes that have a node pool. @default - not known, so not checked */
  readonly nodeClasses?: readonly string[];
  /** Namespaces that `AdmissionPolicies` exempt: no tenant may use one. @default - only Kubernetes' and AWS's own */
  readonly exemptNamespaces?: readonly ExemptNamespace[];
  /** The cluster has an identity provider, so that people's groups can sign in. @default - not known, so not checked */
  readonly hasIdentityProvider?: boolean;
  /** The ARNs of the IAM roles that administer the cluster: no tenant's deployer may be one. @default - not known */
  readonly adminRoles?: readonly string[];
  /**
   * The ARNs of IAM roles with an access entry of the cluster's own. Namespaces that name one create no entry for it: EKS
   * allows one for each role.
   *
   * @default - none: each program creates the entries of its tenants' deployers
   */
  readonly deployerRoles?: readonly string[];
  /** Further IPv4 ranges of the VPC, for example a range of pods: `["100.64.0.0/16"]`. @default - none */
  readonly additionalCidrs?: readonly string[];
  /** The ranges of the control plane's subnets, from which the API server calls webhooks. @default - the VPC's ranges */
  readonly controlPlaneCidrs?: readonly string[];
  /** The ranges of the subnets of internet-facing load balancers. @default - none: no exposure may be public */
  readonly publicLoadBalancerCidrs?: readonly string[];
  /** The ranges of the subnets of internal load balancers. @default - none: no exposure may be internal */
  readonly internalLoadBalancerCidrs?: readonly string[];
  /** Where traffic may leave the VPC. @default - not known, so not checked */
  readonly egress?: EgressMode;
  /**
   * Networks beyond the VPC to which there is a route, for example over a peering: `["10.20.0.0/24"]`.
   *
   * @default - not known, so not judged
   */
  readonly connectedCidrs?: readonly string[];
  /** The AWS services with an endpoint in the VPC, for example `["ec2", "sts"]`. @default - not known, so not checked */
  readonly endpointServices?: readonly string[];
  /**
   * What the VPC CNI does with pods that no NetworkPolicy selects: `strict` refuses all their traffic, `standard` lets all
   * of it through.
   *
   * @default - not known: a plan shows these pods as open
   */
  readonly networkPolicyMode?: "strict" | "standard";
  /** The security group of nodes and pods. Flows to addresses get rules in it. @default - not known: no rules */
  readonly nodeSecurityGroupId?: pulumi.Input<string>;
  /**
   * The rules of that group, except those of flows. A plan then says which flows the group stops.
   *
   * @default - not known, so not judged
   */
  readonly nodeRules?: readonly NodeRule[];
  /** The security group of the control plane. Webhooks get rules between it and the nodes. @default - not known */
  readonly controlPlaneSecurityGroupId?: pulumi.Input<string>;
  /**
   * TCP ports on which these security groups let the control plane reach nodes already, for example `[9443]`. A second
   * rule for the same port is an error in AWS.
   *
   * @default - none
   */
  readonly webhookPorts?: readonly number[];
  /**
   * The ARN of the permissions boundary of each role for pods and nodes.
   *
   * @default - none; the pods of a namespace of class `pci` get one that Casemate creates
   */
  readonly permissionsBoundary?: pulumi.Input<string>;
  /** Resources that must exist before objects are applied to the cluster, such as its admins' access. */
  readonly ready?: pulumi.Input<pulumi.Resource[]>;
}
