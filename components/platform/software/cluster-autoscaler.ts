import type { SoftwareEntry } from "./software-entry.ts";

/** Changes the size of managed node groups, between the bounds of each. */
export const clusterAutoscaler: SoftwareEntry = {
  id: "cluster-autoscaler",
  version: "v1.35.0",
  sources: [
    "https://github.com/kubernetes/autoscaler/tree/cluster-autoscaler-chart-9.59.0/cluster-autoscaler/charts/cluster-autoscaler",
    "https://github.com/kubernetes/autoscaler/blob/cluster-autoscaler-chart-9.59.0/cluster-autoscaler/cloudprovider/aws/README.md",
  ],
  namespace: "cluster-autoscaler",
  install: {
    kind: "chart",
    chart: "cluster-autoscaler",
    version: "9.59.0",
    values: {
      fullnameOverride: "cluster-autoscaler",
      awsRegion: "{region}",
      autoDiscovery: { clusterName: "{cluster}" },
      extraArgs: {
        // Its list of instance types is part of the image. Otherwise it asks a price list without VPC endpoint.
        "aws-use-static-instance-list": true,
        "balance-similar-node-groups": true,
        // Labels without which groups of one class in several zones wouldn't be similar.
        "balancing-ignore-label": "topology.ebs.csi.aws.com/zone",
      },
      rbac: { serviceAccount: { name: "cluster-autoscaler" } },
      // Source: its example for AWS, cloudprovider/aws/examples/cluster-autoscaler-autodiscover.yaml.
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 65534,
        fsGroup: 65534,
        seccompProfile: { type: "RuntimeDefault" },
      },
      containerSecurityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      },
    },
  },
  podSecurity: { level: "restricted" },
  workloads: {
    "cluster-autoscaler": {
      kind: "Deployment",
      labels: { "app.kubernetes.io/name": "aws-cluster-autoscaler" },
      serviceAccount: "cluster-autoscaler",
      kubernetesApi: true,
      listens: [{ name: "http", port: 8085, from: ["kubelet", "scrapers"] }],
      aws: {
        endpoints: ["autoscaling", "ec2", "eks", "eks-auth"],
        policy: {
          Version: "2012-10-17",
          Statement: [
            {
              Sid: "Describe",
              Effect: "Allow",
              Action: [
                "autoscaling:DescribeAutoScalingGroups",
                "autoscaling:DescribeAutoScalingInstances",
                "autoscaling:DescribeLaunchConfigurations",
                "autoscaling:DescribeScalingActivities",
                "ec2:DescribeImages",
                "ec2:DescribeInstanceTypes",
                "ec2:DescribeLaunchTemplateVersions",
                "ec2:GetInstanceTypesFromInstanceRequirements",
              ],
              // No resource level (Service Authorization Reference, Amazon EC2 Auto Scaling, Amazon EC2).
              Resource: "*",
            },
            {
              Sid: "DescribeNodeGroups",
              Effect: "Allow",
              Action: ["eks:DescribeNodegroup"],
              Resource: "arn:{partition}:eks:{region}:{account}:nodegroup/{cluster}/*",
            },
            {
              // EKS tags the groups of managed nodes with the cluster's name (EKS user guide, managed-node-groups).
              Sid: "ScaleOwnGroups",
              Effect: "Allow",
              Action: ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"],
              Resource:
                "arn:{partition}:autoscaling:{region}:{account}:autoScalingGroup:*:autoScalingGroupName/*",
              Condition: { StringEquals: { "aws:ResourceTag/eks:cluster-name": "{cluster}" } },
            },
          ],
        },
      },
    },
  },
  images: ["registry.k8s.io/autoscaling/cluster-autoscaler"],
};
