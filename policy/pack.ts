import { PolicyPack } from "@pulumi/policy";
import { policyOf } from "./crossguard.ts";
import disksEncrypted from "./rules/disks-encrypted.ts";
import eksAllLogTypes from "./rules/eks-all-log-types.ts";
import eksNoCreatorAdmin from "./rules/eks-no-creator-admin.ts";
import eksNoPublicEndpoint from "./rules/eks-no-public-endpoint.ts";
import eksSecretsCustomerKey from "./rules/eks-secrets-customer-key.ts";
import imdsv2Required from "./rules/imdsv2-required.ts";
import namespaceDefaultDeny from "./rules/namespace-default-deny.ts";
import namespaceQuota from "./rules/namespace-quota.ts";
import namespaceRestrictedPodSecurity from "./rules/namespace-restricted-pod-security.ts";
import rbacNoWildcards from "./rules/rbac-no-wildcards.ts";

new PolicyPack("casemate", {
  displayName: "Casemate",
  description: "Guards any Pulumi program against weakening an EKS cluster or its namespaces.",
  provider: "aws",
  tags: ["eks", "kubernetes", "security"],
  policies: [
    eksNoPublicEndpoint,
    eksNoCreatorAdmin,
    eksAllLogTypes,
    eksSecretsCustomerKey,
    imdsv2Required,
    disksEncrypted,
    namespaceDefaultDeny,
    namespaceQuota,
    namespaceRestrictedPodSecurity,
    rbacNoWildcards,
  ].map(policyOf),
});
