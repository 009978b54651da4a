import { catalogue } from "./software/index.ts";
import type { SoftwareAws } from "./software/software-entry.ts";

/** An entry of `additionalEndpoints` of a network. */
export interface SoftwareEndpoint {
  readonly service: string;
  readonly actions: readonly [string, ...string[]];
  readonly publicResources?: readonly [string, ...string[]];
}

/** The prefix of an endpoint service's IAM actions, where it isn't the service's name. */
const prefixes: Readonly<Record<string, string>> = {
  "ecr.api": "ecr",
  "ecr.dkr": "ecr",
  "guardduty-data": "guardduty",
  monitoring: "cloudwatch",
};

/**
 * The endpoints that software of the catalogue needs in a network with egress `none`. Their actions are those of its IAM
 * policies, and those that it calls with other identities.
 *
 * Services without actions aren't in the list: every network has their endpoints. An endpoint that only an option needs
 * isn't in it either: the network doesn't know the option.
 *
 * @param ids - ids of the catalogue, for example `karpenter`
 * @throws Error for an id that the catalogue doesn't have
 */
export function softwareEndpoints(ids: readonly string[]): SoftwareEndpoint[] {
  const needs = ids.flatMap((id) => {
    const entry = Object.hasOwn(catalogue, id) ? catalogue[id] : undefined;
    if (entry === undefined) {
      throw new Error(`no software ${id} in the catalogue: ${Object.keys(catalogue).join(", ")}`);
    }
    return Object.values(entry.workloads).flatMap(({ aws }) => aws ?? []);
  });
  const services = new Set(needs.flatMap(({ endpoints }) => endpoints));
  // The gateway of S3 lets the account's roles read and write objects in every network.
  services.delete("s3");
  return [...services].sort().flatMap((service) => endpointOf(service, needs));
}

function endpointOf(service: string, needs: readonly SoftwareAws[]): SoftwareEndpoint[] {
  const prefix = `${prefixes[service] ?? service}:`;
  const statements = needs
    .filter(({ endpoints }) => endpoints.includes(service))
    .flatMap(({ policy }) => policy?.Statement ?? [])
    .filter(({ Effect, Action }) => Effect === "Allow" && Action.some((action) => action.startsWith(prefix)));
  const ofOthers = needs.filter(({ endpoints }) => endpoints.includes(service));
  const actions = [
    ...statements.flatMap(({ Action }) => Action),
    ...ofOthers.flatMap((need) => need.actions ?? []),
  ].filter((action) => action.startsWith(prefix));
  const resources = statements.flatMap(({ Resource }) => [Resource].flat()).filter(isPublic);
  const [firstAction, ...otherActions] = [...new Set(actions)].sort();
  const [firstResource, ...otherResources] = [...new Set(resources)].sort();
  return firstAction === undefined
    ? []
    : [
        {
          service,
          actions: [firstAction, ...otherActions],
          ...(firstResource !== undefined && { publicResources: [firstResource, ...otherResources] }),
        },
      ];
}

/** AWS's own resources have no account in their ARN, for example images and their public parameters. */
function isPublic(arn: string): boolean {
  return /^arn:[^:]+:[^:]+:\{region\}::/.test(arn);
}
