import { platformRight } from "../../contract/classes.ts";
import { celList } from "./cel.ts";

/** The user name of kube-controller-manager. */
export const controllerManager = "system:kube-controller-manager";

/** The user name of EKS's controller that makes PolicyEndpoints of NetworkPolicies. */
export const networkPolicyController = "eks:network-policy-controller";

/** The user name of a service account in kube-system. */
export function kubeSystemAccount(name: string): string {
  return `system:serviceaccount:kube-system:${name}`;
}

/** Whether the requester has one of these user names. */
export function isUser(...names: readonly string[]): string {
  return `request.userInfo.username in ${celList(names)}`;
}

/**
 * Whether RBAC says that the requester is the platform. Asked for the whole cluster, so that no Role inside a namespace
 * can make anybody the platform there, not even one written by who has the verb `escalate`.
 */
export const isPlatform = [
  `authorizer.group('${platformRight.group}').resource('${platformRight.resource}')`,
  `.check('${platformRight.verb}').allowed()`,
].join("");

/**
 * The controllers of kube-controller-manager that make pods from templates. EKS, as kubeadm, runs each with a
 * service account of its own (`--use-service-account-credentials`). The last is the manager itself, where it doesn't.
 */
export const podControllers = [
  ...[
    "cronjob-controller",
    "daemon-set-controller",
    "deployment-controller",
    "job-controller",
    "replicaset-controller",
    "replication-controller",
    "statefulset-controller",
  ].map(kubeSystemAccount),
  controllerManager,
];
