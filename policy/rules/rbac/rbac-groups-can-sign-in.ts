import { nsa, requirement } from "../../../controls/ids.ts";
import { type Finding, violation } from "../../lib/finding.ts";
import type { ResourceRule } from "../../lib/rule.ts";
import { at, elements, show } from "../../lib/value.ts";

const lists = ["viewers", "developers", "operators"] as const;

export default {
  id: "rbac-groups-can-sign-in",
  description: "Tenants name groups only on clusters with an identity provider.",
  guards: "Teams that believe that they have access, and then get rights of administrators in a hurry.",
  severity: "low",
  // Nothing is open too far, and the provider may come later.
  level: "advisory",
  controls: [...requirement("C1"), ...nsa("NSA-AUTH-02")],
  remediation:
    "Give the cluster people (casemate:people, or the argument of HardenedCluster), or let machines deploy by access.deployers.",
  kinds: ["casemate:workload:WorkloadNamespace"],
  check: ({ inputs }) =>
    at(inputs, "hasIdentityProvider") === false
      ? lists.flatMap((list): Finding[] => {
          const groups = at(inputs, ["access", list]);
          return elements(groups).length === 0
            ? []
            : [
                violation(
                  ["access", list],
                  show(groups),
                  "groups on a cluster with an identity provider; without one, no user is in them",
                ),
              ];
        })
      : [],
} satisfies ResourceRule;
