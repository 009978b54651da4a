import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { type NodeOs, userData } from "./user-data.ts";

export interface LaunchTemplateArgs {
  readonly os: NodeOs;
  readonly diskKeyArn: pulumi.Input<string>;
  /** Of the disk with images and pods' files, in GiB. */
  readonly diskSizeGiB: number;
  readonly securityGroupIds: pulumi.Input<pulumi.Input<string>[]>;
  readonly dnsAddress: string;
}

/** A disk of a node. */
interface Disk {
  readonly device: string;
  /** In GiB. @default - what the image needs */
  readonly sizeGiB?: number;
}

/** Every disk that the operating system's image has: one left out would stay as the image has it, unencrypted. */
function disks(os: NodeOs, sizeGiB: number): Disk[] {
  return os === "bottlerocket"
    ? [{ device: "/dev/xvda" }, { device: "/dev/xvdb", sizeGiB }]
    : [{ device: "/dev/xvda", sizeGiB }];
}

/**
 * How nodes start. Image, subnets and instance profile are the managed node group's: with an image here, EKS
 * would no longer keep it up to date.
 */
export function createLaunchTemplate(
  name: string,
  { os, diskKeyArn, diskSizeGiB, securityGroupIds, dnsAddress }: LaunchTemplateArgs,
  opts: pulumi.CustomResourceOptions,
): aws.ec2.LaunchTemplate {
  return new aws.ec2.LaunchTemplate(
    name,
    {
      description: `Nodes of the pool ${name}`,
      updateDefaultVersion: true,
      userData: Buffer.from(userData(os, { dnsAddress })).toString("base64"),
      // Hop limit 1: a pod is one hop further away and doesn't reach the node's credentials.
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
