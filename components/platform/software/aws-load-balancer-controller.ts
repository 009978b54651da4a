import type { SoftwareEntry } from "./software-entry.ts";

/** The tag on each resource that the controller creates; its value is the cluster's name. */
const ownTag = "elbv2.k8s.aws/cluster";
const ownRequests = { StringEquals: { [`aws:RequestTag/${ownTag}`]: "{cluster}" } };
const ownResources = { StringEquals: { [`aws:ResourceTag/${ownTag}`]: "{cluster}" } };

const ec2 = "arn:{partition}:ec2:{region}:{account}";
const elb = "arn:{partition}:elasticloadbalancing:{region}:{account}";

/**
 * The controller names what it creates `k8s-<namespace>-<name>-<hash>` (pkg/ingress/model_build_load_balancer.go,
 * model_build_target_group.go). Listeners and rules carry the load balancer's name in their ARN.
 */
const loadBalancers = ["app", "net"].map((kind) => `${elb}:loadbalancer/${kind}/k8s-*/*`);
const listeners = ["app", "net"].map((kind) => `${elb}:listener/${kind}/k8s-*/*/*`);
const listenerRules = ["app", "net"].map((kind) => `${elb}:listener-rule/${kind}/k8s-*/*/*/*`);
const targetGroups = `${elb}:targetgroup/k8s-*/*`;

