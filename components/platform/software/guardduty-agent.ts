import type { SoftwareEntry } from "./software-entry.ts";

/** GuardDuty's runtime agent: watches processes, files and connections on each node. */
export const guarddutyAgent: SoftwareEntry = {
  id: "guardduty-agent",
  version: "v1.16.0",
  sources: [
    // The add-on is closed, and no manifest is public. The facts come from the user guide.
    "https://docs.aws.amazon.com/guardduty/latest/ug/how-runtime-monitoring-works-eks.html",
    "https://docs.aws.amazon.com/guardduty/latest/ug/eksrunmon-prereq-deploy-security-agent.html",
    "https://docs.aws.amazon.com/guardduty/latest/ug/prereq-runtime-monitoring-eks-support.html",
    "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-configure-security-agent-eks-addon.html",
  ],
  namespace: "amazon-guardduty",
  install: { kind: "addon", addon: "aws-guardduty-agent" },
  podSecurity: {
    level: "privileged",
    reason: "the agent watches all processes of the node, by eBPF programs in the kernel",
  },
  workloads: {
    "aws-guardduty-agent": {
      kind: "DaemonSet",
      labels: { "app.kubernetes.io/name": "aws-guardduty-agent" },
      serviceAccount: "aws-guardduty-agent",
      kubernetesApi: true,
      privileged: { reason: "it loads eBPF programs and sees the processes of the node" },
      listens: [],
      // It needs no role: the agent signs with the identity of the node's instance.
      aws: { endpoints: ["guardduty-data"], actions: ["guardduty:SendSecurityTelemetry"] },
    },
  },
  images: ["602401143452.dkr.ecr.{region}.amazonaws.com/eks/aws-guardduty-agent"],
  usedBy: "No pod calls it. GuardDuty reads what it sends.",
};
