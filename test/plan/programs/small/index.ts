import * as aws from "@pulumi/aws";
import * as eks from "@pulumi/eks";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

class House extends pulumi.ComponentResource {
  constructor(name: string) {
    super("test:house:House", name, { motto: new pulumi.Config().require("motto") });
    const parent = { parent: this };
    const role = new aws.iam.Role(`${name}-role`, { assumeRolePolicy: "{}" }, parent);
    const group = new aws.ec2.SecurityGroup(`${name}-sg`, { vpcId: "vpc-123" }, parent);
    const cluster = new eks.Cluster(
      name,
      {
        name,
        version: "1.35",
        serviceRole: role,
        clusterSecurityGroup: group,
        skipDefaultSecurityGroups: true,
        skipDefaultNodeGroup: true,
        createInstanceRole: false,
        createOidcProvider: false,
        authenticationMode: "API",
        vpcId: "vpc-123",
        privateSubnetIds: ["subnet-a", "subnet-b"],
        endpointPrivateAccess: true,
        endpointPublicAccess: false,
        useDefaultVpcCni: true,
        kubeProxyAddonOptions: { enabled: false },
        corednsAddonOptions: { enabled: false },
        bootstrapSelfManagedAddons: false,
        providerCredentialOpts: {},
      },
      {
        parent: this,
        protect: true,
        transforms: [
          ({ type, props, opts }) =>
            type === "aws:eks/cluster:Cluster"
              ? {
                  props: {
                    ...props,
                    accessConfig: {
                      ...props["accessConfig"],
                      bootstrapClusterCreatorAdminPermissions: false,
                    },
                  },
                  opts,
                }
              : undefined,
        ],
      },
    );
    const provider = new k8s.Provider(name, { kubeconfig: "{}", clusterIdentifier: name }, parent);
    new aws.eks.AccessEntry(
      `${name}-admin`,
      { clusterName: cluster.eksCluster.name, principalArn: role.arn, kubernetesGroups: ["admins"] },
      parent,
    );
    const namespace = new k8s.core.v1.Namespace(
      "shop",
      { metadata: { name: "shop" } },
      { ...parent, provider },
    );
    new k8s.core.v1.Secret(
      "password",
      {
        metadata: { name: "password", namespace: "shop" },
        stringData: { password: new pulumi.Config().requireSecret("password") },
      },
      { ...parent, provider, deletedWith: namespace },
    );
    this.registerOutputs({});
  }
}

console.log("a program may talk");
new House("home");
export const region = aws.getRegionOutput().region;
