import { resolveSize } from "../../../components/workload/size.ts";
import type { Attempt } from "../support/attempt.ts";
import { exampleTenants } from "../support/example.ts";
import { create } from "../support/kinds.ts";
import type { Change } from "../support/workloads.ts";

/** As much as the LimitRange lets one pod have: two of them are more than the quota's total. */
const all = (cpu: string): Change => {
  return (_, container) => {
    const { requests, limits } = container.resources ?? {};
    container.resources = { requests: { ...requests, cpu }, limits: { ...limits, cpu } };
  };
};

/** Less than the LimitRange's floor, which a quota counts as next to nothing. */
const nextToNothing: Change = (_, container) => {
  const least = { cpu: "10m", memory: "1Mi", "ephemeral-storage": "16Mi" };
  container.resources = { requests: least, limits: least };
};

/** The bounds of each tenant, since each has a quota and a LimitRange of its own. */
export const attempts: readonly Attempt[] = exampleTenants.flatMap(({ name, size }) => [
  {
    name: `takes all of ${name}'s cores twice`,
    as: `developer of ${name}`,
    does: create("Pod", name, all(String(resolveSize(size).cpu)), "greedy-{i}"),
    times: 2,
    expect: "refused",
    by: "quota",
    why: "What one tenant takes, the others of the cluster don't have.",
    serves: ["B5", "D4", "NSA-NET-06", "T1496"],
  },
  {
    name: `runs a pod in ${name} that asks for next to nothing`,
    as: `developer of ${name}`,
    does: create("Pod", name, nextToNothing),
    expect: "refused",
    by: "limit-range",
    why: "Many such pods pass the quota, and are evicted or starve their neighbours.",
    serves: ["B5", "D4", "NSA-NET-05", "T1499"],
  },
]);
