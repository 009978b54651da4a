import type { PlannedResource } from "../document.ts";
import { type Json, type JsonObject, listAt, objectAt, stringAt } from "../json.ts";
import type { Direction } from "./network-policy-objects.ts";
import type { Ports } from "./ports.ts";

/** One rule of a security group, with one kind of peer. */
export interface SecurityGroupRule {
  readonly group: string;
  readonly direction: Direction;
  readonly ports: Ports;
  readonly peer: RulePeer;
}

/** The other end of a rule. A prefix list whose entries the plan doesn't know is `unknown`. */
export type RulePeer =
  | { readonly kind: "addresses"; readonly cidrs: readonly string[] }
  | { readonly kind: "group"; readonly group: string }
  | { readonly kind: "unknown" };

/** The security groups of a plan. */
export interface SecurityGroups {
  /** Groups that the plan creates, so that all their rules are known. */
  readonly created: ReadonlySet<string>;
  readonly rulesOf: (group: string) => readonly SecurityGroupRule[];
}

const single = /^aws:vpc\/securityGroup(Egress|Ingress)Rule:/;

/** Reads rules in all three forms: a resource for each, the older `SecurityGroupRule`, and lists in the group itself. */
export function securityGroups(resources: readonly PlannedResource[]): SecurityGroups {
  const lists = prefixLists(resources);
  const rules = resources.flatMap((resource) => rulesOf(resource, lists));
  const byGroup = Map.groupBy(rules, ({ group }) => group);
  return {
    created: new Set(resources.filter(({ type }) => type === groupType).map(groupId)),
    rulesOf: (group) => byGroup.get(group) ?? [],
  };
}

const groupType = "aws:ec2/securityGroup:SecurityGroup";

/** A plan's placeholder for the id. */
function groupId({ name }: PlannedResource): string {
  return `sg-${name}`;
}

/** The entries of the prefix lists of a plan, by the placeholder of their id. */
function prefixLists(resources: readonly PlannedResource[]): ReadonlyMap<string, readonly string[]> {
  const lists = resources.filter(({ type }) => type === "aws:ec2/managedPrefixList:ManagedPrefixList");
  return new Map(
    lists.map(({ name, inputs }) => [
      `pl-${name}`,
      listAt(inputs["entries"]).flatMap((entry) => stringAt(objectAt(entry)["cidr"]) ?? []),
    ]),
  );
}

function rulesOf(
  resource: PlannedResource,
  lists: ReadonlyMap<string, readonly string[]>,
): SecurityGroupRule[] {
  const { type, inputs } = resource;
  const [, kind] = single.exec(type) ?? [];
  if (kind !== undefined) {
    const direction = kind === "Egress" ? "egress" : "ingress";
    return read(inputs, stringAt(inputs["securityGroupId"]) ?? "", direction, "ipProtocol", lists);
  }
  if (type === "aws:ec2/securityGroupRule:SecurityGroupRule") {
    const direction = inputs["type"] === "egress" ? "egress" : "ingress";
    return read(inputs, stringAt(inputs["securityGroupId"]) ?? "", direction, "protocol", lists);
  }
  if (type === groupType) {
    return (["ingress", "egress"] as const).flatMap((direction) =>
      listAt(inputs[direction]).flatMap((rule) =>
        read(objectAt(rule), groupId(resource), direction, "protocol", lists),
      ),
    );
  }
  return [];
}

function read(
  rule: JsonObject,
  group: string,
  direction: Direction,
  protocolField: string,
  lists: ReadonlyMap<string, readonly string[]>,
): SecurityGroupRule[] {
  const ports = readPorts(rule, protocolField);
  return ports === undefined
    ? []
    : peersOf(rule, group, lists).map((peer) => ({ group, direction, ports, peer }));
}

/** By name or by IANA's number. Other protocols, such as ICMP, have no ports. */
const protocols: Readonly<Record<string, string>> = {
  "-1": "any",
  all: "any",
  "6": "TCP",
  tcp: "TCP",
  "17": "UDP",
  udp: "UDP",
  "132": "SCTP",
  sctp: "SCTP",
};

function readPorts(rule: JsonObject, protocolField: string): Ports | undefined {
  const protocol = protocols[String(rule[protocolField]).toLowerCase()];
  // Port ranges are for TCP and UDP only (EC2 API, `IpPermission`).
  if (protocol === undefined || protocol === "any" || protocol === "SCTP") {
    return protocol && { protocol, port: "any" };
  }
  const [from, to] = [rule["fromPort"], rule["toPort"]];
  return typeof from === "number" && typeof to === "number" ? { protocol, port: [from, to] } : undefined;
}

function peersOf(rule: JsonObject, group: string, lists: ReadonlyMap<string, readonly string[]>): RulePeer[] {
  const texts = (...fields: string[]) =>
    fields.flatMap((field): Json[] => {
      const value = rule[field];
      return value === undefined ? [] : Array.isArray(value) ? [...value] : [value];
    });
  const cidrs = texts("cidrIpv4", "cidrBlocks").flatMap((cidr) => stringAt(cidr) ?? []);
  const groups = texts("referencedSecurityGroupId", "sourceSecurityGroupId", "securityGroups");
  return [
    ...(cidrs.length > 0 ? [{ kind: "addresses", cidrs } as const] : []),
    ...groups.map((id) => ({ kind: "group", group: String(id) }) as const),
    ...(rule["self"] === true ? [{ kind: "group", group } as const] : []),
    ...texts("prefixListId", "prefixListIds").map((id): RulePeer => {
      const entries = lists.get(String(id));
      return entries === undefined ? { kind: "unknown" } : { kind: "addresses", cidrs: entries };
    }),
  ];
}
