import { cis, nsa, requirement } from "../../../controls/ids.ts";
import { type Finding, undecidable, violation } from "../../lib/finding.ts";
import { type NamespaceContents, namespaceContents, namespaceKind } from "../../lib/namespace-contents.ts";
import {
  type Direction,
  isForAnyPod,
  isolatesAll,
  type Opening,
  openings,
} from "../../lib/network-openings.ts";
import type { StackFinding, StackRule, StackSubject } from "../../lib/rule.ts";
import { show, unknown } from "../../lib/value.ts";

// The SDK still has extensions/v1beta1, which the API removed long ago.
const policyKinds = ["networking.k8s.io/NetworkPolicy", "extensions/NetworkPolicy"];
const directions: readonly Direction[] = ["Ingress", "Egress"];

export default {
  id: "namespace-default-deny",
  description: "Every namespace denies all traffic, in and out, that no rule names.",
  guards: "Workloads against their neighbours, and data against any address that it could be sent to.",
  severity: "high",
  controls: [...requirement("D2"), ...cis("4.3.2"), ...nsa("NSA-NET-03")],
  remediation:
    'Give the namespace a NetworkPolicy with podSelector: {} and policyTypes: ["Ingress", "Egress"], and name peers in the rules.',
  kinds: [namespaceKind, ...policyKinds],
  checkStack: (subjects): StackFinding[] => namespaceContents(subjects).flatMap(namespaceFindings),
} satisfies StackRule;

function namespaceFindings({ namespace, objects, maybeMore }: NamespaceContents): StackFinding[] {
  return directions.flatMap((direction) => {
    const isolatingPolicies = objects.filter((policy) => isolatesAll(policy.inputs, direction) === true);
    if (isolatingPolicies.length === 0) {
      const mayIsolate = objects.some((policy) => isolatesAll(policy.inputs, direction) === unknown);
      return [{ ...missingPolicy(direction, maybeMore || mayIsolate), urn: namespace.urn }];
    }
    const broadPolicies = objects.filter((policy) => isForAnyPod(policy.inputs, direction) === true);
    return broadPolicies.flatMap((policy) => openFindings(policy, direction));
  });
}

function missingPolicy(direction: Direction, mayExist: boolean): Finding {
  const allowed = `one that selects all pods and has policyTypes ${direction}`;
  return mayExist
    ? undecidable(`NetworkPolicy for ${direction}`, allowed)
    : violation(`NetworkPolicy for ${direction}`, "none that denies by default", allowed);
}

function openFindings(policy: StackSubject, direction: Direction): StackFinding[] {
  return openings(policy.inputs, direction).map((opening) => ({
    ...openingFinding(opening),
    urn: policy.urn,
  }));
}

function openingFinding({ path, peer, opensToAll }: Opening): Finding {
  const allowed = "named peers, because this policy selects every pod";
  return opensToAll === unknown
    ? undecidable(path, allowed)
    : violation(path, `${show(peer)}, which matches every peer`, allowed);
}