/** Creates Application and Network Load Balancers for Ingresses, Services and Gateways. */
export const awsLoadBalancerController: SoftwareEntry = {
  id: "aws-load-balancer-controller",
  version: "v3.5.0",
  sources: [
    "https://github.com/kubernetes-sigs/aws-load-balancer-controller/tree/v3.5.0/helm/aws-load-balancer-controller",
    "https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/v3.5.0/docs/install/iam_policy.json",
  ],
  namespace: "aws-load-balancer-controller",
  install: {
    kind: "chart",
    chart: "aws-load-balancer-controller",
    version: "3.5.0",
    values: {
      clusterName: "{cluster}",
      region: "{region}",
      // Pods can't ask the instance metadata service for the VPC.
      vpcTags: { Name: "{option.vpcName}" },
      // Targets are pods. With `instance` each Service would need a port on every node.
      defaultTargetType: "ip",
      defaultLoadBalancerScheme: "internal",
      // This webhook is called for every new Service of the cluster, and refuses all when it fails. Without it, a
      // Service of type LoadBalancer names its class, which admission requires anyway.
      enableServiceMutatorWebhook: false,
      // No VPC endpoints for these, and no rights: a web ACL is the platform's, not a tenant's.
      enableShield: false,
      enableWaf: false,
      enableWafv2: false,
      podSecurityContext: {
        fsGroup: 65534,
        runAsNonRoot: true,
        seccompProfile: { type: "RuntimeDefault" },
      },
      securityContext: {
        readOnlyRootFilesystem: true,
        runAsNonRoot: true,
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"] },
      },
    },
  },
  podSecurity: { level: "restricted" },
  workloads: {
    "aws-load-balancer-controller": {
      kind: "Deployment",
      labels: { "app.kubernetes.io/name": "aws-load-balancer-controller" },
      serviceAccount: "aws-load-balancer-controller",
      kubernetesApi: true,
      listens: [
        { name: "webhook-server", port: 9443, from: ["api-server"] },
        { name: "metrics-server", port: 8080, from: ["scrapers"] },
        { name: "health", port: 61779, from: ["kubelet"] },
      ],
      aws: {
        endpoints: ["ec2", "elasticloadbalancing", "eks-auth"],
        policy: {
          Version: "2012-10-17",
          Statement: [
            {
              Sid: "Describe",
              Effect: "Allow",
              Action: [
                "acm:ListCertificates",
                "ec2:DescribeAccountAttributes",
                "ec2:DescribeAddresses",
                "ec2:DescribeAvailabilityZones",
                "ec2:DescribeInstances",
                "ec2:DescribeInternetGateways",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeRouteTables",
                "ec2:DescribeSecurityGroups",
                "ec2:DescribeSubnets",
                "ec2:DescribeTags",
                "ec2:DescribeVpcPeeringConnections",
                "ec2:DescribeVpcs",
                "ec2:GetSecurityGroupsForVpc",
                "elasticloadbalancing:DescribeCapacityReservation",
                "elasticloadbalancing:DescribeListenerAttributes",
                "elasticloadbalancing:DescribeListenerCertificates",
                "elasticloadbalancing:DescribeListeners",
                "elasticloadbalancing:DescribeLoadBalancerAttributes",
                "elasticloadbalancing:DescribeLoadBalancers",
                "elasticloadbalancing:DescribeRules",
                "elasticloadbalancing:DescribeSSLPolicies",
                "elasticloadbalancing:DescribeTags",
                "elasticloadbalancing:DescribeTargetGroupAttributes",
                "elasticloadbalancing:DescribeTargetGroups",
                "elasticloadbalancing:DescribeTargetHealth",
                "elasticloadbalancing:DescribeTrustStores",
              ],
              // Reading lists has no resource level (Service Authorization Reference, Amazon EC2, Elastic Load
              // Balancing V2, ACM).
              Resource: "*",
            },
            {
              Sid: "DescribeCertificates",
              Effect: "Allow",
              Action: ["acm:DescribeCertificate"],
              Resource: "arn:{partition}:acm:{region}:{account}:certificate/*",
            },
            {
              Sid: "ServiceLinkedRole",
              Effect: "Allow",
              Action: ["iam:CreateServiceLinkedRole"],
              Resource:
                "arn:{partition}:iam::{account}:role/aws-service-role/elasticloadbalancing.amazonaws.com/AWSServiceRoleForElasticLoadBalancing",
              Condition: { StringEquals: { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" } },
            },
            {
              Sid: "CreateSecurityGroups",
              Effect: "Allow",
              Action: ["ec2:CreateSecurityGroup"],
              Resource: `${ec2}:security-group/*`,
              Condition: ownRequests,
            },
            {
              // The VPC of the new group carries no tag of the controller.
              Sid: "CreateSecurityGroupsInVpcs",
              Effect: "Allow",
              Action: ["ec2:CreateSecurityGroup"],
              Resource: `${ec2}:vpc/*`,
            },
            {
              Sid: "TagNewSecurityGroups",
              Effect: "Allow",
              Action: ["ec2:CreateTags"],
              Resource: `${ec2}:security-group/*`,
              Condition: {
                StringEquals: {
                  "ec2:CreateAction": "CreateSecurityGroup",
                  [`aws:RequestTag/${ownTag}`]: "{cluster}",
                },
              },
            },
            {
              Sid: "TagOwnSecurityGroups",
              Effect: "Allow",
              Action: ["ec2:CreateTags", "ec2:DeleteTags"],
              Resource: `${ec2}:security-group/*`,
              Condition: { ...ownResources, Null: { [`aws:RequestTag/${ownTag}`]: "true" } },
            },
            {
              Sid: "OwnSecurityGroups",
              Effect: "Allow",
              Action: [
                "ec2:AuthorizeSecurityGroupIngress",
                "ec2:DeleteSecurityGroup",
                "ec2:RevokeSecurityGroupIngress",
              ],
              Resource: `${ec2}:security-group/*`,
              Condition: ownResources,
            },
            {
              // The controller admits its load balancers to the group of nodes and pods, on the ports of their targets.
              Sid: "NodeSecurityGroup",
              Effect: "Allow",
              Action: ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"],
              Resource: `${ec2}:security-group/*`,
              Condition: { StringEquals: { "aws:ResourceTag/kubernetes.io/cluster/{cluster}": "owned" } },
            },
            {
              Sid: "Create",
              Effect: "Allow",
              Action: ["elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:CreateTargetGroup"],
              Resource: [...loadBalancers, targetGroups],
              Condition: ownRequests,
            },
            {
              Sid: "TagNew",
              Effect: "Allow",
              Action: ["elasticloadbalancing:AddTags"],
              Resource: [...loadBalancers, targetGroups],
              Condition: {
                StringEquals: {
                  "elasticloadbalancing:CreateAction": ["CreateLoadBalancer", "CreateTargetGroup"],
                  [`aws:RequestTag/${ownTag}`]: "{cluster}",
                },
              },
            },
            {
              Sid: "TagOwn",
              Effect: "Allow",
              Action: ["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"],
              Resource: [...loadBalancers, targetGroups],
              Condition: { ...ownResources, Null: { [`aws:RequestTag/${ownTag}`]: "true" } },
            },
            {
              Sid: "OwnLoadBalancers",
              Effect: "Allow",
              Action: [
                "elasticloadbalancing:CreateListener",
                "elasticloadbalancing:DeleteLoadBalancer",
                "elasticloadbalancing:ModifyLoadBalancerAttributes",
                "elasticloadbalancing:SetIpAddressType",
                "elasticloadbalancing:SetSecurityGroups",
                "elasticloadbalancing:SetSubnets",
              ],
              Resource: loadBalancers,
              Condition: ownResources,
            },
            {
              Sid: "OwnTargetGroups",
              Effect: "Allow",
              Action: [
                "elasticloadbalancing:DeleteTargetGroup",
                "elasticloadbalancing:DeregisterTargets",
                "elasticloadbalancing:ModifyTargetGroup",
                "elasticloadbalancing:ModifyTargetGroupAttributes",
                "elasticloadbalancing:RegisterTargets",
              ],
              Resource: targetGroups,
              Condition: ownResources,
            },
            {
              Sid: "Listeners",
              Effect: "Allow",
              Action: [
                "elasticloadbalancing:AddListenerCertificates",
                "elasticloadbalancing:AddTags",
                "elasticloadbalancing:CreateRule",
                "elasticloadbalancing:DeleteListener",
                "elasticloadbalancing:DeleteRule",
                "elasticloadbalancing:ModifyListener",
                "elasticloadbalancing:ModifyListenerAttributes",
                "elasticloadbalancing:ModifyRule",
                "elasticloadbalancing:RemoveListenerCertificates",
                "elasticloadbalancing:RemoveTags",
                "elasticloadbalancing:SetRulePriorities",
              ],
              // The published policy has no condition here, because listeners have no tag before their creation.
              Resource: [...listeners, ...listenerRules],
            },
          ],
        },
      },
    },
  },
  customResources: ["aga.k8s.aws", "elbv2.k8s.aws", "gateway.k8s.aws"],
  images: ["public.ecr.aws/eks/aws-load-balancer-controller"],
  options: {
    vpcName: {
      description: "The tag Name of the cluster's VPC. A ClusterNetwork has its own name there.",
      kind: "text",
      default: "{cluster}",
      example: "prod",
    },
  },
  usedBy:
    "Ingresses of the class alb, Services of the class service.k8s.aws/nlb, Gateways: a tenant's `exposure` allows them.",
};
