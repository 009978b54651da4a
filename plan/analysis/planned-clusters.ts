import type { PlannedResource } from "../document.ts";
import { type Json, type JsonObject, listAt, objectAt, stringAt } from "../json.ts";
import { nodesOf, plannedVpcs, routedCidrs, texts, vpcRanges } from "./planned-network.ts";
import type { SecurityGroupRule } from "./security-group-rules.ts";

/** What a plan knows of the network around a cluster's pods. */
export interface PlannedCluster {
  readonly name: string;
  /** The ranges of its VPC. Empty if not known. */
  readonly vpcCidrs: readonly string[];
  /** The range of Service addresses. @default - not known */
  readonly serviceCidr?: string;
  /** Where traffic may leave the VPC. @default - not known */
  readonly egress?: "none" | "nat";
  /** Networks beyond the VPC to which there is a route. @default - not known */
  readonly connectedCidrs?: readonly string[];
  /** Ranges to which a route of the plan leads, other than to the internet. */
  readonly routedCidrs: readonly string[];
  /** The AWS services with an endpoint in the VPC. @default - not known */
  readonly endpointServices?: readonly string[];
  /** The ranges of the control plane's subnets. @default - not known */
  readonly controlPlaneCidrs?: readonly string[];
  /** The ids of the security groups of nodes and pods. Empty if not known. */
  readonly nodeGroups: readonly string[];
  /** The rules of the nodes' group that another stack has created. @default - not known */
  readonly nodeRules?: readonly SecurityGroupRule[];
  /** The ranges of the nodes' subnets. @default - not known */
  readonly nodeCidrs?: readonly string[];
  /** Whether the VPC CNI refuses all traffic of pods that no policy selects. */
  readonly isStrict: boolean;
  /** Namespaces that admission policies don't judge. */
  readonly exemptNamespaces: readonly string[];
}

/** The clusters of a plan, and the cluster of each of its resources. */
export interface PlannedClusters {
  readonly all: readonly PlannedCluster[];
  /** The cluster of a Kubernetes object; the empty text if the plan doesn't tell. */
  readonly nameFor: (object: Pick<PlannedResource, "parent" | "provider">) => string;
}

const clusterType = "casemate:cluster:HardenedCluster";

/**
 * The clusters that a plan creates, or whose facts its components got. A component registers the facts of its cluster
 * as the input `cluster`.
 */
export function plannedClusters(resources: readonly PlannedResource[]): PlannedClusters {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const components = resources.filter(({ custom, type }) => !custom && type.startsWith("casemate:"));
  const names = [...new Set(components.flatMap((component) => ownName(component) ?? []))];
  const all = names.map((name) => clusterNamed(name, resources, components));
  const only = names.length === 1 ? names[0] : undefined;
  const parentNames = new Map<string, string>();
  const nameOfParent = (urn: string): string => {
    const resource = byUrn.get(urn);
    if (resource === undefined) {
      return "";
    }
    const known = parentNames.get(urn);
    const name = known ?? ownName(resource) ?? nameOfParent(resource.parent);
    parentNames.set(urn, name);
    return name;
  };
  return {
    all,
    nameFor: ({ parent, provider }) =>
      nameOfParent(parent) || (stringAt(byUrn.get(provider)?.inputs["clusterIdentifier"]) ?? only ?? ""),
  };
}

/** The cluster that a component is, or that it is for. */
function ownName({ type, custom, inputs, name }: PlannedResource): string | undefined {
  if (custom || !type.startsWith("casemate:")) {
    return undefined;
  }
  return type === clusterType ? (stringAt(inputs["name"]) ?? name) : stringAt(inputs["clusterName"]);
}

