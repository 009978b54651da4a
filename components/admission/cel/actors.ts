import { platformRight } from "../../contract/classes.ts";
import { celList } from "./cel.ts";

/** The user name of kube-controller-manager. */
export const controllerManager = "system:kube-controller-manager";

/** The user name of EKS's controller that creates PolicyEndpoints from NetworkPolicies. */
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
 * Whether the requester is the platform, according to RBAC. The check is cluster-wide, so that a Role in a namespace
 * can't grant it, not even a Role of a user with the verb `escalate`.
 */
export const isPlatform = [
  `authorizer.group('${platformRight.group}').resource('${platformRight.resource}')`,
  `.check('${platformRight.verb}').allowed()`,
].join("");

/**
 * The controllers of kube-controller-manager that create pods from templates. Like kubeadm, EKS runs each with its own
 * service account (`--use-service-account-credentials`). The last entry, the manager itself, is for other clusters.
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
