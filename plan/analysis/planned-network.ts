import type { PlannedResource } from "../document.ts";
import { type Json, listAt, objectAt, stringAt } from "../json.ts";

/** The ranges of a cluster's VPC, with those that the plan adds to it. If none is known, those of all VPCs of the plan. */
export function vpcRanges(known: readonly string[], resources: readonly PlannedResource[]): string[] {
  if (known.length === 0) {
    return plannedVpcs(resources);
  }
  const ids = resources
    .filter(({ type, inputs }) => type === vpcType && known.includes(String(inputs["cidrBlock"])))
    .map(({ name }) => `vpc-${name}`);
  const added = resources.filter(
    ({ type, inputs }) => type === associationType && ids.includes(String(inputs["vpcId"])),
  );
  return [...new Set([...known, ...added.flatMap(({ inputs }) => stringAt(inputs["cidrBlock"]) ?? [])])];
}

const vpcType = "aws:ec2/vpc:Vpc";
const associationType = "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation";

/** The ranges of all VPCs of the plan. With the VPC CNI, pods have addresses of the VPC. */
export function plannedVpcs(resources: readonly PlannedResource[]): string[] {
  return resources
    .filter(({ type }) => type === vpcType || type === associationType)
    .flatMap(({ inputs }) => stringAt(inputs["cidrBlock"]) ?? []);
}

const internetGateways = ["natGatewayId", "gatewayId", "egressOnlyGatewayId"];

/** The destinations of routes that lead to other networks, for example over a peering or a transit gateway. */
export function routedCidrs(resources: readonly PlannedResource[]): string[] {
  const routes = resources.flatMap(({ type, inputs }) =>
    type === "aws:ec2/route:Route"
      ? [{ to: inputs["destinationCidrBlock"], route: inputs }]
      : type === "aws:ec2/routeTable:RouteTable"
        ? listAt(inputs["routes"]).map((route) => ({
            to: objectAt(route)["cidrBlock"],
            route: objectAt(route),
          }))
        : [],
  );
  return routes
    .filter(({ route }) => internetGateways.every((field) => route[field] === undefined))
    .flatMap(({ to }) => stringAt(to) ?? []);
}

/** The security groups and the subnets of a cluster's node groups. */
export function nodesOf(
  clusterName: string,
  resources: readonly PlannedResource[],
): { readonly groups: readonly string[]; readonly cidrs?: readonly string[] } {
  const pools = resources.filter(
    ({ type, inputs }) => type === "aws:eks/nodeGroup:NodeGroup" && inputs["clusterName"] === clusterName,
  );
  const templates = pools.flatMap(({ inputs }) => {
    const id = objectAt(inputs["launchTemplate"])["id"];
    return resources.filter(
      ({ type, name }) => type === "aws:ec2/launchTemplate:LaunchTemplate" && id === `lt-${name}`,
    );
  });
  const groups = templates.flatMap(({ inputs }) => [
    ...texts(inputs["vpcSecurityGroupIds"] ?? []),
    ...listAt(inputs["networkInterfaces"]).flatMap((item) => texts(objectAt(item)["securityGroups"] ?? [])),
  ]);
  const subnetIds = new Set(pools.flatMap(({ inputs }) => texts(inputs["subnetIds"] ?? [])));
  const subnets = resources.filter(
    ({ type, name }) => type === "aws:ec2/subnet:Subnet" && subnetIds.has(`subnet-${name}`),
  );
  const cidrs = subnets.flatMap(({ inputs }) => stringAt(inputs["cidrBlock"]) ?? []);
  return { groups, ...(subnetIds.size > 0 && cidrs.length === subnetIds.size && { cidrs }) };
}

/** The texts of a list, or of one text. */
export function texts(value: Json): string[] {
  return (Array.isArray(value) ? value : [value]).flatMap((item: Json) => stringAt(item) ?? []);
}
