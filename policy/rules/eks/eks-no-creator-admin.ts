import { cis, requirement } from "../../../controls/ids.ts";
import { expectAt, expectSafe } from "../../lib/finding.ts";
import type { ResourceRule } from "../../rule.ts";

export default {
  id: "eks-no-creator-admin",
  description: "Whoever creates an EKS cluster isn't silently its administrator.",
  guards: "The cluster against an administrator that stands in no access entry and no review.",
  severity: "high",
  controls: [...requirement("A2"), ...cis("4.1.1")],
  remediation:
    'Set accessConfig to { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false } and name the admins by access entries.',
  kinds: ["aws:eks/cluster:Cluster"],
  check: ({ inputs }) => [
    ...expectSafe(
      inputs,
      "accessConfig.bootstrapClusterCreatorAdminPermissions",
      false,
      "AWS's default is true",
    ),
    // In mode CONFIG_MAP the creator is an administrator whatever the flag says (EKS user guide, "Grant
    // IAM users and roles access to Kubernetes APIs").
    ...expectAt(inputs, "accessConfig.authenticationMode", {
      allowed: '"API" or "API_AND_CONFIG_MAP"',
      holds: (mode) => mode === "API" || mode === "API_AND_CONFIG_MAP",
      absent: "AWS's default is CONFIG_MAP",
    }),
  ],
} satisfies ResourceRule;
