import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { platformMetadata } from "../../contract/platform-metadata.ts";
import { defaultStorageClass } from "../../contract/storage-class-names.ts";

/** The default StorageClass: it encrypts persistent volumes under a customer key. */
export function createStorageClass(
  name: string,
  { diskKeyArn }: { readonly diskKeyArn: pulumi.Input<string> },
  opts: pulumi.CustomResourceOptions,
): k8s.storage.v1.StorageClass {
  return new k8s.storage.v1.StorageClass(
    `${name}-default-storage`,
    {
      metadata: platformMetadata({
        name: defaultStorageClass,
        annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
      }),
      provisioner: "ebs.csi.aws.com",
      parameters: { type: "gp3", encrypted: "true", kmsKeyId: diskKeyArn },
      // A volume created before its pod is scheduled can be in a zone where the pod can't run.
      volumeBindingMode: "WaitForFirstConsumer",
      reclaimPolicy: "Delete",
      allowVolumeExpansion: true,
    },
    opts,
  );
}
