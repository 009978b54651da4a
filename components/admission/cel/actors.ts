import { platformRight } from "../../contract/classes.ts";

/**
 * Whether RBAC says that the requester is the platform. Asked for the whole cluster, so that no Role inside a namespace
 * can make anybody the platform there, not even one written by who has the verb `escalate`.
 */
export const isPlatform = `authorizer.group('${platformRight.group}').resource('${platformRight.resource}').check('${platformRight.verb}').allowed()`;

/**
 * The controllers of kube-controller-manager that make pods from templates. EKS, as kubeadm, runs each with a
 * service account of its own (`--use-service-account-credentials`). The last is the manager itself, where it doesn't.
 */
export const podControllers = [
  "system:serviceaccount:kube-system:cronjob-controller",
  "system:serviceaccount:kube-system:daemon-set-controller",
  "system:serviceaccount:kube-system:deployment-controller",
  "system:serviceaccount:kube-system:job-controller",
  "system:serviceaccount:kube-system:replicaset-controller",
  "system:serviceaccount:kube-system:replication-controller",
  "system:serviceaccount:kube-system:statefulset-controller",
  "system:kube-controller-manager",
] as const;
