import { z } from "zod";
import { retentionDays } from "../components/internal.ts";

const words = (what: string) => z.string(what).trim().min(1, what);
const reason = words("a sentence on why");
const cidr = z.cidrv4("an IPv4 range, as 10.64.0.0/16");
const roleArn = z
  .string("an IAM role's ARN, as arn:aws:iam::111122223333:role/platform-admin")
  .regex(
    /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
    "an IAM role's ARN, as arn:aws:iam::111122223333:role/platform-admin",
  );
const count = (least: number, most: number) =>
  z
    .int(`a whole number from ${least} to ${most}`)
    .min(least, `a whole number from ${least} to ${most}`)
    .max(most, `a whole number from ${least} to ${most}`);
const lifecycle = z.enum(["protected", "disposable"], '"protected" or "disposable"');
const complianceClass = z.enum(["standard", "sensitive", "pci"], '"standard", "sensitive" or "pci"');
const stackName = words("a stack's name, as prod-network").describe(
  "Another stack: its name in this project, or organization/project/stack for one elsewhere.",
);

const zone = words("an availability zone, as eu-central-1a");
const createdNetwork = z.strictObject({
  cidr: cidr.describe("The VPC's IPv4 range, /16 to /22."),
  zones: z
    .union([z.tuple([zone, zone]), z.tuple([zone, zone, zone])], "two or three availability zones")
    .exactOptional()
    .describe("Default: the first three of the region that EKS can use."),
  egress: z
    .enum(["none", "nat"], '"none" or "nat"')
    .exactOptional()
    .describe('Where traffic may leave the VPC. Default: "none".'),
});

const existingNetwork = z.strictObject({
  vpcId: z.string("a VPC's id, as vpc-0abc").regex(/^vpc-[0-9a-f]+$/, "a VPC's id, as vpc-0abc"),
  cidr: cidr.describe("The VPC's IPv4 range."),
  egress: z.enum(["none", "nat"], '"none" or "nat"').describe("Where traffic may leave the VPC."),
  privateSubnetIds: z
    .array(subnetId(), "subnets in at least two zones")
    .min(2, "subnets in at least two zones")
    .describe("Private subnets for nodes, in at least two zones."),
  controlPlaneSubnetIds: z
    .array(subnetId(), "subnets in at least two zones")
    .min(2, "subnets in at least two zones")
    .exactOptional()
    .describe("Subnets for the control plane. Default: the private subnets."),
  s3PrefixListId: z
    .string("a prefix list's id, as pl-0abc")
    .regex(/^pl-[0-9a-f]+$/, "a prefix list's id, as pl-0abc")
    .exactOptional()
    .describe("The prefix list of S3's gateway endpoint."),
});

const networkStack = z.strictObject({ stack: stackName });

const apiAccess = z.xor(
  [
    z.strictObject({ cidr, reason }),
    z.strictObject({
      securityGroup: z
        .string("a security group's id, as sg-0abc")
        .regex(/^sg-[0-9a-f]+$/, "a security group's id, as sg-0abc"),
      reason,
    }),
  ],
  "{ cidr, reason } or { securityGroup, reason }",
);

const someTypes = "a list of at least one instance type, as m7i.large";
const nodePool = z.strictObject({
  name: words("a pool's name, as batch").exactOptional().describe("Default: the class."),
  class: complianceClass
    .exactOptional()
    .describe('The class whose pods run here, and no others. Default: "standard".'),
  os: z
    .enum(["bottlerocket", "al2023"], '"bottlerocket" or "al2023"')
    .exactOptional()
    .describe('Default: "bottlerocket".'),
  instanceTypes: z
    .array(words("an instance type, as m7i.large"), someTypes)
    .min(1, someTypes)
    .transform(nonEmpty)
    .exactOptional(),
  minSize: count(1, 450).exactOptional().describe("Nodes at the least."),
  maxSize: count(1, 450).exactOptional().describe("Nodes at the most."),
  diskSizeGiB: count(20, 16384)
    .exactOptional()
    .describe("For images, logs and ephemeral storage. Default: 50."),
});

const someAdmins = "a list of at least one { role }, or nobody could enter the cluster";
const admin = z.strictObject({ role: roleArn }, "{ role }");

const claim = words("the name of a claim, as groups");

