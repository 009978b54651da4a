import { managedByLabel } from "../../../components/contract/classes.ts";
import { cis, mitre, nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { managedByPlatform } from "../support/objects.ts";
import { jsonPatch, make, mergePatch, pathOf, remove } from "../support/requests.ts";
import { table } from "../support/tables.ts";

const policies = pathOf("networking.k8s.io/v1", "networkpolicies", "kube-system");
const guarded = `${policies}/default-deny`;

/** The other policies exempt kube-system. One policy protects the platform's NetworkPolicies in it. */
export const attempts: readonly Attempt[] = table(
  {
    as: "traffic editor",
    expect: "refused",
    by: "casemate-marked-kube-system",
    why: "Every pod could reach DNS and the drivers of the nodes' disks.",
    serves: [...requirement("D2", "E2"), ...cis("4.3.2"), ...nsa("NSA-NET-03"), ...mitre("T1562.001")],
  },
  [
    { name: "deletes the system's default-deny", does: remove(guarded) },
    { name: "deletes all NetworkPolicies of the system in one request", does: remove(policies) },
    {
      name: "opens the system's default-deny to all",
      does: mergePatch(guarded, { spec: { ingress: [{}] } }),
    },
    {
      name: "removes the platform's mark from the system's default-deny",
      does: jsonPatch(guarded, {
        op: "remove",
        path: `/metadata/labels/${managedByLabel.replaceAll("/", "~1")}`,
      }),
    },
    {
      name: "adds the platform's mark to its own NetworkPolicy in kube-system",
      does: make(policies, {
        apiVersion: "networking.k8s.io/v1",
        kind: "NetworkPolicy",
        metadata: { name: "attempt", labels: managedByPlatform },
        spec: { podSelector: {}, policyTypes: ["Ingress"], ingress: [{}] },
      }),
    },
  ],
);
