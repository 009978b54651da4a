// The peer's program for a private cluster with one namespace, quota and access for each team.
const cdk = require("aws-cdk-lib");
const blueprints = require("@aws-quickstart/eks-blueprints");

const teams = Array.from(
  { length: Number(process.env.TEAMS) },
  (_, index) =>
    new blueprints.ApplicationTeam({
      name: `team-${index}`,
      namespace: `tenant-${index}`,
      namespaceHardLimits: {
        "requests.cpu": "4",
        "requests.memory": "8Gi",
        "limits.cpu": "8",
        "limits.memory": "16Gi",
      },
      userRoleArn: `arn:aws:iam::111122223333:role/team-${index}`,
    }),
);

const app = new cdk.App();
blueprints.EksBlueprint.builder()
  .account("111122223333")
  .region("eu-central-1")
  .clusterProvider(
    new blueprints.GenericClusterProvider({
      version: cdk.aws_eks.KubernetesVersion.of("1.35"),
      privateCluster: true,
      endpointAccess: cdk.aws_eks.EndpointAccess.PRIVATE,
      clusterLogging: Object.values(cdk.aws_eks.ClusterLoggingTypes),
    }),
  )
  .version(cdk.aws_eks.KubernetesVersion.of("1.35"))
  .addOns(
    // Explicit versions, because "auto" asks AWS.
    new blueprints.addons.VpcCniAddOn({ version: "v1.20.4-eksbuild.2" }),
    new blueprints.addons.CoreDnsAddOn("v1.12.4-eksbuild.1"),
    new blueprints.addons.KubeProxyAddOn("v1.35.0-eksbuild.2"),
  )
  .teams(...teams)
  .buildAsync(app, "peer")
  .then(() => app.synth());
