import type { Connection, PlannedResource } from "../document.ts";
import { listAt, objectAt, stringAt } from "../json.ts";
import type { PlannedCluster } from "./planned-clusters.ts";

/**
 * The names of endpoints that differ from the service's prefix in IAM actions (VPC user guide, "AWS services that
 * integrate with AWS PrivateLink"; Service Authorization Reference).
 */
const endpointNames: Readonly<Record<string, readonly string[]>> = {
  cloudwatch: ["monitoring"],
  ecr: ["ecr.api", "ecr.dkr"],
  firehose: ["kinesis-firehose"],
  kinesis: ["kinesis-streams"],
  ses: ["email", "email-smtp"],
};

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
  const hasEndpoint = (service: string) =>
    (endpointNames[service] ?? [service]).some((endpoint) => endpointServices.includes(endpoint));
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
    const services = (policies.get(role) ?? []).flatMap((policy) => servicesOf(policy.inputs["policy"]));
    return [...new Set(services)]
      .filter((service) => !hasEndpoint(service))
      .sort()
      .map(
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

/** The services of the actions that a policy allows. */
function servicesOf(policy: unknown): string[] {
  try {
    const { Statement } = objectAt(JSON.parse(String(policy)));
    const statements = Array.isArray(Statement) ? Statement : [Statement];
    return statements
      .map(objectAt)
      .filter(({ Effect }) => Effect === "Allow")
      .flatMap(({ Action }) => (typeof Action === "string" ? [Action] : listAt(Action)))
      .flatMap((action) => /^([a-z0-9-]+):/.exec(String(action).toLowerCase())?.[1] ?? []);
  } catch {
    // The policy isn't known before the update.
    return [];
  }
}
