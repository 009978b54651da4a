import { fsbp, nsa, requirement } from "../../../controls/ids.ts";
import { expectSafe, type Finding, undecidable } from "../../lib/finding.ts";
import type { ResourceRule } from "../../lib/rule.ts";
import { expectTemplate, leavesToTemplate } from "../../lib/template-use.ts";
import { at, type Properties, unknown } from "../../lib/value.ts";

export default {
  id: "imdsv2-required",
  description: "Instance metadata requires a session token and stays on the instance: IMDSv2, hop limit 1.",
  guards: "The node's credentials against pods and against forged server-side requests.",
  severity: "high",
  controls: [...requirement("B6"), ...nsa("NSA-NET-15"), ...fsbp("AutoScaling.3", "EC2.8", "EC2.170")],
  remediation:
    'Set metadataOptions to { httpTokens: "required", httpPutResponseHopLimit: 1 }. For a node group, set them in its launch template.',
  kinds: [
    "aws:ec2/launchTemplate:LaunchTemplate",
    "aws:ec2/launchConfiguration:LaunchConfiguration",
    "aws:ec2/instance:Instance",
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
    "aws:eks/nodeGroup:NodeGroup",
  ],
  check: ({ kind, inputs }) => {
    if (kind === "aws:eks/nodeGroup:NodeGroup") {
      return expectTemplate(inputs, "EKS creates one with hop limit 2");
    }
    const usesTemplate = leavesToTemplate(inputs, "metadataOptions");
    if (usesTemplate === unknown) {
      return [undecidable("launchTemplate", "a launch template, or metadataOptions")];
    }
    return usesTemplate ? [] : metadataOptions(inputs);
  },
} satisfies ResourceRule;

function metadataOptions(inputs: Properties): Finding[] {
  if (at(inputs, "metadataOptions.httpEndpoint") === "disabled") {
    return [];
  }
  // Without a hop limit the image's applies, and AL2023's is 2 (EC2 user guide, "Order of precedence for
  // instance metadata configuration").
  const absent = "the account's or the image's default applies";
  return [
    ...expectSafe(inputs, "metadataOptions.httpTokens", "required", absent),
    ...expectSafe(inputs, "metadataOptions.httpPutResponseHopLimit", 1, absent),
  ];
}
