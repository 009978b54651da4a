import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { AdmissionPolicies } from "../admission/admission-policies.ts";
import { AuditLog, auditLogGroupName } from "../audit/audit-log.ts";
import type { ComplianceClass } from "../contract/classes.ts";
import type { ClusterRef } from "../contract/cluster-ref.ts";
import type { ExemptNamespace } from "../contract/exempt-namespaces.ts";
import { defaultPrefix } from "../contract/identity-prefix.ts";
import type { KeyRefs } from "../contract/key-ref.ts";
import { defaultServiceCidr } from "../contract/service-cidr.ts";
import { EncryptionKeys } from "../encryption/encryption-keys.ts";
import { NodePool } from "../nodes/node-pool.ts";
import type { NodesRef } from "../nodes/node-pool-args.ts";
import { type AwsAccount, lookUpAccount } from "../shared/aws/account.ts";
import { createRole, serviceTrust } from "../shared/aws/role.ts";
import { today } from "../shared/clock.ts";
import { assertNoProblems } from "../shared/input/input-error.ts";
import { accessProblems, createAdminAccess } from "./access/admins.ts";
import { createOidcProvider } from "./access/iam-oidc-provider.ts";
import { createPeople } from "./access/identity-provider.ts";
import { createKubeconfig, createProvider } from "./access/kubernetes-provider.ts";
import { TenantRoles } from "./access/tenant-roles.ts";
import { createAddon, createCni, createEbsCsi } from "./addons/addons.ts";
import { createStorageClass } from "./addons/storage-class.ts";
import { createSystemPolicies, systemPolicies } from "./addons/system-network-policies.ts";
import { type ControlPlane, createControlPlane } from "./control-plane.ts";
import { Gate } from "./deferred-check.ts";
import type { HardenedClusterArgs } from "./hardened-cluster-args.ts";
import { clusterProblems } from "./hardened-cluster-schema.ts";
import { warnIfUnreachable } from "./security-groups/api-access.ts";
import { ownEksSecurityGroup } from "./security-groups/eks-security-group.ts";
import { groupRules } from "./security-groups/group-rules.ts";
import { createSecurityGroups, lookUpS3, type SecurityGroups } from "./security-groups/security-groups.ts";
import { supportProblems } from "./version-support.ts";