const clusterFields = {
  clusterName: words("the cluster's name in EKS, as prod").describe(
    "The cluster's name in EKS: part of the contract, chosen once.",
  ),
  kubernetesVersion: z
    .string('a minor version in quotes, as "1.35"')
    .regex(/^1\.\d+$/, 'a minor version in quotes, as "1.35"')
    .describe("The control plane's minor version."),
  admins: z
    .array(admin, someAdmins)
    .min(1, someAdmins)
    .transform(nonEmpty)
    .describe("The IAM roles that administer the cluster; at least one."),
  deployRole: roleArn
    .exactOptional()
    .describe("The role that applies Kubernetes objects, one of the admins. Default: whoever runs pulumi."),
  people: z
    .strictObject({
      issuerUrl: z.url({ protocol: /^https$/, error: "an https URL" }).describe("The OpenID Connect issuer."),
      clientId: words("the client's id at the issuer"),
      groupsClaim: claim.exactOptional(),
      usernameClaim: claim.exactOptional(),
      usernamePrefix: words("a prefix, as oidc:").exactOptional().describe('Default: "oidc:".'),
      groupsPrefix: words("a prefix, as oidc:").exactOptional().describe('Default: "oidc:".'),
      requiredClaims: z.record(z.string(), words("the value that the claim must have")).exactOptional(),
    })
    .exactOptional()
    .describe("How people authenticate, with OpenID Connect. Default: only the admins can."),
  apiAccess: z
    .array(apiAccess)
    .exactOptional()
    .describe("Who reaches the API server's private endpoint. Default: its nodes."),
  connectedNetworks: z
    .array(z.strictObject({ cidr, reason }))
    .exactOptional()
    .describe(
      "Private networks beyond the VPC that pods may reach, by a peering or a transit gateway. Default: none.",
    ),
  serviceCidr: cidr.exactOptional().describe("The range of Service addresses. Default: 172.20.0.0/16."),
  auditRetentionDays: z
    .literal(retentionDays, `one of ${retentionDays.join(", ")}`)
    .exactOptional()
    .describe("How long audit logs are kept, in days. Default: 365."),
  autoScalingRole: z
    .enum(["existing", "create"], '"existing" or "create"')
    .exactOptional()
    .describe(
      'Auto Scaling\'s service-linked role: in the account already, or to be made. Default: "existing".',
    ),
  registries: z
    .array(words("a registry, as registry.example.com/shop"), "a list of registries")
    .min(1, "at least one registry")
    .transform(nonEmpty)
    .exactOptional()
    .describe(
      "Where images may come from, by digest. Default: the account's own ECR registry in the region.",
    ),
  exemptNamespaces: z
    .array(z.strictObject({ name: words("a namespace, as istio-system"), reason }, "{ name, reason }"))
    .exactOptional()
    .describe(
      "Namespaces that admission policies leave out, for the platform's own software. Default: none.",
    ),
  nodePools: z
    .array(nodePool, "a list of node pools")
    .min(1, "at least one node pool")
    .exactOptional()
    .describe('Default: one pool of class "standard".'),
  lifecycle: lifecycle
    .exactOptional()
    .describe('Default: "protected". Teardown: "disposable", up, then destroy.'),
};

const tenantsDirectory = words("a directory, as tenants").describe(
  "The directory of tenant files, relative to the project.",
);

const all = z.strictObject({
  layer: z.literal("all"),
  ...clusterFields,
  network: z.xor([createdNetwork, existingNetwork], "{ cidr, egress } or { vpcId, cidr, egress, ... }"),
  tenants: tenantsDirectory,
});

const network = z.strictObject({
  layer: z.literal("network"),
  ...createdNetwork.shape,
  name: words("a name, as prod").describe("The network's name, and the prefix of its resources."),
  lifecycle: lifecycle.exactOptional(),
});

const platform = z.strictObject({
  layer: z.literal("platform"),
  ...clusterFields,
  network: z.xor(
    [networkStack, createdNetwork, existingNetwork],
    "{ stack }, { cidr, egress } or { vpcId, cidr, egress, ... }",
  ),
});

const tenants = z.strictObject({
  layer: z.literal("tenants"),
  platform: networkStack.describe("The stack of the cluster."),
  tenants: tenantsDirectory,
  lifecycle: lifecycle.exactOptional().describe("Overrides the tenants' own. Default: theirs."),
});

/** The config of a stack, without its `casemate:` prefix. One schema for all layers. */
export const configSchema = z.discriminatedUnion("layer", [all, network, platform, tenants], {
  error: '"all", "network", "platform" or "tenants"',
});

export type Config = z.output<typeof configSchema>;
export type AllConfig = z.output<typeof all>;
export type NetworkConfig = z.output<typeof network>;
export type PlatformConfig = z.output<typeof platform>;
export type TenantsConfig = z.output<typeof tenants>;

/** What `min(1)` has shown. */
function nonEmpty<T>(list: T[]): [T, ...T[]] {
  return list as [T, ...T[]];
}

function subnetId() {
  return z
    .string("a subnet's id, as subnet-0abc")
    .regex(/^subnet-[0-9a-f]+$/, "a subnet's id, as subnet-0abc");
}
