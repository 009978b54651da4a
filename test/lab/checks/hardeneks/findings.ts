/** The rules about AWS. `casemate plan` and its policy pack check these. */
export const leftOut: Readonly<Record<string, string>> = {
  "cluster_wide.security.iam.check_endpoint_public_access":
    "describes the cluster in EKS; the component always creates a private endpoint",
  "cluster_wide.security.iam.check_aws_node_daemonset_service_account":
    "reads the DaemonSet aws-node, which the add-on creates, and its Pod Identity in EKS",
  "cluster_wide.security.iam.check_access_to_instance_profile":
    "describes instances in EC2; launch templates require IMDSv2 with one hop",
  "cluster_wide.security.detective_controls.check_logs_are_enabled":
    "describes the cluster in EKS; all five kinds of logs are on",
  "cluster_wide.security.network_security.check_vpc_flow_logs": "asks EC2; flow logs are part of the network",
  "cluster_wide.security.infrastructure_security.deploy_workers_onto_private_subnets":
    "asks EC2; node groups are in private subnets",
  "cluster_wide.security.infrastructure_security.make_sure_inspector_is_enabled":
    "asks Inspector, which the account's owner configures",
  "cluster_wide.security.image_security.use_immutable_tags_with_ecr":
    "asks ECR; admission requires digests, which always name one image",
  "cluster_wide.cluster_autoscaling.cluster_autoscaler.ensure_cluster_autoscaler_and_cluster_versions_match":
    "describes the cluster in EKS; the blueprint has no autoscaler of this kind",
  "cluster_wide.cluster_autoscaling.cluster_autoscaler.use_separate_iam_role_for_cluster_autoscaler":
    "asks EKS and IAM about an autoscaler that the blueprint doesn't have",
  "cluster_wide.cluster_autoscaling.cluster_autoscaler.employ_least_privileged_access_cluster_autoscaler_role":
    "asks EKS and IAM about an autoscaler that the blueprint doesn't have",
  "cluster_wide.cluster_autoscaling.cluster_autoscaler.use_managed_nodegroups":
    "reads labels that EKS puts on nodes; the lab has no nodes",
  "cluster_wide.scalability.control_plane.check_eks_version":
    "describes the cluster in EKS; a policy judges the version by EKS's calendar",
  "cluster_wide.scalability.control_plane.check_kubectl_compression": "is about the caller's own kubeconfig",
};

/** A known violation that Casemate doesn't change, with the reason. */
export interface Finding {
  readonly rule: string;
  /** Undefined for a rule about the whole cluster. */
  readonly namespace?: string;
  readonly resources: readonly string[];
  readonly reason: string;
}

const defaultNamespace =
  "no tenant has rights in the namespace `default`, and the admission policies judge it like any other namespace";
const example = "the example of the docs has only what the cluster requires";

export const expected: readonly Finding[] = [
  { rule: "Assign resource quotas to namespaces.", resources: ["default"], reason: defaultNamespace },
  {
    rule: "Configure Pod Security Admission modes for namespaces.",
    resources: ["default"],
    reason: defaultNamespace,
  },
  {
    rule: "Configure default network deny policies for namespaces.",
    resources: ["default"],
    reason: defaultNamespace,
  },
  {
    rule: "Disable automountServiceAccountToken on the default service account.",
    namespace: "default",
    resources: ["default"],
    reason: defaultNamespace,
  },
  {
    rule: "Deploy Cluster Autoscaler or Karpenter.",
    resources: ["cluster-autoscaler,karpenter"],
    reason: "managed node groups have a fixed range, and users choose the autoscaler",
  },
  {
    rule: "Deploy Metrics Server.",
    resources: ["metrics-server"],
    reason: "EKS installs the add-on, and the lab has no add-ons",
  },
  {
    rule: "Deploy Vertical Pod Autoscaler.",
    resources: ["vpa-recommender"],
    reason: "not part of the blueprint: quotas and LimitRanges limit the requests of pods",
  },
  {
    rule: "Install aws privateca issuer for your certificates.",
    resources: ["aws-privateca-issuer"],
    reason: "certificates between workloads come with the mesh, which isn't part of the blueprint yet",
  },
  {
    rule: "Run pods as non-root user.",
    namespace: "cart",
    resources: ["cartservice"],
    reason:
      "it requires user and group in the manifest; with `runAsNonRoot` the kubelet refuses an image that runs as root",
  },
  {
    rule: "Define liveness probes for pods.",
    namespace: "cart",
    resources: ["cartservice"],
    reason: example,
  },
  {
    rule: "Define readiness probes for pods.",
    namespace: "cart",
    resources: ["cartservice"],
    reason: example,
  },
  {
    rule: "Deploy horizontal pod autoscaler for deployments.",
    namespace: "cart",
    resources: ["cartservice"],
    reason: example,
  },
  {
    rule: "Spread replicas across AZs and Nodes.",
    namespace: "cart",
    resources: ["cartservice"],
    reason: example,
  },
];