function clusterNamed(
  name: string,
  resources: readonly PlannedResource[],
  components: readonly PlannedResource[],
): PlannedCluster {
  const own = components.filter((component) => ownName(component) === name);
  const created = own.find(({ type }) => type === clusterType);
  const given = own
    .map(({ inputs }) => objectAt(inputs["cluster"]))
    .find((facts) => facts["vpcCidrs"] !== undefined);
  const nodes = nodesOf(name, resources);
  const nodeGroups = new Set([...nodes.groups, ...texts(given?.["nodeSecurityGroupId"] ?? [])]);
  const cni = resources.find(
    ({ type, inputs }) =>
      type === "aws:eks/addon:Addon" && inputs["clusterName"] === name && inputs["addonName"] === "vpc-cni",
  );
  return {
    name,
    ...(created === undefined ? {} : createdFacts(created, resources)),
    ...(given === undefined ? {} : givenFacts(given)),
    vpcCidrs: vpcRanges(
      [...(created === undefined ? [] : createdVpc(created)), ...texts(given?.["vpcCidrs"] ?? [])],
      resources,
    ),
    nodeGroups: [...nodeGroups].sort(),
    ...nodeRulesOf(given),
    ...(nodes.cidrs !== undefined && { nodeCidrs: nodes.cidrs }),
    routedCidrs: routedCidrs(resources),
    isStrict: cni === undefined ? given?.["networkPolicyMode"] === "strict" : isStrict(cni),
    exemptNamespaces: [
      ...new Set([
        ...listAt(created?.inputs["exemptNamespaces"]).flatMap(
          (item) => stringAt(objectAt(item)["name"]) ?? [],
        ),
        ...texts(given?.["exemptNamespaces"] ?? []),
      ]),
    ].sort(),
  };
}

function createdVpc({ inputs }: PlannedResource): string[] {
  const network = objectAt(inputs["network"]);
  return [...texts(network["cidr"] ?? []), ...texts(network["additionalCidrs"] ?? [])];
}

/** The facts among the arguments of a `HardenedCluster`. */
function createdFacts(
  { inputs }: PlannedResource,
  resources: readonly PlannedResource[],
): Partial<PlannedCluster> {
  const network = objectAt(inputs["network"]);
  const connected = inputs["connectedNetworks"];
  // If the plan has no VPC, it doesn't see the routes. With egress `none`, the user says that there are none.
  const knowsRoutes =
    connected !== undefined || network["egress"] === "none" || plannedVpcs(resources).length > 0;
  return {
    serviceCidr: stringAt(inputs["serviceCidr"]) ?? "172.20.0.0/16",
    ...egressOf(network["egress"]),
    ...(knowsRoutes && {
      connectedCidrs: listAt(connected).flatMap((item) => stringAt(objectAt(item)["cidr"]) ?? []),
    }),
    ...listed("controlPlaneCidrs", network),
    ...listed("endpointServices", network),
  };
}

/** The facts of a reference to a cluster. */
function givenFacts(facts: JsonObject): Partial<PlannedCluster> {
  const serviceCidr = stringAt(facts["serviceCidr"]);
  return {
    ...(serviceCidr !== undefined && { serviceCidr }),
    ...egressOf(facts["egress"]),
    ...listed("connectedCidrs", facts),
    ...listed("controlPlaneCidrs", facts),
    ...listed("endpointServices", facts),
  };
}

/** The rules of the nodes' group among the facts of a reference. */
function nodeRulesOf(facts: JsonObject | undefined): Pick<PlannedCluster, "nodeRules"> {
  const group = stringAt(facts?.["nodeSecurityGroupId"]);
  return facts?.["nodeRules"] === undefined || group === undefined
    ? {}
    : { nodeRules: listAt(facts["nodeRules"]).map((rule) => readNodeRule(objectAt(rule), group)) };
}

function readNodeRule(
  { direction, peer, port, toPort = port }: JsonObject,
  group: string,
): SecurityGroupRule {
  return {
    group,
    direction: direction === "ingress" ? "ingress" : "egress",
    ports:
      typeof port === "number" && typeof toPort === "number"
        ? { protocol: "TCP", port: [port, toPort] }
        : { protocol: "any", port: "any" },
    peer:
      peer === "prefix-list"
        ? { kind: "unknown" }
        : peer === "nodes" || peer === "control-plane"
          ? { kind: "group", group: peer === "nodes" ? group : "control-plane" }
          : { kind: "addresses", cidrs: [String(peer)] },
  };
}

function egressOf(egress: Json | undefined): Pick<PlannedCluster, "egress"> {
  return egress === "none" || egress === "nat" ? { egress } : {};
}

function listed<K extends string>(field: K, facts: JsonObject): { readonly [key in K]?: readonly string[] } {
  return facts[field] === undefined ? {} : ({ [field]: texts(facts[field]) } as { [key in K]: string[] });
}

function isStrict({ inputs }: PlannedResource): boolean {
  try {
    const values: unknown = JSON.parse(String(inputs["configurationValues"]));
    return objectAt(objectAt(values)["env"])["NETWORK_POLICY_ENFORCING_MODE"] === "strict";
  } catch {
    return false;
  }
}
