import type { PlanDocument, PlannedResource } from "../../plan/document.ts";
import { objectAt } from "../../plan/json.ts";
import { metadata, namespaceOf, namespacesOf } from "./namespace-names.ts";
import { type Style, some, table } from "./style.ts";

const classLabel = "casemate.dev/class";
const hostsAnnotation = "casemate.dev/hosts";
const quotaType = "kubernetes:core/v1:ResourceQuota";

/** Each namespace with its quota, the number of its flows, and the hosts that it may claim. */
export function namespaceLines({ resources, connectivity }: PlanDocument, style: Style): string[] {
  const quotas = new Map(
    resources
      .filter(({ type }) => type === quotaType)
      .map((quota) => [metadata(quota, "namespace"), hard(quota)]),
  );
  const flows = countFlows(connectivity);
  const rows = namespacesOf(resources)
    .map((namespace) => {
      const name = metadata(namespace, "name");
      const quota = quotas.get(name) ?? {};
      const limit = (key: string) => String(quota[key] ?? "-");
      const { ingress = 0, egress = 0 } = flows.get(name) ?? {};
      return [
        name,
        String(objectAt(objectAt(namespace.inputs["metadata"])["labels"])[classLabel] ?? "-"),
        limit("pods"),
        limit("requests.cpu"),
        limit("requests.memory"),
        limit("requests.storage"),
        `${ingress}`,
        `${egress}`,
        hostsOf(namespace).join(", ") || "-",
      ];
    })
    .sort(([a = ""], [b = ""]) => (a < b ? -1 : 1));
  if (rows.length === 0) {
    return [];
  }
  const [head = "", ...body] = table(
    [["namespace", "class", "pods", "cpu", "memory", "storage", "flows in", "out", "hosts"], ...rows],
    style,
  );
  return [style.faint(head), ...some(body, 30, "in plan.json")];
}

/** The hosts that the namespace's Ingresses and routes may claim, one a line in its annotation. */
function hostsOf({ inputs }: PlannedResource): string[] {
  const annotation = objectAt(objectAt(inputs["metadata"])["annotations"])[hostsAnnotation];
  return typeof annotation === "string" ? annotation.split("\n").filter((host) => host !== "") : [];
}

function hard({ inputs }: PlannedResource) {
  return objectAt(objectAt(inputs["spec"])["hard"]);
}

/** The number of connections into and out of each namespace. */
function countFlows(
  connectivity: PlanDocument["connectivity"],
): Map<string, { ingress: number; egress: number }> {
  const flows = new Map<string, { ingress: number; egress: number }>();
  const countOf = (end: string) => {
    const namespace = namespaceOf(end);
    const count = flows.get(namespace) ?? { ingress: 0, egress: 0 };
    flows.set(namespace, count);
    return count;
  };
  for (const { from, to } of connectivity) {
    countOf(to).ingress++;
    countOf(from).egress++;
  }
  return flows;
}
