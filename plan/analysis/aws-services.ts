import { missingEndpoints } from "../../iam/missing-endpoints.ts";
import { statementsOf } from "../../iam/statements.ts";
import type { Connection, PlannedResource } from "../document.ts";
import { stringAt } from "../json.ts";
import type { PlannedCluster } from "./planned-clusters.ts";

/**
 * The AWS services that workloads may call by EKS Pod Identity, and that have no endpoint in a VPC without egress. The
 * policy names the service, so the owner means to call it, and each call ends in a time-out.
 */
export function unreachableServices(
  resources: readonly PlannedResource[],
  { name, egress, endpointServices }: PlannedCluster,
): Connection[] {
  if (egress !== "none" || endpointServices === undefined) {
    return [];
  }
  const policies = Map.groupBy(
    resources.filter(({ type }) => type === "aws:iam/rolePolicy:RolePolicy"),
    ({ inputs }) => stringAt(inputs["role"]),
  );
  const associations = resources.filter(
    ({ type, inputs }) =>
      type === "aws:eks/podIdentityAssociation:PodIdentityAssociation" && inputs["clusterName"] === name,
  );
  return associations.flatMap(({ inputs }) => {
    const role = stringAt(inputs["roleArn"])?.split("/").at(-1);
    const statements = (policies.get(role) ?? []).flatMap(
      (policy) => statementsOf(stringAt(policy.inputs["policy"])) ?? [],
    );
    const services = missingEndpoints(statements, endpointServices).flatMap(({ actions }) =>
      actions.map((action) => action.split(":")[0] ?? action),
    );
    return [...new Set(services)].sort().map(
      (service): Connection => ({
        from: `${inputs["namespace"]}/${inputs["serviceAccount"]}`,
        to: `AWS ${service}`,
        protocol: "TCP",
        port: 443,
        marks: ["no endpoint"],
      }),
    );
  });
}
