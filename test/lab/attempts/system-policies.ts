import { managedBy, managedByLabel } from "../../../components/contract/classes.ts";
import type { Attempt, Request } from "../support/attempt.ts";
import { jsonPatch, make, mergePatch, pathOf, remove } from "../support/requests.ts";

const policies = pathOf("networking.k8s.io/v1", "networkpolicies", "kube-system");
const guarded = `${policies}/default-deny`;

const tampering: readonly (readonly [name: string, does: Request])[] = [
  ["deletes the system's default-deny", remove(guarded)],
  ["deletes all NetworkPolicies of the system at once", remove(policies)],
  ["opens the system's default-deny to all", mergePatch(guarded, { spec: { ingress: [{}] } })],
  [
    "takes the platform's mark off the system's default-deny",
    jsonPatch(guarded, {
      op: "remove",
      path: `/metadata/labels/${managedByLabel.replaceAll("/", "~1")}`,
    }),
  ],
  [
    "puts the platform's mark on a NetworkPolicy of its own in kube-system",
    make(policies, {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name: "attempt", labels: { [managedByLabel]: managedBy } },
      spec: { podSelector: {}, policyTypes: ["Ingress"], ingress: [{}] },
    }),
  ],
];

/** kube-system is exempt from the other policies; the platform's NetworkPolicies in it aren't. */
export const systemPolicies: readonly Attempt[] = tampering.map(([name, does]) => ({
  name,
  as: "traffic editor",
  does,
  expect: "refused",
  by: "casemate-marked-kube-system",
  why: "DNS and the drivers of the nodes' disks would be open to every pod.",
  serves: ["D2", "E2", "4.3.2", "NSA-NET-03", "T1562.001"],
}));
