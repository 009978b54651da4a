import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type NodeOs, type UserDataArgs, userData } from "./user-data.ts";

export interface LaunchTemplateArgs {
  readonly os: NodeOs;
  readonly diskKeyArn: pulumi.Input<string>;
  /** The size of the disk with images and pods' files, in GiB. */
  readonly diskSizeGiB: number;
  readonly securityGroupIds: pulumi.Input<pulumi.Input<string>[]>;
  readonly userData: UserDataArgs;
  /** Tags of instances, volumes and network interfaces. The provider adds its own tags to the template only. */
  readonly tags: pulumi.Input<Readonly<Record<string, string>>>;
}

/** The resources of a node that EC2 tags when it starts. */
const taggedTypes = ["instance", "volume", "network-interface"];

/** A disk of a node. */
interface Disk {
  readonly device: string;
  /** Its size in GiB. @default - the size in the image */
  readonly sizeGiB?: number;
}

/** Every disk of the operating system's image. A disk that isn't listed keeps the image's settings: unencrypted. */
function disks(os: NodeOs, sizeGiB: number): Disk[] {
  return os === "bottlerocket"
    ? [{ device: "/dev/xvda" }, { device: "/dev/xvdb", sizeGiB }]
    : [{ device: "/dev/xvda", sizeGiB }];
}

/**
 * Creates the launch template of a pool's nodes. The managed node group sets image, subnets and instance profile. If
 * the template named an image, EKS would no longer update it.
 */
export function createLaunchTemplate(
  name: string,
  args: LaunchTemplateArgs,
  opts: pulumi.CustomResourceOptions,
): aws.ec2.LaunchTemplate {
  const { os, diskKeyArn, diskSizeGiB, securityGroupIds } = args;
  return new aws.ec2.LaunchTemplate(
    name,
    {
      description: `Nodes of the pool ${name}`,
      updateDefaultVersion: true,
      userData: Buffer.from(userData(os, args.userData)).toString("base64"),
      // A pod is one hop further away, so with a hop limit of 1 it can't reach the node's credentials.
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        httpPutResponseHopLimit: 1,
        instanceMetadataTags: "disabled",
      },
      networkInterfaces: [
        {
          deviceIndex: 0,
          associatePublicIpAddress: "false",
          deleteOnTermination: "true",
          securityGroups: securityGroupIds,
        },
      ],
      tagSpecifications: pulumi
        .output(args.tags)
        .apply((tags) =>
          Object.keys(tags).length === 0 ? [] : taggedTypes.map((resourceType) => ({ resourceType, tags })),
        ),
      blockDeviceMappings: disks(os, diskSizeGiB).map(({ device, sizeGiB }) => ({
        deviceName: device,
        ebs: {
          encrypted: "true",
          kmsKeyId: diskKeyArn,
          volumeType: "gp3",
          deleteOnTermination: "true",
          ...(sizeGiB !== undefined && { volumeSize: sizeGiB }),
        },
      })),
    },
    opts,
  );
}
