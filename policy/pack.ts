import { PolicyPack } from "@pulumi/policy";
import { policyOf } from "./crossguard.ts";
import { loadRules } from "./load-rules.ts";

// The engine loads a pack with `require`, which doesn't support top-level await.
void loadRules().then(
  (rules) =>
    new PolicyPack("casemate", {
      displayName: "Casemate",
      description: "Guards any Pulumi program against weakening an EKS cluster or its namespaces.",
      provider: "aws",
      tags: ["eks", "kubernetes", "security"],
      policies: rules.map(policyOf),
    }),
);
