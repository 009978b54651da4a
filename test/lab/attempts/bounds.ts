import { formatCpu } from "../../../components/workload/quantity.ts";
import { largestPod } from "../../../components/workload/rollout-room.ts";
import { resolveSize } from "../../../components/workload/size.ts";
import { mitre, nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { exampleTenants } from "../support/example.ts";
import { create } from "../support/kinds.ts";
import { withRequestAndLimit } from "../support/pod-changes.ts";
import type { Change } from "../support/workloads.ts";

/** Less than the LimitRange's minimum: a quota hardly counts it. */
const tinyRequests: Change = (_, container) => {
  const least = { cpu: "10m", memory: "1Mi", "ephemeral-storage": "16Mi" };
  container.resources = { requests: least, limits: least };
};

/** The quota and the LimitRange of each tenant. */
export const attempts: readonly Attempt[] = exampleTenants.flatMap(({ name, size }) => [
  {
    name: `takes all of ${name}'s cores`,
    as: `developer of ${name}`,
    // Two of the largest pods fill the size, and a third is there during rollouts.
    does: create(
      "Pod",
      name,
      withRequestAndLimit("cpu", formatCpu(largestPod(resolveSize(size)).cpu)),
      "greedy-{i}",
    ),
    times: 4,
    expect: "refused",
    by: "quota",
    why: "Other tenants can't use the capacity that one tenant takes.",
    serves: [...requirement("B5", "D4"), ...nsa("NSA-NET-06"), ...mitre("T1496")],
  },
  {
    name: `runs a pod in ${name} that requests almost nothing`,
    as: `developer of ${name}`,
    does: create("Pod", name, tinyRequests),
    expect: "refused",
    by: "limit-range",
    why: "Many pods without real requests pass the quota, and are evicted or starve their neighbours.",
    serves: [...requirement("B5", "D4"), ...nsa("NSA-NET-05"), ...mitre("T1499")],
  },
]);
