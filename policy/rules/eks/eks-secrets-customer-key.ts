import { cis, fsbp, nsa, requirement } from "../../../controls/ids.ts";
import { expectAt, type Finding, undecidable, violation } from "../../lib/finding.ts";
import type { ResourceRule } from "../../lib/rule.ts";
import { at, elements, show, unknown, type Value } from "../../lib/value.ts";

export default {
  id: "eks-secrets-customer-key",
  description: "Secrets of an EKS cluster are encrypted under a customer managed key.",
  // Since 1.28 EKS encrypts all API data under a key that AWS owns, so the rule checks the key (EKS user guide,
  // "Default envelope encryption for all Kubernetes API Data").
  guards: "Secrets in etcd. You can't deny, monitor or revoke the use of EKS's default key, which AWS owns.",
  severity: "medium",
  controls: [...requirement("A6", "B4"), ...cis("5.3.1"), ...nsa("NSA-NET-14"), ...fsbp("EKS.3")],
  remediation:
    'Set encryptionConfig to { provider: { keyArn: <your KMS key> }, resources: ["secrets"] }. You can\'t remove it later.',
  kinds: ["aws:eks/cluster:Cluster"],
  check: ({ inputs }) => [...keyFindings(inputs), ...resourceFindings(inputs)],
} satisfies ResourceRule;

function keyFindings(inputs: Value): Finding[] {
  const provider = at(inputs, "encryptionConfig.provider");
  const path = "encryptionConfig.provider.keyArn";
  const allowed = "the ARN of a customer managed KMS key";
  if (at(inputs, "encryptionConfig") === unknown) {
    return [undecidable("encryptionConfig", allowed)];
  }
  // A key of the same program has no ARN yet, but it is a customer managed key.
  if (provider === unknown || at(provider, "keyArn") === unknown) {
    return [];
  }
  return expectAt(inputs, path, {
    allowed,
    holds: (key) => typeof key === "string" && key !== "" && !key.includes("alias/aws/"),
    absent: "EKS uses a key that AWS owns",
  });
}

function resourceFindings(inputs: Value): Finding[] {
  const path = "encryptionConfig.resources";
  const allowed = '["secrets"]';
  const resources = at(inputs, path);
  if (at(inputs, "encryptionConfig") === unknown) {
    return [];
  }
  if (resources === unknown) {
    return [undecidable(path, allowed)];
  }
  if (elements(resources).includes("secrets")) {
    return [];
  }
  return elements(resources).includes(unknown)
    ? [undecidable(path, allowed)]
    : [violation(path, show(resources), allowed)];
}
