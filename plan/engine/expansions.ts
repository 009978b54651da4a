import { isObject, type Json, type JsonObject, listAt, objectAt } from "../json.ts";
import type { Registration } from "./registration.ts";
import { markers } from "./sdk.ts";

/** A child that a remote component's provider would register. */
export interface Child {
  readonly type: string;
  readonly name: string;
  readonly inputs: JsonObject;
  readonly provider?: string;
  readonly ignoreChanges?: readonly string[];
  /** The names of the siblings that must exist first. */
  readonly dependsOn?: readonly string[];
}

/** The children and outputs of a remote component. `reference` gives the form of a child in its parent's outputs. */
export interface Expansion {
  readonly children: readonly Child[];
  readonly outputs: (reference: (name: string) => JsonObject, stateOf: StateOf) => JsonObject;
}

/** The inputs and computed outputs of a registered resource, by URN. */
export type StateOf = (urn: string) => JsonObject | undefined;

/** Every remote component that a plan can expand, with a function that returns what its provider would register. */
export const expansions: Readonly<Record<string, (component: Registration, stateOf: StateOf) => Expansion>> =
  {
    "eks:index:Cluster": expandCluster,
  };

/**
 * `eks.Cluster` of `@pulumi/eks` 4.3 (pulumi-eks `nodejs/eks/cluster/cluster.ts`), for a cluster whose caller manages
 * networking, nodes, add-ons and access.
 *
 * @throws Error for a cluster that would create more children than these two. A plan must show all resources.
 */
function expandCluster(
  { name, urn, inputs, provider, providers }: Registration,
  stateOf: StateOf,
): Expansion {
  refuseMoreChildren(urn, inputs);
  const clusterName = `${name}-eksCluster`;
  const aws = providers["aws"] ?? provider;
  const subnetIds = inputs["subnetIds"] ?? [
    ...listAt(inputs["publicSubnetIds"]),
    ...listAt(inputs["privateSubnetIds"]),
  ];
  const securityGroupId = idOf(inputs["clusterSecurityGroup"]);
  const encryptionConfig =
    inputs["encryptionConfigKeyArn"] === undefined
      ? undefined
      : { provider: { keyArn: inputs["encryptionConfigKeyArn"] }, resources: ["secrets"] };
  const cluster: Child = {
    type: "aws:eks/cluster:Cluster",
    name: clusterName,
    provider: aws,
    ignoreChanges: ["accessConfig.bootstrapClusterCreatorAdminPermissions", "bootstrapSelfManagedAddons"],
    inputs: {
      // `@pulumi/eks` sets it always to true (pulumi-eks#2373). The caller's transform can set it to false.
      accessConfig: {
        authenticationMode: inputs["authenticationMode"],
        bootstrapClusterCreatorAdminPermissions: true,
      },
      bootstrapSelfManagedAddons: inputs["bootstrapSelfManagedAddons"] ?? true,
      deletionProtection: inputs["deletionProtection"],
      enabledClusterLogTypes: inputs["enabledClusterLogTypes"],
      encryptionConfig,
      kubernetesNetworkConfig: networkConfig(inputs),
      name: inputs["name"],
      roleArn: arnOf(inputs["serviceRole"], stateOf),
      tags: { Name: clusterName, ...objectAt(inputs["clusterTags"]), ...objectAt(inputs["tags"]) },
      upgradePolicy: inputs["upgradePolicy"],
      version: inputs["version"],
      vpcConfig: {
        endpointPrivateAccess: inputs["endpointPrivateAccess"],
        endpointPublicAccess: inputs["endpointPublicAccess"],
        publicAccessCidrs: inputs["publicAccessCidrs"],
        securityGroupIds: [securityGroupId],
        subnetIds,
      },
    },
  };
  const kubernetes: Child = {
    type: "pulumi:providers:kubernetes",
    name: `${name}-eks-k8s`,
    inputs: { kubeconfig: markers.unknown },
    dependsOn: [clusterName],
  };
  return {
    children: [cluster, kubernetes],
    outputs: (reference, state) => {
      const clusterReference = reference(clusterName);
      const computed = state(String(clusterReference["urn"])) ?? {};
      const issuer = issuerOf(computed);
      const nodeSecurityGroupId =
        objectAt(computed["vpcConfig"])["clusterSecurityGroupId"] ?? markers.unknown;
      const commonOutputs = {
        clusterSecurityGroup: inputs["clusterSecurityGroup"],
        instanceRoles: [],
        kubeconfig: markers.unknown,
      };
      return {
        ...commonOutputs,
        eksCluster: clusterReference,
        kubeconfigJson: markers.unknown,
        clusterSecurityGroupId: securityGroupId,
        nodeSecurityGroupId,
        clusterIngressRuleId: "",
        defaultNodeGroupAsgName: "",
        fargateProfileId: "",
        fargateProfileStatus: "",
        oidcProviderArn: "",
        oidcProviderUrl: issuer,
        oidcIssuer: issuer.replace("https://", ""),
        autoModeNodeRoleName: "",
        core: {
          ...commonOutputs,
          cluster: clusterReference,
          provider: reference(kubernetes.name),
          vpcId: inputs["vpcId"],
          subnetIds,
          endpoint: computed["endpoint"] ?? markers.unknown,
          nodeGroupOptions: { version: inputs["version"] },
          storageClasses: {},
          encryptionConfig,
          clusterIamRole: inputs["serviceRole"],
          accessEntries: [],
          autoModeNodeRoleName: "",
          tags: inputs["tags"],
        },
      };
    },
  };
}