/**
 * An EKS cluster whose safe settings aren't options: private endpoint, API authentication without a hidden
 * administrator, all five log types, Secrets under a customer key, network policies in strict mode from the
 * first pod on, deletion protection, standard support.
 *
 * It has a node pool for its own add-ons; workloads need a `NodePool` of their class. Whoever applies
 * Kubernetes objects must reach the private endpoint: see `apiAccess`.
 *
 * Controls: CIS EKS 2.1.1, 2.1.2, 4.1.7, 4.3.1, 5.2.1, 5.3.1, 5.4.1, 5.4.2, 5.4.4; FSBP EKS.1, EKS.2, EKS.3,
 * EKS.8; NSA-NET-02, NSA-NET-08, NSA-NET-14, NSA-AUTH-02, NSA-LOG-01.
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
  readonly clusterName: string;
  readonly kubernetesVersion: string;
  readonly provider: k8s.Provider;
  readonly vpcCidr: string;
  readonly serviceCidr: string;
  readonly groupsPrefix: string;
  readonly hasTenantRoles = true;
  readonly nodeClasses?: readonly ComplianceClass[];
  readonly exemptNamespaces: readonly ExemptNamespace[];
  readonly ready: pulumi.Output<pulumi.Resource[]>;
  /** What `NodePool` needs. */
  readonly nodes: NodesRef;
  /** On every node and pod; flows to addresses outside the VPC need a rule here. */
  readonly nodeSecurityGroupId: pulumi.Output<string>;
  /** On the control plane's interfaces; webhooks need a rule from here to their port on the nodes. */
  readonly controlPlaneSecurityGroupId: pulumi.Output<string>;
  /** For `kubectl`, as JSON; there is no secret in it. */
  readonly kubeconfig: pulumi.Output<string>;
  /** The API server's URL, inside the VPC. */
  readonly endpoint: pulumi.Output<string>;
  /** The issuer of service accounts' tokens, as an https URL. */
  readonly oidcIssuer: pulumi.Output<string>;
  /** IAM's entry for that issuer, for roles of service accounts (IRSA). */
  readonly oidcProviderArn: pulumi.Output<string>;

  /**
   * @throws InputError naming every argument that can't be used; and before anything is made, if the
   *   identity that applies Kubernetes objects isn't one of the admins
   */
  constructor(name: string, args: HardenedClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    const source = `HardenedCluster "${name}"`;
    assertNoProblems(source, clusterProblems(name, args));
    const gate = new Gate();
    super("casemate:cluster:HardenedCluster", name, plainArgs(args), gate.guard(opts));
    gate.open(
      Promise.all([
        accessProblems(args, { parent: this }),
        supportProblems(
          this,
          args.name ?? name,
          { version: args.kubernetesVersion, waivers: args.waivers ?? [] },
          today(),
        ),
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
    if (args.nodeClasses !== undefined) {
      this.nodeClasses = args.nodeClasses;
    }

    const account = lookUpAccount(this);
    const keys = args.keys ?? createKeys(this, name, args);
    const auditLog = createAuditLog(this, name, keys, args);
    const groups = createSecurityGroups(
      name,
      network.vpcId,
      groupRules({
        network: { ...network, s3PrefixListId: network.s3PrefixListId ?? lookUpS3(this, account.region) },
        apiAccess: args.apiAccess ?? [],
        connectedNetworks: args.connectedNetworks ?? [],
      }),
      { parent: this },
    );
    const controlPlane = createSealedControlPlane(this, name, {
      source,
      args,
      keys,
      groups,
      auditLog,
      account,
    });
    const made = { parent: this, dependsOn: [controlPlane.resource] };
    ownEksSecurityGroup(name, controlPlane.eksSecurityGroupId, made);
    this.oidcProviderArn = createOidcProvider(name, controlPlane, made);
    if (people !== undefined) {
      createPeople(name, this.clusterName, people, made);
    }

    const access = createAdminAccess(
      name,
      {
        clusterName: this.clusterName,
        admins: args.admins,
        partition: account.partition,
        lifecycle,
      },
      made,
    );
    const addon = { clusterName: this.clusterName, kubernetesVersion, region: account.region };
    const admitted = { parent: this, dependsOn: [controlPlane.resource, ...access] };
    // EKS takes some seconds to heed a new access entry; these two, which need no pods, pass the time.
    const agent = createAddon(name, "eks-pod-identity-agent", addon, admitted);
    const kubeProxy = createAddon(name, "kube-proxy", addon, admitted);
    this.kubeconfig = createKubeconfig(this.clusterName, controlPlane, account, args.deployRole);
    this.provider = createProvider(
      name,
      { clusterName: this.clusterName, kubeconfig: this.kubeconfig },
      { parent: this, dependsOn: [...access, agent, kubeProxy] },
    );
    const inside = { parent: this, provider: this.provider };

    const policies = createSystemPolicies(
      name,
      systemPolicies({ vpcCidr: this.vpcCidr, serviceCidr: this.serviceCidr, egress: network.egress }),
      inside,
    );
    const { registries } = args;
    const admission = new AdmissionPolicies(
      `${name}-admission`,
      {
        cluster: { provider: this.provider },
        ...(registries !== undefined && { registries }),
        exemptNamespaces: this.exemptNamespaces,
      },
      { parent: this },
    );
    const cni = createCni(name, addon, account, { parent: this, dependsOn: [...policies, agent] });
    this.ready = admission.ready.apply((policies) => [...access, cni, ...policies]);
    this.nodeSecurityGroupId = groups.nodes.id;
    this.controlPlaneSecurityGroupId = groups.controlPlane.id;
    this.nodes = {
      subnetIds: network.privateSubnetIds,
      securityGroupIds: [groups.nodes.id],
      diskKeyArn: keys.disks,
      ready: pulumi
        .all([network.ready ?? [], admission.ready])
        .apply(([endpoints, policies]) => [...endpoints, ...groups.rules, cni, kubeProxy, ...policies]),
    };
    const systemPool = new NodePool(
      `${name}-system`,
      { ...args.systemPool, cluster: this, nodes: this.nodes, class: "system" },
      { parent: this },
    );
    const onNodes = { parent: this, dependsOn: [systemPool] };
    createAddon(name, "coredns", addon, onNodes);
    createAddon(name, "metrics-server", addon, onNodes);
    const csi = createEbsCsi(name, addon, account, keys.disks, onNodes);
    createStorageClass(name, keys.disks, { ...inside, dependsOn: [csi] });
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

/** What policies see of the component: plain values, and no other resources. */
function plainArgs({ network, keys: _, ...args }: HardenedClusterArgs): Record<string, unknown> {
  return { ...args, network: { cidr: network.cidr, egress: network.egress } };
}

function createKeys(parent: pulumi.Resource, name: string, args: HardenedClusterArgs): KeyRefs {
  const { autoScalingRole, lifecycle } = args;
  return new EncryptionKeys(
    name,
    {
      logGroups: [auditLogGroupName(args.name ?? name)],
      ...(autoScalingRole !== undefined && { autoScalingRole }),
      ...(lifecycle !== undefined && { lifecycle }),
    },
    { parent },
  );
}

/** Before the cluster: EKS would make it without key and retention. */
function createAuditLog(
  parent: pulumi.Resource,
  name: string,
  keys: KeyRefs,
  { name: clusterName = name, auditRetentionDays, lifecycle }: HardenedClusterArgs,
): AuditLog {
  return new AuditLog(
    name,
    {
      clusterName,
      keyArn: keys.logs,
      ...(auditRetentionDays !== undefined && { retentionDays: auditRetentionDays }),
      ...(lifecycle !== undefined && { lifecycle }),
    },
    { parent },
  );
}

function createSealedControlPlane(
  parent: HardenedCluster,
  name: string,
  made: {
    readonly source: string;
    readonly args: HardenedClusterArgs;
    readonly keys: KeyRefs;
    readonly groups: SecurityGroups;
    readonly auditLog: AuditLog;
    readonly account: pulumi.Output<AwsAccount>;
  },
): ControlPlane {
  const { source, args, keys, groups, auditLog, account } = made;
  const { role, ready } = createRole(
    `${name}-control-plane`,
    {
      description: `Control plane of the EKS cluster ${parent.clusterName}`,
      trust: serviceTrust("eks.amazonaws.com"),
      managedPolicies: ["AmazonEKSClusterPolicy"],
      account,
    },
    { parent },
  );
  return createControlPlane(
    name,
    {
      source,
      role,
      clusterName: parent.clusterName,
      kubernetesVersion: parent.kubernetesVersion,
      serviceCidr: parent.serviceCidr,
      network: args.network,
      securityGroup: groups.controlPlane,
      secretsKeyArn: keys.secrets,
      lifecycle: args.lifecycle,
    },
    { parent, dependsOn: [...auditLog.ready, ...ready] },
  );
}
