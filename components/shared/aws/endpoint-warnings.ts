import { missingEndpoints } from "../../../iam/missing-endpoints.ts";
import { statementsOf } from "../../../iam/statements.ts";
import { isLater } from "../input/sdk-values.ts";

/** What a cluster says of its ways out of the VPC. */
export interface Egress {
  readonly egress?: "none" | "nat";
  readonly endpointServices?: readonly string[];
}

/**
 * The endpoints that a policy needs and that the VPC lacks, each in a sentence with the field that adds it. None if
 * traffic may leave the VPC in another way, or if the reference doesn't say which endpoints exist.
 */
export function endpointWarnings(policy: unknown, { egress, endpointServices }: Egress): string[] {
  const statements = isLater(policy) ? undefined : statementsOf(policy);
  if (statements === undefined || egress !== "none" || endpointServices === undefined) {
    return [];
  }
  return missingEndpoints(statements, endpointServices).map(({ name, isRegional, actions }) =>
    isRegional
      ? `Calls of ${some(actions)} need the endpoint ${name}, which the VPC doesn't have. ` +
        `Add it to the network: additionalEndpoints: [{ service: ${name}, actions: [${actions.join(", ")}] }].`
      : `Calls of ${some(actions)} need ${name}. With egress none, the VPC has no other way.`,
  );
}

function some(names: readonly string[]): string {
  return names.length > 4 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
}
