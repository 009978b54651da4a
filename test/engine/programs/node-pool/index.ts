import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { NodePool } from "../../../../components/index.ts";

const config = new pulumi.Config();
const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.64.0.0/16" });
const subnetIds = ["10.64.0.0/24", "10.64.1.0/24"].map(
  (cidrBlock, index) => new aws.ec2.Subnet(`subnet-${index}`, { vpcId: vpc.id, cidrBlock }).id,
);
const role = new aws.iam.Role("cluster", { name: "cluster", assumeRolePolicy: "{}" });
const policy = new aws.iam.RolePolicyAttachment("cluster", {
  role: role.name,
  policyArn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
});
const cluster = new aws.eks.Cluster(
  "own",
  { name: "own", roleArn: role.arn, version: "1.35", vpcConfig: { subnetIds } },
  { dependsOn: [policy] },
);

const pool = new NodePool(
  "pool",
  {
    cluster: { clusterName: "own", kubernetesVersion: "1.35", serviceCidr: "10.100.0.0/16" },
    nodes: { subnetIds, securityGroupIds: ["sg-0a1b2c3d"], diskKeyArn: "arn:aws:kms:eu-central-1:1:key/1" },
    minSize: config.requireNumber("minSize"),
    maxSize: config.requireNumber("maxSize"),
    kubernetesVersion: config.get("version") ?? "1.35",
    instanceTypes: [config.get("instanceType") ?? "m6i.large"],
    labels: { purpose: config.get("purpose") ?? "tests" },
  },
  { dependsOn: [cluster] },
);

export const desiredSize = pool.nodeGroup.scalingConfig.desiredSize;
