import { fsbp, requirement } from "../../../controls/ids.ts";
import { expectAt, type Finding, undecidable, violation } from "../../lib/finding.ts";
import type { ResourceRule } from "../../lib/rule.ts";
import { expectTemplate, leavesToTemplate } from "../../lib/template-use.ts";
import { at, elements, type Path, type Properties, unknown, type Value } from "../../lib/value.ts";

const checks: Readonly<Record<string, (inputs: Properties) => Finding[]>> = {
  "aws:ec2/launchTemplate:LaunchTemplate": launchTemplate,
  "aws:ec2/launchConfiguration:LaunchConfiguration": instance,
  "aws:ec2/instance:Instance": instance,
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest": instance,
  "aws:ebs/volume:Volume": (inputs) => encryptionFindings(inputs, "encrypted"),
  "aws:eks/nodeGroup:NodeGroup": (inputs) =>
    expectTemplate(inputs, "EKS creates one that doesn't encrypt the disk"),
  "storage.k8s.io/StorageClass": storageClass,
};

export default {
  id: "disks-encrypted",
  description: "Every disk of an instance and every EBS volume is encrypted.",
  guards: "Data at rest on nodes and volumes, and in their snapshots.",
  severity: "medium",
  controls: [...requirement("B4", "B6"), ...fsbp("EC2.3", "EC2.181")],
  remediation:
    'Set encrypted on every disk by device name, also on disks of the image. In a StorageClass, set parameters: { encrypted: "true" }.',
  kinds: Object.keys(checks),
  check: ({ kind, inputs }) => checks[kind]?.(inputs) ?? [],
} satisfies ResourceRule;

function launchTemplate(inputs: Properties): Finding[] {
  const mappings = at(inputs, "blockDeviceMappings");
  // Disks without a mapping have the image's settings, which are seldom encrypted.
  return mappings !== unknown && elements(mappings).length === 0
    ? [violation("blockDeviceMappings", "nothing (the image's settings apply)", "a mapping for each disk")]
    : volumes(inputs, "blockDeviceMappings", ["ebs", "encrypted"]);
}

function instance(inputs: Properties): Finding[] {
  return [...rootDisk(inputs), ...volumes(inputs, "ebsBlockDevices", ["encrypted"])];
}

function rootDisk(inputs: Properties): Finding[] {
  const usesTemplate = leavesToTemplate(inputs, "rootBlockDevice");
  if (usesTemplate === unknown) {
    return [undecidable("launchTemplate", "a launch template, or rootBlockDevice.encrypted")];
  }
  return usesTemplate ? [] : encryptionFindings(inputs, "rootBlockDevice.encrypted");
}

// The provisioners of EBS volumes: the CSI driver, EKS Auto Mode's, and the in-tree name, which the CSI driver
// replaces.
const ebsProvisioners: readonly Value[] = [
  "ebs.csi.aws.com",
  "ebs.csi.eks.amazonaws.com",
  "kubernetes.io/aws-ebs",
];

function storageClass(inputs: Properties): Finding[] {
  const provisioner = at(inputs, "provisioner");
  if (ebsProvisioners.includes(provisioner)) {
    return encryptionFindings(inputs, "parameters.encrypted");
  }
  return provisioner === unknown ? [undecidable("provisioner", "any but EBS, or parameters.encrypted")] : [];
}

function volumes(inputs: Properties, list: string, flag: readonly string[]): Finding[] {
  const mappings = at(inputs, list);
  if (mappings === unknown) {
    return [undecidable(list, "encrypted volumes")];
  }
  return elements(mappings).flatMap((mapping, index) =>
    hasNoVolume(mapping) ? [] : encryptionFindings(inputs, [list, index, ...flag]),
  );
}

/** Whether a mapping is an instance store, or removes a device of the image. */
function hasNoVolume(mapping: Value): boolean {
  const isSet = (name: string) => ![undefined, false, unknown].includes(at(mapping, name) as undefined);
  return at(mapping, "ebs") === undefined && (isSet("virtualName") || isSet("noDevice"));
}

function encryptionFindings(inputs: Properties, path: Path): Finding[] {
  return expectAt(inputs, path, {
    allowed: "true",
    // The value is a string in a launch template and in the CSI driver's parameters.
    holds: (value) => value === true || value === "true",
    absent: "not encrypted, unless the account encrypts by default",
  });
}
