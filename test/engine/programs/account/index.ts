import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const retentionInDays = config.getNumber("retention") ?? 365;
const name = "/aws/eks/dev/cluster";

const network = new aws.ec2.Vpc("vpc", { cidrBlock: "10.64.0.0/16", tags: { Name: "dev" } });
const subnet = new aws.ec2.Subnet("subnet", { vpcId: network.id, cidrBlock: "10.64.0.0/24" });
const group = new aws.cloudwatch.LogGroup(
  "logs",
  { name, retentionInDays, skipDestroy: true },
  {
    retainOnDelete: true,
    ...(config.getBoolean("adopt") ? { import: name } : {}),
  },
);

export const vpcId = network.id;
export const subnetArn = subnet.arn;
export const caller = aws.getCallerIdentityOutput().arn;
export const logGroup = group.arn;
