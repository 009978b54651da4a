import type { InputProblem } from "../../shared/input/input-error.ts";
import lock from "./addon-versions.json" with { type: "json" };

/** The add-ons that a hardened cluster has. */
const addonNames = [
  "aws-ebs-csi-driver",
  "coredns",
  "eks-pod-identity-agent",
  "kube-proxy",
  "metrics-server",
  "vpc-cni",
] as const;

export type AddonName = (typeof addonNames)[number];

/** The version of each add-on in EKS' notation, for example `v1.14.3-eksbuild.3`. */
export type AddonVersions = Readonly<Record<AddonName, string>>;

/**
 * The committed lock: the add-ons to install, by minor version of Kubernetes. `casemate addons update` rewrites it.
 * Without it, AWS would choose the versions, and two clusters created a week apart would differ.
 */
export const addonLock: Readonly<Record<string, AddonVersions>> = lock;

/** The problem of a Kubernetes version without locked add-ons, or `undefined` if the lock has them. */
export function addonLockProblem(kubernetesVersion: string): InputProblem | undefined {
  return kubernetesVersion in addonLock
    ? undefined
    : {
        path: "kubernetesVersion",
        received: kubernetesVersion,
        allowed: `a version whose add-ons are locked: ${Object.keys(addonLock).join(", ")}`,
        fix: "Update Casemate, or lock them by casemate addons update in a clone.",
      };
}
