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
import { show, unknown } from "../../lib/value.ts";
import type { StackFinding, StackRule, StackSubject } from "../../rule.ts";

// extensions/v1beta1 is long gone from the API, and the SDK still has it.
const policyKinds = ["networking.k8s.io/NetworkPolicy", "extensions/NetworkPolicy"];
const directions: readonly Direction[] = ["Ingress", "Egress"];

export default {
  id: "namespace-default-deny",
  description: "Every namespace denies all traffic, in and out, that nothing names.",
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
    const isolating = objects.filter((policy) => isolatesAll(policy.inputs, direction) === true);
    if (isolating.length === 0) {
      const mayIsolate = objects.some((policy) => isolatesAll(policy.inputs, direction) === unknown);
      return [{ ...missing(direction, maybeMore || mayIsolate), urn: namespace.urn }];
    }
    const broad = objects.filter((policy) => isForAnyPod(policy.inputs, direction) === true);
    return broad.flatMap((policy) => openFindings(policy, direction));
  });
}

function missing(direction: Direction, mayExist: boolean): Finding {
  const allowed = `one that selects all pods and has policyTypes ${direction}`;
  return mayExist
    ? undecidable(`NetworkPolicy for ${direction}`, allowed)
    : violation(`NetworkPolicy for ${direction}`, "none that denies by default", allowed);
}

function openFindings(policy: StackSubject, direction: Direction): StackFinding[] {
  return openings(policy.inputs, direction).map((opening) => ({ ...opened(opening), urn: policy.urn }));
}

function opened({ path, peer, everyone }: Opening): Finding {
  const allowed = "peers that name someone, since this policy is for every pod";
  return everyone === unknown
    ? undecidable(path, allowed)
    : violation(path, `${show(peer)}, which is everyone`, allowed);
}
