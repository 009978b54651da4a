import { unknown } from "../../../../policy/lib/value.ts";
import rule from "../../../../policy/rules/ec2/disks-encrypted.ts";
import { instance, launchTemplate, nodeGroup, storageClass, types, volume } from "../../fixtures.ts";
import { type Case, itJudges } from "../../table.ts";

const mappings = "blockDeviceMappings";
const secondDisk = `${mappings}[1].ebs.encrypted` as const;
const root = "rootBlockDevice.encrypted";
const furtherDisks = "ebsBlockDevices";

const instanceCases: Case[] = [
  ["an unencrypted root disk", root, false, `violation ${root}`],
  ["no setting for the root disk: the image's applies", "rootBlockDevice", undefined, `violation ${root}`],
  ["a root disk that isn't known yet", "rootBlockDevice", unknown, `undecidable ${root}`],
  ["no further disk", furtherDisks, undefined],
  [
    "an unencrypted further disk",
    [furtherDisks, 0, "encrypted"],
    false,
    `violation ${furtherDisks}[0].encrypted`,
  ],
  [
    "no setting for a further disk",
    [furtherDisks, 0, "encrypted"],
    undefined,
    `violation ${furtherDisks}[0].encrypted`,
  ],
  ["further disks that aren't known yet", furtherDisks, unknown, `undecidable ${furtherDisks}`],
];

describe("rule disks-encrypted", () => {
  itJudges(rule, types.launchTemplate, launchTemplate, [
    ["an unencrypted disk", [mappings, 1, "ebs", "encrypted"], "false", `violation ${secondDisk}`],
    ["no setting for encryption", [mappings, 1, "ebs", "encrypted"], undefined, `violation ${secondDisk}`],
    ["a disk from a snapshot", [mappings, 1, "ebs"], { snapshotId: "snap-0abc" }, `violation ${secondDisk}`],
    ["a device of the image without settings", [mappings, 1, "ebs"], undefined, `violation ${secondDisk}`],
    ["a flag that isn't known yet", [mappings, 1, "ebs", "encrypted"], unknown, `undecidable ${secondDisk}`],
    ["a disk that isn't known yet", [mappings, 1], unknown, `undecidable ${secondDisk}`],
    ["a key that isn't known yet", [mappings, 1, "ebs", "kmsKeyId"], unknown],
    ["encryption as a boolean", [mappings, 1, "ebs", "encrypted"], true],
    ["instance store", [mappings, 1], { deviceName: "/dev/sdc", virtualName: "ephemeral0" }],
    ["a removed device", [mappings, 1], { deviceName: "/dev/xvdb", noDevice: "true" }],
    ["no mappings: the image's settings apply", mappings, undefined, `violation ${mappings}`],
    ["an empty list of mappings", mappings, [], `violation ${mappings}`],
    ["mappings that aren't known yet", mappings, unknown, `undecidable ${mappings}`],
  ]);
  itJudges(rule, types.instance, instance, instanceCases);
  itJudges(rule, types.launchConfiguration, instance, instanceCases);
  itJudges(rule, "aws:ec2/spotInstanceRequest:SpotInstanceRequest", instance, instanceCases);
  itJudges(rule, types.instance, { launchTemplate: { id: "lt-0abc" } }, [
    ["a disk changed against the template", "rootBlockDevice", { volumeSize: 8 }, `violation ${root}`],
    ["no template", "launchTemplate", undefined, `violation ${root}`],
    ["a template that isn't known yet", "launchTemplate", unknown, "undecidable launchTemplate"],
    [
      "a further unencrypted disk",
      furtherDisks,
      [{ encrypted: false }],
      `violation ${furtherDisks}[0].encrypted`,
    ],
  ]);
  itJudges(rule, types.volume, volume, [
    ["an unencrypted volume", "encrypted", false, "violation encrypted"],
    ["no setting for encryption", "encrypted", undefined, "violation encrypted"],
    ["not known yet", "encrypted", unknown, "undecidable encrypted"],
  ]);
  itJudges(rule, types.nodeGroup, nodeGroup, [
    ["no template: EKS's own doesn't encrypt", "launchTemplate", undefined, "violation launchTemplate"],
    ["a template that isn't known yet", "launchTemplate", unknown, "undecidable launchTemplate"],
  ]);
  itJudges(rule, types.storageClass, storageClass, [
    ["no setting for encryption", "parameters.encrypted", undefined, "violation parameters.encrypted"],
    ["unencrypted volumes", "parameters.encrypted", "false", "violation parameters.encrypted"],
    ["parameters that aren't known yet", "parameters", unknown, "undecidable parameters.encrypted"],
    ["a provisioner that isn't known yet", "provisioner", unknown, "undecidable provisioner"],
  ]);
  itJudges(rule, "kubernetes:storage.k8s.io/v1beta1:StorageClass", { provisioner: "efs.csi.aws.com" }, [
    ["EBS by the in-tree name", "provisioner", "kubernetes.io/aws-ebs", "violation parameters.encrypted"],
    ["EBS of EKS Auto Mode", "provisioner", "ebs.csi.eks.amazonaws.com", "violation parameters.encrypted"],
  ]);
});