function refuseMoreChildren(urn: string, inputs: JsonObject): void {
  const isOff = (option: string) => objectAt(inputs[option])["enabled"] === false;
  const conditions: Readonly<Record<string, boolean>> = {
    "serviceRole (given)": inputs["serviceRole"] !== undefined,
    "skipDefaultSecurityGroups: true": inputs["skipDefaultSecurityGroups"] === true,
    "clusterSecurityGroup (given)": inputs["clusterSecurityGroup"] !== undefined,
    "skipDefaultNodeGroup: true": inputs["skipDefaultNodeGroup"] === true,
    "createInstanceRole: false": inputs["createInstanceRole"] === false,
    "createOidcProvider (not true)": inputs["createOidcProvider"] !== true,
    "useDefaultVpcCni: true": inputs["useDefaultVpcCni"] === true,
    "kubeProxyAddonOptions.enabled: false": isOff("kubeProxyAddonOptions"),
    "corednsAddonOptions.enabled: false": isOff("corednsAddonOptions"),
    'authenticationMode: "API"': inputs["authenticationMode"] === "API",
    "no autoMode, fargate, accessEntries, storageClasses":
      objectAt(inputs["autoMode"])["enabled"] !== true &&
      !["fargate", "accessEntries", "storageClasses"].some((option) => inputs[option] !== undefined),
  };
  const missing = Object.keys(conditions).filter((option) => conditions[option] === false);
  if (missing.length > 0) {
    throw new Error(
      `the plan can't show all resources that ${urn} would create. It supports eks.Cluster with: ${missing.join("; ")}`,
    );
  }
}

function networkConfig(inputs: JsonObject): JsonObject | undefined {
  const { ipFamily, kubernetesServiceIpAddressRange: range } = inputs;
  if (ipFamily === undefined && range === undefined) {
    return undefined;
  }
  const family = ipFamily ?? "ipv4";
  return { ipFamily: family, serviceIpv4Cidr: family === "ipv4" ? range : undefined };
}

function issuerOf(cluster: JsonObject): string {
  const oidc = listAt(objectAt(listAt(cluster["identities"])[0])["oidcs"])[0];
  return String(objectAt(oidc)["issuer"] ?? markers.unknown);
}

function idOf(resource: Json | undefined): Json {
  return (isReference(resource) && resource["id"]) || markers.unknown;
}

function arnOf(resource: Json | undefined, stateOf: StateOf): Json {
  return (isReference(resource) && stateOf(String(resource["urn"]))?.["arn"]) || markers.unknown;
}

function isReference(value: unknown): value is JsonObject {
  return isObject(value) && value[markers.kind] === markers.resource;
}
