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

/** The version of each add-on, as EKS names it: `v1.14.3-eksbuild.3`. */
export type AddonVersions = Readonly<Record<AddonName, string>>;

/**
 * The committed lock: by minor version of Kubernetes, what is installed. `casemate addons update` rewrites it.
 * Without it AWS would choose, and two clusters made a week apart would differ.
 */
export const addonLock: Readonly<Record<string, AddonVersions>> = lock;

/** Why there are no add-ons for a version of Kubernetes, or `undefined` if there are. */
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
