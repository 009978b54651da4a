import { cis, requirement } from "../../../controls/ids.ts";
import { expectAt, expectSafe } from "../../lib/finding.ts";
import type { ResourceRule } from "../../lib/rule.ts";

export default {
  id: "eks-no-creator-admin",
  description: "The creator of an EKS cluster isn't silently its administrator.",
  guards: "The cluster against an administrator that no access entry and no review shows.",
  severity: "high",
  controls: [...requirement("A2"), ...cis("4.1.1")],
  remediation:
    'Set accessConfig to { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false } and create access entries for the admins.',
  kinds: ["aws:eks/cluster:Cluster"],
  check: ({ inputs }) => [
    ...expectSafe(
      inputs,
      "accessConfig.bootstrapClusterCreatorAdminPermissions",
      false,
      "AWS's default is true",
    ),
    // In mode CONFIG_MAP the flag has no effect: the creator is an administrator (EKS user guide, "Grant IAM
    // users and roles access to Kubernetes APIs").
    ...expectAt(inputs, "accessConfig.authenticationMode", {
      allowed: '"API" or "API_AND_CONFIG_MAP"',
      holds: (mode) => mode === "API" || mode === "API_AND_CONFIG_MAP",
      absent: "AWS's default is CONFIG_MAP",
    }),
  ],
} satisfies ResourceRule;
