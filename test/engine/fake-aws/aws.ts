import { compute, identify } from "./computed.ts";
import { functions } from "./functions.ts";
import { applied, assertCreatable, assertDeletable } from "./refusals.ts";
import type { Service } from "./service.ts";
import { afterCreate, afterDelete } from "./side-effects.ts";

/** The behaviour of AWS on which the blueprint depends. */
export const aws: Service = {
  package: "aws",
  identify,
  compute,
  assertCreatable,
  applied,
  assertDeletable,
  afterCreate,
  afterDelete,
  replacedBy: (type) => replacedBy[type] ?? [],
  forgotten: [
    "bypassPolicyLockoutSafetyCheck",
    "deletionWindowInDays",
    "forceDestroy",
    "forceDetachPolicies",
    "preserve",
    "resolveConflictsOnCreate",
    "resolveConflictsOnUpdate",
    "skipDestroy",
  ],
  call: (token, args, account) => {
    const answer = functions[token];
    if (answer === undefined) {
      throw new Error(`The fake account doesn't know the function ${token}.`);
    }
    return answer(args, account);
  },
};

/** Source: "Changing this forces a new resource" in the AWS provider's schema. */
const replacedBy: Readonly<Record<string, readonly string[]>> = {
  "aws:cloudwatch/logGroup:LogGroup": ["name"],
  "aws:ec2/subnet:Subnet": ["availabilityZone", "cidrBlock", "vpcId"],
  "aws:ec2/vpc:Vpc": ["cidrBlock"],
  "aws:ec2/vpcEndpoint:VpcEndpoint": ["serviceName", "vpcEndpointType", "vpcId"],
  "aws:eks/accessEntry:AccessEntry": ["clusterName", "principalArn", "type"],
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": [
    "accessScope",
    "clusterName",
    "policyArn",
    "principalArn",
  ],
  "aws:eks/addon:Addon": ["addonName", "clusterName"],
  "aws:eks/cluster:Cluster": [
    "accessConfig.bootstrapClusterCreatorAdminPermissions",
    "bootstrapSelfManagedAddons",
    "encryptionConfig.resources",
    "kubernetesNetworkConfig.serviceIpv4Cidr",
    "name",
    "roleArn",
  ],
  "aws:eks/identityProviderConfig:IdentityProviderConfig": ["clusterName", "oidc"],
  "aws:eks/nodeGroup:NodeGroup": [
    "amiType",
    "capacityType",
    "clusterName",
    "instanceTypes",
    "nodeGroupName",
    "nodeRoleArn",
    "subnetIds",
  ],
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": ["clusterName", "namespace", "serviceAccount"],
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": ["url"],
  "aws:iam/role:Role": ["name", "path"],
  "aws:kms/alias:Alias": ["name"],
};
