import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { nodeClassLabel } from "../../contract/classes.ts";
import { systemClass, systemTaint } from "../../contract/node-taints.ts";
import { diskKeyUse } from "../../encryption/key-policies.ts";
import type { AwsAccount } from "../../shared/aws/account.ts";
import { podIdentityTrust } from "../../shared/aws/pod-identity-trust.ts";
import { policyDocument } from "../../shared/aws/policy-document.ts";
import { createRole } from "../../shared/aws/role.ts";
import { type AddonName, addonLock } from "./addon-lock.ts";

/** On the system node pool, and nowhere else. */
const onSystemNodes = {
  nodeSelector: { [nodeClassLabel]: systemClass },
  tolerations: [{ key: systemTaint, operator: "Exists" }],
};

/**
 * How each add-on is configured. The keys are those of the add-on's own schema
 * (`aws eks describe-addon-configuration`), which refuses others.
 */
function addonConfiguration(addon: AddonName, region: string): Readonly<Record<string, unknown>> {
  switch (addon) {
    case "vpc-cni":
      return {
        // Strings: the schema takes no booleans.
        enableNetworkPolicy: "true",
        // `standard` lets all traffic of a pod through until its policies are found.
        env: { NETWORK_POLICY_ENFORCING_MODE: "strict" },
      };
    case "coredns":
    case "metrics-server":
      return onSystemNodes;
    case "aws-ebs-csi-driver":
      return {
        // With a hop limit of 1, pods can't read the instance metadata: neither the region ...
        controller: { ...onSystemNodes, region },
        // ... nor how many attachments are taken. Bottlerocket has two disks, and interfaces that pods need
        // count as well: this covers instance types with up to eight (driver, `getVolumesLimit`).
        node: { reservedVolumeAttachments: 9 },
      };
    case "eks-pod-identity-agent":
    case "kube-proxy":
      return {};
  }
}

export interface AddonArgs {
  readonly clusterName: string;
  readonly kubernetesVersion: string;
  readonly region: pulumi.Input<string>;
}

/** The role of a service account of an add-on, handed to its pods by EKS Pod Identity. */
interface AddonIdentity {
  readonly serviceAccount: string;
  readonly roleArn: pulumi.Input<string>;
}

interface AddonOptions {
  readonly parent: pulumi.Resource;
  readonly dependsOn: readonly pulumi.Resource[];
}

/** Installs one add-on in the version that the lock names, and undoes what was changed of it in the cluster. */
export function createAddon(
  name: string,
  addon: AddonName,
  { clusterName, kubernetesVersion, region }: AddonArgs,
  opts: pulumi.CustomResourceOptions,
  identity?: AddonIdentity,
): aws.eks.Addon {
  const version = addonLock[kubernetesVersion]?.[addon];
  if (version === undefined) {
    throw new Error(`no ${addon} is locked for Kubernetes ${kubernetesVersion}`);
  }
  const configuration = pulumi.output(region).apply((known) => addonConfiguration(addon, known));
  return new aws.eks.Addon(
    `${name}-${addon}`,
    {
      clusterName,
      addonName: addon,
      addonVersion: version,
      configurationValues: configuration.apply((values) => JSON.stringify(values)),
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
      ...(identity !== undefined && { podIdentityAssociations: [identity] }),
    },
    opts,
  );
}

/**
 * The VPC CNI, with network policies in strict mode. Its rights are its own pods', not the node's: whoever
 * breaks out of a pod doesn't move network interfaces. Its pods wait for the Pod Identity agent, which is on
 * the host network and so doesn't wait for them.
 */
export function createCni(
  name: string,
  addon: AddonArgs,
  account: pulumi.Output<AwsAccount>,
  { parent, dependsOn }: AddonOptions,
): aws.eks.Addon {
  const serviceAccount = "aws-node";
  const { role, ready } = createRole(
    `${name}-vpc-cni`,
    {
      description: `VPC CNI of the EKS cluster ${addon.clusterName}`,
      trust: account.apply((known) =>
        podIdentityTrust({ clusterName: addon.clusterName, namespace: "kube-system", serviceAccount }, known),
      ),
      managedPolicies: ["AmazonEKS_CNI_Policy"],
      account,
    },
    { parent },
  );
  const opts = { parent, dependsOn: [...dependsOn, ...ready] };
  return createAddon(name, "vpc-cni", addon, opts, { serviceAccount, roleArn: role.arn });
}

/**
 * The driver of persistent volumes. AWS's policy holds it to volumes and instances of its own cluster, by the
 * session tags of Pod Identity (aws-ebs-csi-driver#2918).
 */
export function createEbsCsi(
  name: string,
  addon: AddonArgs,
  account: pulumi.Output<AwsAccount>,
  diskKeyArn: pulumi.Input<string>,
  { parent, dependsOn }: AddonOptions,
): aws.eks.Addon {
  const serviceAccount = "ebs-csi-controller-sa";
  const { role, ready } = createRole(
    `${name}-ebs-csi`,
    {
      description: `EBS CSI driver of the EKS cluster ${addon.clusterName}`,
      trust: account.apply((known) =>
        podIdentityTrust({ clusterName: addon.clusterName, namespace: "kube-system", serviceAccount }, known),
      ),
      managedPolicies: ["AmazonEBSCSIDriverEKSClusterScopedPolicy"],
      policy: pulumi.output(diskKeyArn).apply((keyArn) => policyDocument(...diskKeyUse(keyArn))),
      account,
    },
    { parent },
  );
  const opts = { parent, dependsOn: [...dependsOn, ...ready] };
  return createAddon(name, "aws-ebs-csi-driver", addon, opts, { serviceAccount, roleArn: role.arn });
}
