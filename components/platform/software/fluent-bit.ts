import type { SoftwareEntry } from "./software-entry.ts";

/** Fluent Bit of AWS: sends the logs of all containers to a log group of CloudWatch Logs. */
export const fluentBit: SoftwareEntry = {
  id: "fluent-bit",
  version: "3.2.1",
  sources: [
    "https://github.com/aws/eks-charts/tree/master/stable/aws-for-fluent-bit",
    "https://docs.fluentbit.io/manual/pipeline/outputs/cloudwatch",
  ],
  namespace: "logging",
  install: {
    kind: "chart",
    chart: "aws-for-fluent-bit",
    version: "0.2.0",
    values: {
      fullnameOverride: "fluent-bit",
      serviceAccount: { name: "fluent-bit" },
      containerSecurityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"], add: ["DAC_READ_SEARCH"] },
        readOnlyRootFilesystem: true,
        seccompProfile: { type: "RuntimeDefault" },
      },
      cloudWatchLogs: {
        region: "{region}",
        logGroupName: "{option.logGroup}",
        // Create the log group with a key and a retention. Fluent Bit would create it without both.
        autoCreateGroup: false,
      },
    },
  },
  podSecurity: {
    level: "privileged",
    reason: "Fluent Bit reads the containers' log files from a directory of the node",
  },
  workloads: {
    "fluent-bit": {
      kind: "DaemonSet",
      labels: { "app.kubernetes.io/name": "aws-for-fluent-bit" },
      serviceAccount: "fluent-bit",
      kubernetesApi: true,
      privileged: { reason: "it reads the containers' log files in /var/log of the node" },
      listens: [{ name: "monitor-agent", port: 2020, from: ["kubelet"] }],
      aws: {
        endpoints: ["eks-auth", "logs"],
        policy: {
          Version: "2012-10-17",
          Statement: [
            {
              Sid: "WriteLogs",
              Effect: "Allow",
              Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
              Resource: [
                "arn:{partition}:logs:{region}:{account}:log-group:{option.logGroup}",
                "arn:{partition}:logs:{region}:{account}:log-group:{option.logGroup}:log-stream:*",
              ],
            },
          ],
        },
      },
    },
  },
  images: ["public.ecr.aws/aws-observability/aws-for-fluent-bit"],
  options: {
    logGroup: {
      kind: "text",
      description: "The name of the log group, which must exist.",
      pattern: "[A-Za-z0-9/_.#-]{1,512}",
      example: "/eks/prod/containers",
    },
  },
  usedBy:
    "It reads the output of every container. A tenant can exclude its pods by the annotation `fluentbit.io/exclude`.",
};
