import { actionsMatching, hasWildcard, includesAction } from "../../iam/action-pattern.ts";
import { missingEndpoints } from "../../iam/missing-endpoints.ts";
import { endpointsFor } from "../../iam/service-endpoints.ts";
import { type Statement, statementsOf } from "../../iam/statements.ts";
import type { PlannedResource } from "../document.ts";
import { stringAt } from "../json.ts";
import { type PlannedCluster, plannedClusters } from "./planned-clusters.ts";

/** What stops calls of a statement's actions from the pods and nodes of the cluster that a resource belongs to. */
export type StopsOf = (statement: Statement, urn: string) => readonly string[];

/**
 * Calls to AWS that never arrive. In a VPC without other egress, no endpoint exists for the service, or the endpoint's
 * policy doesn't allow the action.
 */
export function awsBarriers(resources: readonly PlannedResource[]): StopsOf {
  const clusters = plannedClusters(resources);
  const byName = new Map(clusters.all.map((cluster) => [cluster.name, cluster]));
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const policies = endpointPolicies(resources);
  return (statement, urn) => {
    const { parent = "" } = byUrn.get(urn) ?? {};
    const cluster = byName.get(clusters.nameFor({ parent, provider: "" }));
    return cluster === undefined ? [] : stops(statement, cluster, policies);
  };
}

function stops(
  statement: Statement,
  { egress, endpointServices }: PlannedCluster,
  policies: ReadonlyMap<string, readonly Statement[]>,
): string[] {
  const isOnBehalf = statement.conditions.some(({ key }) =>
    /^kms:(ViaService|GrantIsForAWSResource)$/i.test(key),
  );
  if (egress !== "none" || endpointServices === undefined || statement.effect === "Deny" || isOnBehalf) {
    return [];
  }
  return [
    ...missingEndpoints([statement], endpointServices).map(({ name, isRegional }) =>
      isRegional ? `no endpoint ${name}` : `no ${name.replace(/^an? /, "").split(",")[0]}`,
    ),
    ...refusedByPolicies(statement, policies),
  ];
}

/** Only single actions are compared: of a family, an application rarely needs all. */
function refusedByPolicies(
  { actions }: Statement,
  policies: ReadonlyMap<string, readonly Statement[]>,
): string[] {
  const refusals = actions
    .filter((pattern) => !hasWildcard(pattern))
    .flatMap(actionsMatching)
    .flatMap((action) => {
      const need = endpointsFor(action);
      const names = need.kind === "endpoints" ? need.names : [];
      return names.flatMap((name) => {
        const policy = policies.get(name);
        const isAllowed = policy?.some(
          ({ effect, actions: patterns }) =>
            effect === "Allow" && patterns.some((pattern) => includesAction(pattern, action)),
        );
        return isAllowed === false ? [{ name, action: `${action.service}:${action.name}` }] : [];
      });
    });
  return [...Map.groupBy(refusals, ({ name }) => name)].map(
    ([name, group]) =>
      `the policy of endpoint ${name} lacks ${[...new Set(group.map(({ action }) => action))].join(", ")}`,
  );
}

/** The policies of the plan's endpoints, by the last part of the service's name. One without a policy allows all. */
function endpointPolicies(resources: readonly PlannedResource[]): ReadonlyMap<string, readonly Statement[]> {
  return new Map(
    resources.flatMap(({ type, inputs }) => {
      const [, name] =
        /^(?:cn\.)?com\.amazonaws\.(?:[a-z]+(?:-[a-z]+)+-\d\.)?(.+)$/.exec(
          stringAt(inputs["serviceName"]) ?? "",
        ) ?? [];
      const statements = statementsOf(stringAt(inputs["policy"]));
      return type === "aws:ec2/vpcEndpoint:VpcEndpoint" && name !== undefined && statements !== undefined
        ? [[name, statements] as const]
        : [];
    }),
  );
}
