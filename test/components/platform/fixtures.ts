import type { SoftwareEntry } from "../../../components/platform/software/software-entry.ts";

/** An entry of a catalogue with every field. */
export const mirror: SoftwareEntry = {
  id: "mirror",
  version: "v1.2.3",
  sources: ["https://example.com/mirror/v1.2.3"],
  namespace: "mirror-system",
  install: { kind: "chart", chart: "mirror", version: "1.2.3" },
  podSecurity: { level: "privileged", reason: "the agent reads the node's image store" },
  workloads: {
    controller: {
      kind: "Deployment",
      labels: { app: "mirror", component: "controller" },
      serviceAccount: "mirror-controller",
      kubernetesApi: true,
      listens: [
        { name: "webhook", port: 9443, from: ["api-server"] },
        { name: "health", port: 8081, from: ["kubelet"] },
        { name: "metrics", port: 8080, from: ["scrapers"] },
        { name: "grpc", port: 7000, from: ["peers"] },
        { name: "intake", port: 4317, from: ["tenants", "load-balancers"] },
        { name: "debug", port: 6060, from: ["none"] },
      ],
      calls: [
        { workload: "agent", port: 7001, reason: "orders" },
        { cidr: "{option.sources}", port: 443, reason: "upstream registries" },
        { nodes: true, port: 10250, reason: "node statistics" },
      ],
      aws: {
        policy: {
          Version: "2012-10-17",
          Statement: [
            {
              Sid: "ReadImages",
              Effect: "Allow",
              Action: ["ecr:BatchGetImage"],
              Resource: ["arn:{partition}:ecr:{region}:{account}:repository/{option.repositories}"],
              Condition: { StringEquals: { "aws:PrincipalTag/eks-cluster-name": "{cluster}" } },
            },
          ],
        },
        endpoints: ["ecr.api"],
      },
    },
    agent: {
      kind: "DaemonSet",
      labels: { app: "mirror", component: "agent" },
      serviceAccount: "mirror-agent",
      hostNetwork: { reason: "serves the node's container runtime" },
      privileged: { reason: "reads the node's image store" },
      listens: [{ name: "registry", port: 5000, from: ["none"] }],
    },
  },
  customResources: ["mirror.example.com"],
  images: ["docker.io/mirror/controller", "{account}.dkr.ecr.{region}.amazonaws.com/mirror/agent"],
  options: {
    sources: {
      description: "a range of an upstream registry",
      kind: "list",
      pattern: String.raw`[\d./]+`,
      example: "203.0.113.0/24",
    },
    repositories: { description: "a repository", kind: "list", default: ["mirror/*"], example: "mirror/*" },
  },
};

export const catalogue = { mirror };
