import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type Controls, cis, fsbp, nsa, requirement } from "../../controls/ids.ts";
import { AdmissionPolicies } from "../admission/admission-policies.ts";
import { admissionSettings } from "../admission/admission-policies-schema.ts";
import type { ComplianceClass } from "../contract/classes.ts";
import type { ClusterRef, NodeRule } from "../contract/cluster-ref.ts";
import type { ExemptNamespace } from "../contract/exempt-namespaces.ts";
import { defaultPrefix } from "../contract/identity-prefix.ts";
import type { EgressMode } from "../contract/network-ref.ts";
import { defaultServiceCidr } from "../contract/service-cidr.ts";
import { ClusterNetwork } from "../network/cluster-network.ts";
import { NodePool } from "../nodes/node-pool.ts";
import type { NodesRef } from "../nodes/node-pool-args.ts";
import { lookUpAccount } from "../shared/aws/account.ts";
import { today } from "../shared/clock.ts";
import { assertNoProblems } from "../shared/input/input-error.ts";
import { accessProblems, createAdminAccess, deployerOf, knownRoles } from "./access/admins.ts";
import { createDeployerEntries } from "./access/deployer-roles.ts";
import { createOidcProvider } from "./access/iam-oidc-provider.ts";
import { createIdentityProvider } from "./access/identity-provider.ts";
import { createProvider, kubeconfigOf } from "./access/kubernetes-provider.ts";
import { providerIdentity, tokenIdentityProblems } from "./access/provider-identity.ts";
import { TenantRoles } from "./access/tenant-roles.ts";
import { createAddon, createCni, createEbsCsi } from "./addons/addons.ts";
import { createStorageClass } from "./addons/storage-class.ts";
import { createSystemPolicies } from "./addons/system-network-policies.ts";
import { createControlPlane } from "./control-plane.ts";
import { createPrerequisites } from "./control-plane-prerequisites.ts";
import { DeferredCheck } from "./deferred-check.ts";
import { currentStack, existingClusterProblems, lookUpCluster } from "./existing-cluster.ts";
import type { HardenedClusterArgs } from "./hardened-cluster-args.ts";
import { clusterProblems } from "./hardened-cluster-schema.ts";
import { warnIfUnreachable } from "./security-groups/api-access.ts";
import { closeEksSecurityGroup } from "./security-groups/eks-security-group.ts";
import { controlPlanePorts } from "./security-groups/group-rules.ts";
import { supportProblems } from "./version-support.ts";

/**
 * An EKS cluster whose safe settings aren't options:
 *
 * - a private endpoint, and API authentication without a hidden administrator;
 * - all five log types, and Secrets under a customer key;
 * - network policies in strict mode from the first pod on;
 * - deletion protection, and a version in standard support.
 *
 * It has a node pool for its own add-ons. Workloads need a `NodePool` of their class. The identity that applies
 * Kubernetes objects must reach the private endpoint: see `apiAccess`.
 *
 * @example
 * const cluster = new HardenedCluster("prod", {
 *   kubernetesVersion: "1.35",
 *   network: new ClusterNetwork("prod", { cidr: "10.64.0.0/16" }),
 *   admins: [{ role: "arn:aws:iam::111122223333:role/platform-admin" }],
 *   apiAccess: [{ cidr: "10.1.0.0/24", reason: "deploy runner" }],
 * });
 */
export class HardenedCluster extends pulumi.ComponentResource implements ClusterRef {
  /** The requirements and controls that it serves. */
  static readonly controls: Controls = [
    ...requirement("A1", "A2", "A6", "A9", "A11", "B2", "K3"),
    ...cis("2.1.1", "2.1.2", "4.1.7", "4.3.1", "5.2.1", "5.3.1", "5.4.1", "5.4.2", "5.4.4"),
    ...nsa("NSA-NET-02", "NSA-NET-08", "NSA-NET-14", "NSA-AUTH-02", "NSA-LOG-01"),
    ...fsbp("EKS.1", "EKS.2", "EKS.3", "EKS.8"),
  ];

