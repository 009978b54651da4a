import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { nodeClassLabel } from "../../contract/classes.ts";
import { systemClass, systemTaint } from "../../contract/node-taints.ts";
import { diskKeyUse } from "../../encryption/key-policies.ts";
import type { AwsAccount } from "../../shared/aws/account.ts";
import { podIdentityTrust } from "../../shared/aws/pod-identity-trust.ts";
import { policyDocument } from "../../shared/aws/policy-document.ts";
import { createRole, type RoleArgs } from "../../shared/aws/role.ts";
import { type AddonName, addonLock } from "./addon-lock.ts";

/** Places pods only on the system node pool. */
const onSystemNodes = {
  nodeSelector: { [nodeClassLabel]: systemClass },
  tolerations: [{ key: systemTaint, operator: "Exists" }],
};

/**
 * The configuration of each add-on. EKS refuses keys that the add-on's schema doesn't have
 * (`aws eks describe-addon-configuration`).
 */
function addonConfiguration(addon: AddonName, region: string): Readonly<Record<string, unknown>> {
  switch (addon) {
    case "vpc-cni":
      return {
        // Strings, because the schema doesn't allow booleans.
        enableNetworkPolicy: "true",
        // `standard` allows all traffic of a new pod until the agent has applied its policies.
        env: { NETWORK_POLICY_ENFORCING_MODE: "strict" },
      };
    case "coredns":
    case "metrics-server":
      return onSystemNodes;
    case "aws-ebs-csi-driver":
      return {
        // Set explicitly. With a hop limit of 1, pods can't read the region from the instance metadata.
        controller: { ...onSystemNodes, region },
        // Nor can they read the number of attachments in use. Bottlerocket has two disks, and pods' network
        // interfaces count as well. This covers instance types with up to eight (driver, `getVolumesLimit`).
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
  readonly account: pulumi.Output<AwsAccount>;
  /** The ARN of the policy that limits the roles of add-ons. @default - none */
  readonly permissionsBoundary?: pulumi.Input<string> | undefined;
}

/** The role of an add-on's service account. EKS Pod Identity gives it to the pods. */
interface AddonIdentity {
  readonly serviceAccount: string;
  readonly roleArn: pulumi.Input<string>;
}

interface AddonOptions {
  readonly parent: pulumi.Resource;
  readonly dependsOn: readonly pulumi.Resource[];
}

/** Installs one add-on in the locked version. Overwrites changes that users make to it in the cluster. */
export function createAddon(
  name: string,
  args: AddonArgs & { readonly addon: AddonName; readonly identity?: AddonIdentity },
  opts: pulumi.CustomResourceOptions,
): aws.eks.Addon {
  const { addon, clusterName, kubernetesVersion, account, identity } = args;
  const version = addonLock[kubernetesVersion]?.[addon];
  if (version === undefined) {
    throw new Error(`no ${addon} is locked for Kubernetes ${kubernetesVersion}`);
  }
  const configuration = account.region.apply((region) => addonConfiguration(addon, region));
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
 * The VPC CNI, with network policies in strict mode. Its pods have its rights, not the node: an attacker that breaks
 * out of another pod can't change network interfaces. Its pods wait for the Pod Identity agent. The agent is on the
 * host network, so it doesn't wait for the CNI.
 */
export function createCni(name: string, args: AddonArgs, { parent, dependsOn }: AddonOptions): aws.eks.Addon {
  const role = createAddonRole(
    `${name}-vpc-cni`,
    {
      ...args,
      title: "VPC CNI",
      serviceAccount: "aws-node",
      managedPolicy: "AmazonEKS_CNI_Policy",
    },
    { parent },
  );
  const opts = { parent, dependsOn: [...dependsOn, ...role.ready] };
  return createAddon(name, { ...args, addon: "vpc-cni", identity: role.identity }, opts);
}

/**
 * The driver of persistent volumes. AWS's policy allows only volumes and instances of the same cluster, by the session
 * tags of Pod Identity (aws-ebs-csi-driver#2918).
 */
export function createEbsCsi(
  name: string,
  args: AddonArgs & { readonly diskKeyArn: pulumi.Input<string> },
  { parent, dependsOn }: AddonOptions,
): aws.eks.Addon {
  const role = createAddonRole(
    `${name}-ebs-csi`,
    {
      ...args,
      title: "EBS CSI driver",
      serviceAccount: "ebs-csi-controller-sa",
      managedPolicy: "AmazonEBSCSIDriverEKSClusterScopedPolicy",
      policy: pulumi.output(args.diskKeyArn).apply((keyArn) => policyDocument(...diskKeyUse(keyArn))),
    },
    { parent },
  );
  const opts = { parent, dependsOn: [...dependsOn, ...role.ready] };
  return createAddon(name, { ...args, addon: "aws-ebs-csi-driver", identity: role.identity }, opts);
}

/** Creates the role of an add-on's service account in kube-system. The add-on must depend on `ready`. */
function createAddonRole(
  name: string,
  args: Pick<AddonArgs, "clusterName" | "account" | "permissionsBoundary"> & {
    readonly title: string;
    readonly serviceAccount: string;
    readonly managedPolicy: string;
    readonly policy?: RoleArgs["policy"] & {};
  },
  opts: pulumi.CustomResourceOptions,
): { readonly identity: AddonIdentity; readonly ready: readonly pulumi.Resource[] } {
  const { clusterName, account, serviceAccount, policy } = args;
  const { role, ready } = createRole(
    name,
    {
      description: `${args.title} of the EKS cluster ${clusterName}`,
      trust: account.apply((awsAccount) =>
        podIdentityTrust({ clusterName, namespace: "kube-system", serviceAccount }, awsAccount),
      ),
      managedPolicies: [args.managedPolicy],
      ...(policy !== undefined && { policy }),
      permissionsBoundary: args.permissionsBoundary,
      account,
    },
    opts,
  );
  return { identity: { serviceAccount, roleArn: role.arn }, ready };
}
