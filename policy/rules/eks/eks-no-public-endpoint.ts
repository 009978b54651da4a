import { cis, fsbp, nsa, requirement } from "../../../controls/ids.ts";
import { expectSafe } from "../../lib/finding.ts";
import type { ResourceRule } from "../../lib/rule.ts";

export default {
  id: "eks-no-public-endpoint",
  description: "The API server of an EKS cluster answers inside its VPC only.",
  guards:
    "The API server against attackers on the internet. A list of allowed addresses doesn't count as closed.",
  severity: "high",
  controls: [...requirement("B2"), ...cis("5.4.1", "5.4.2"), ...nsa("NSA-NET-08"), ...fsbp("EKS.1")],
  remediation:
    "Set endpointPublicAccess to false and endpointPrivateAccess to true, and deploy from inside the VPC.",
  kinds: ["aws:eks/cluster:Cluster"],
  check: ({ inputs }) => [
    ...expectSafe(inputs, "vpcConfig.endpointPublicAccess", false, "AWS's default is true"),
    ...expectSafe(inputs, "vpcConfig.endpointPrivateAccess", true, "AWS's default is false"),
  ],
} satisfies ResourceRule;