  readonly clusterName: string;
  readonly kubernetesVersion: string;
  readonly podSecurityVersion?: string;
  readonly provider: k8s.Provider;
  readonly vpcCidr: string;
  readonly serviceCidr: string;
  readonly groupsPrefix: string;
  readonly hasTenantRoles = true;
  readonly networkPolicyMode = "strict";
  readonly nodeClasses?: readonly ComplianceClass[];
  readonly exemptNamespaces: readonly ExemptNamespace[];
  readonly additionalCidrs: readonly string[];
  readonly controlPlaneCidrs?: readonly string[];
  readonly egress: EgressMode;
  readonly publicLoadBalancerCidrs?: readonly string[];
  readonly internalLoadBalancerCidrs?: readonly string[];
  readonly endpointServices?: readonly string[];
  readonly connectedCidrs?: readonly string[];
  readonly permissionsBoundary?: pulumi.Input<string>;
  readonly hasIdentityProvider: boolean;
  readonly adminRoles: readonly string[];
  readonly deployerRoles: readonly string[];
  readonly ready: pulumi.Output<pulumi.Resource[]>;
  /** What `NodePool` needs. */
  readonly nodes: NodesRef;
  /** The security group of every node and pod. Flows to addresses outside the VPC need a rule in it. */
  readonly nodeSecurityGroupId: pulumi.Output<string>;
  readonly nodeRules: readonly NodeRule[];
  /** The security group of the control plane. Webhooks need a rule from it to their port on the nodes. */
  readonly controlPlaneSecurityGroupId: pulumi.Output<string>;
  readonly webhookPorts = controlPlanePorts;
  /** A kubeconfig in JSON for `kubectl`. It contains no secret. */
  readonly kubeconfig: pulumi.Output<string>;
  /** The API server's URL, reachable inside the VPC. */
  readonly endpoint: pulumi.Output<string>;
  /** The https URL of the issuer of service accounts' tokens. */
  readonly oidcIssuer: pulumi.Output<string>;
  /** The ARN of IAM's OIDC provider for that issuer, for roles of service accounts (IRSA). */
  readonly oidcProviderArn: pulumi.Output<string>;

  /**
   * @throws InputError naming every argument that can't be used. It also throws if the identity that applies
   *   Kubernetes objects isn't one of the admins, before Pulumi creates a resource.
   */
  constructor(name: string, args: HardenedClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    const source = `HardenedCluster "${name}"`;
    assertNoProblems(source, clusterProblems(name, args));
    const check = new DeferredCheck();
    super("casemate:cluster:HardenedCluster", name, plainArgs(args), check.hold(opts));
    const identity = providerIdentity(this);
    check.settle(
      Promise.all([
        accessProblems(args, { parent: this }),
        tokenIdentityProblems(identity, args.deployRole),
        lookUpCluster(args.name ?? name, { parent: this }).then(async (existing) => [
          ...existingClusterProblems(existing, {
            clusterName: args.name ?? name,
            nameField: "name",
            serviceCidr: args.serviceCidr ?? defaultServiceCidr,
            stack: currentStack(),
          }),
          ...(await supportProblems(
            this,
            { version: args.kubernetesVersion, waivers: args.waivers ?? [], existing },
            today(),
          )),
        ]),
      ]).then((problems) => assertNoProblems(source, problems.flat())),
    );
    warnIfUnreachable(this, args.apiAccess ?? []);
    const { network, lifecycle, kubernetesVersion, people } = args;
    this.clusterName = args.name ?? name;
    this.kubernetesVersion = kubernetesVersion;
    this.vpcCidr = network.cidr;
    this.serviceCidr = args.serviceCidr ?? defaultServiceCidr;
    this.groupsPrefix = people?.groupsPrefix ?? defaultPrefix;
    this.exemptNamespaces = args.exemptNamespaces ?? [];
    this.additionalCidrs = network.additionalCidrs ?? [];
    this.egress = network.egress;
    Object.assign(this, knownFacts(args));
    this.hasIdentityProvider = people !== undefined;
    this.adminRoles = knownRoles(args.admins);
    this.deployerRoles = args.deployerRoles ?? [];

    const account = lookUpAccount(this);
    const { clusterName } = this;
    const { keys, groups, nodeRules, role, ready } = createPrerequisites(
      name,
      { ...args, clusterName, account },
      { parent: this },
    );
    const controlPlane = createControlPlane(
      name,
      {
        ...args,
        source,
        role,
        clusterName,
        serviceCidr: this.serviceCidr,
        securityGroup: groups.controlPlane,
        secretsKeyArn: keys.secrets,
      },
      { parent: this, dependsOn: [...ready] },
    );

    const afterControlPlane = { parent: this, dependsOn: [controlPlane.resource] };
    closeEksSecurityGroup(name, { securityGroupId: controlPlane.eksSecurityGroupId }, afterControlPlane);
    this.oidcProviderArn = createOidcProvider(name, controlPlane, afterControlPlane);
    if (people !== undefined) {
      createIdentityProvider(name, { ...people, clusterName }, afterControlPlane);
    }
    const access = createAdminAccess(
      name,
      {
        clusterName,
        admins: args.admins,
        partition: account.partition,
        deployer: deployerOf(args.deployRole, { parent: this }),
        lifecycle,
      },
      afterControlPlane,
    );

    createDeployerEntries(name, { clusterName, roles: this.deployerRoles }, afterControlPlane);

    const afterAccess = { parent: this, dependsOn: [controlPlane.resource, ...access] };
    const addon = { clusterName, kubernetesVersion, account, permissionsBoundary: args.permissionsBoundary };
    // EKS needs some seconds to apply a new access entry. These two need no pods, so they fill that time.
    const agent = createAddon(name, { ...addon, addon: "eks-pod-identity-agent" }, afterAccess);
    const kubeProxy = createAddon(name, { ...addon, addon: "kube-proxy" }, afterAccess);
    this.kubeconfig = kubeconfigOf(controlPlane, {
      clusterName,
      account,
      deployRole: args.deployRole,
      identity,
    });
    this.provider = createProvider(
      name,
      { clusterName, kubeconfig: this.kubeconfig },
      { parent: this, dependsOn: [...access, agent, kubeProxy] },
    );

    const inCluster = { parent: this, provider: this.provider };
    const policies = createSystemPolicies(
      name,
      {
        vpcCidr: this.vpcCidr,
        additionalCidrs: this.additionalCidrs,
        serviceCidr: this.serviceCidr,
        egress: network.egress,
        ...(network.controlPlaneCidrs !== undefined && { controlPlaneCidrs: network.controlPlaneCidrs }),
      },
      inCluster,
    );
    const admission = new AdmissionPolicies(
      `${name}-admission`,
      {
        cluster: { provider: this.provider },
        ...admissionSettings(args),
        exemptNamespaces: this.exemptNamespaces,
      },
      { parent: this },
    );
    const cni = createCni(name, addon, { parent: this, dependsOn: [...policies, agent] });
    this.ready = admission.ready.apply((bindings) => [...access, cni, ...bindings]);
    this.nodeSecurityGroupId = groups.nodes.id;
    this.nodeRules = nodeRules;
    this.controlPlaneSecurityGroupId = groups.controlPlane.id;
    this.nodes = {
      subnetIds: network.privateSubnetIds,
      securityGroupIds: [groups.nodes.id],
      diskKeyArn: keys.disks,
      ...(args.nodeSettings !== undefined && { settings: args.nodeSettings }),
      ready: pulumi
        .all([network.ready ?? [], admission.ready])
        .apply(([endpoints, bindings]) => [...endpoints, ...groups.rules, cni, kubeProxy, ...bindings]),
    };
    const systemPool = new NodePool(
      `${name}-system`,
      { ...args.systemPool, cluster: this, nodes: this.nodes, class: "system" },
      { parent: this },
    );

    const afterNodes = { parent: this, dependsOn: [systemPool] };
    createAddon(name, { ...addon, addon: "coredns" }, afterNodes);
    createAddon(name, { ...addon, addon: "metrics-server" }, afterNodes);
    const csi = createEbsCsi(name, { ...addon, diskKeyArn: keys.disks }, afterNodes);
    createStorageClass(name, { diskKeyArn: keys.disks }, { ...inCluster, dependsOn: [csi] });
    new TenantRoles(`${name}-tenant`, { cluster: this }, { parent: this });

    this.endpoint = controlPlane.endpoint;
    this.oidcIssuer = controlPlane.issuerUrl;
    this.registerOutputs({
      clusterName: this.clusterName,
      endpoint: this.endpoint,
      kubeconfig: this.kubeconfig,
      oidcIssuer: this.oidcIssuer,
      oidcProviderArn: this.oidcProviderArn,
    });
  }
}

