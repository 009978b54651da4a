import * as aws from "@pulumi/aws";

new aws.eks.Cluster("open", {
  name: "open",
  roleArn: "arn:aws:iam::111122223333:role/cluster",
  version: "1.35",
  vpcConfig: { subnetIds: ["subnet-0a", "subnet-0b"], endpointPublicAccess: true },
});
