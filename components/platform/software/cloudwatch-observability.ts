import type { SoftwareEntry } from "./software-entry.ts";

/** CloudWatch Observability: the agent for metrics of containers, and Fluent Bit for their logs. */
export const cloudwatchObservability: SoftwareEntry = {
  id: "cloudwatch-observability",
  version: "v6.4.0",
  sources: [
    // The add-on is built from this chart, whose versions it shares.
    "https://github.com/aws-observability/helm-charts/tree/main/charts/amazon-cloudwatch-observability",
    "https://github.com/aws/amazon-cloudwatch-agent-operator/tree/v3.6.0/internal/manifests/collector",
    "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/CloudWatchAgentServerPolicy.html",
  ],
  namespace: "amazon-cloudwatch",
  install: {
    kind: "addon",
    addon: "amazon-cloudwatch-observability",
    values: {
      // Application Signals opens ports on each node, and puts its agents into the pods of tenants.
      applicationSignals: { enabled: false },
      dcgmExporter: { enabled: false },
      neuronMonitor: { enabled: false },
    },
  },
  podSecurity: {
    level: "privileged",
    reason: "the agent and Fluent Bit read files of the node, on its network",
  },
  workloads: {
    "controller-manager": {
      kind: "Deployment",
      labels: { "control-plane": "controller-manager" },
      serviceAccount: "amazon-cloudwatch-observability-controller-manager",
      kubernetesApi: true,
      privileged: { reason: "its manifest sets no security context" },
      listens: [
        { name: "webhook-server", port: 9443, from: ["api-server"] },
        { name: "healthz", port: 8081, from: ["kubelet"] },
      ],
    },
    // The operator creates it.
    "cloudwatch-agent": {
      kind: "DaemonSet",
      labels: { "app.kubernetes.io/component": "amazon-cloudwatch-agent" },
      serviceAccount: "cloudwatch-agent",
      kubernetesApi: true,
      hostNetwork: { reason: "it asks the kubelet on its own node" },
      privileged: { reason: "it reads the file systems of containers on the node" },
      listens: [],
      aws: {
        endpoints: ["ec2", "eks-auth", "logs", "monitoring"],
        // AWS's own policy allows each action on `*`, and reads parameters and traces too.
        policy: {
          Version: "2012-10-17",
          Statement: [
            {
              Sid: "WriteLogs",
              Effect: "Allow",
              Action: [
                "logs:CreateLogGroup",
                "logs:CreateLogStream",
                "logs:DescribeLogStreams",
                "logs:PutLogEvents",
                "logs:PutRetentionPolicy",
              ],
              Resource: [
                "arn:{partition}:logs:{region}:{account}:log-group:/aws/containerinsights/{cluster}/*",
                "arn:{partition}:logs:{region}:{account}:log-group:/aws/containerinsights/{cluster}/*:log-stream:*",
              ],
            },
            {
              Sid: "WriteMetrics",
              Effect: "Allow",
              Action: ["cloudwatch:PutMetricData"],
              // The action has no resources (Service Authorization Reference, CloudWatch).
              Resource: "*",
              Condition: { StringEquals: { "cloudwatch:namespace": "ContainerInsights" } },
            },
            {
              Sid: "DescribeNodes",
              Effect: "Allow",
              Action: ["ec2:DescribeTags", "ec2:DescribeVolumes"],
              // EC2's `Describe` actions have no resources (Service Authorization Reference, EC2).
              Resource: "*",
              Condition: { StringEquals: { "aws:RequestedRegion": "{region}" } },
            },
          ],
        },
      },
    },
    "fluent-bit": {
      kind: "DaemonSet",
      labels: { "k8s-app": "fluent-bit" },
      // It shares the account of the agent, and so its role.
      serviceAccount: "cloudwatch-agent",
      kubernetesApi: true,
      hostNetwork: { reason: "it asks the kubelet on its own node for the names of pods" },
      privileged: { reason: "it reads the log files of containers on the node" },
      listens: [],
    },
  },
  customResources: ["cloudwatch.aws.amazon.com"],
  images: [
    "public.ecr.aws/aws-observability/aws-for-fluent-bit",
    "public.ecr.aws/cloudwatch-agent/cloudwatch-agent",
    "public.ecr.aws/cloudwatch-agent/cloudwatch-agent-operator",
  ],
  usedBy:
    "An Instrumentation, or an annotation such as `instrumentation.opentelemetry.io/inject-java`, makes the webhook put an agent into a pod.",
};