/** The facts that a cluster has only if the user, or the network, gives them. */
function knownFacts({
  network,
  nodeClasses,
  permissionsBoundary,
  connectedNetworks,
  podSecurityVersion,
}: HardenedClusterArgs) {
  const { controlPlaneCidrs, publicLoadBalancerCidrs, internalLoadBalancerCidrs, endpointServices } = network;
  // An existing VPC can have routes that the user doesn't name, unless its egress is `none`.
  const knowsRoutes =
    connectedNetworks !== undefined || network.egress === "none" || network instanceof ClusterNetwork;
  return {
    ...(knowsRoutes && { connectedCidrs: (connectedNetworks ?? []).map(({ cidr }) => cidr) }),
    ...(nodeClasses !== undefined && { nodeClasses }),
    ...(controlPlaneCidrs !== undefined && { controlPlaneCidrs }),
    ...(publicLoadBalancerCidrs !== undefined && { publicLoadBalancerCidrs }),
    ...(internalLoadBalancerCidrs !== undefined && { internalLoadBalancerCidrs }),
    ...(endpointServices !== undefined && { endpointServices }),
    ...(permissionsBoundary !== undefined && { permissionsBoundary }),
    ...(podSecurityVersion !== undefined && { podSecurityVersion }),
  };
}

/** The component's inputs, which policies see: plain values, and no other resources. */
function plainArgs({ network, keys: _, ...args }: HardenedClusterArgs): Record<string, unknown> {
  const { cidr, additionalCidrs, controlPlaneCidrs, egress, endpointServices } = network;
  return {
    ...args,
    network: {
      cidr,
      egress,
      ...(additionalCidrs !== undefined && additionalCidrs.length > 0 && { additionalCidrs }),
      ...(controlPlaneCidrs !== undefined && { controlPlaneCidrs }),
      ...(endpointServices !== undefined && { endpointServices }),
    },
  };
}
