import { expect } from "chai";
import fc from "fast-check";
import type { CalledFlow } from "../../../components/contract/flow.ts";
import { addressOpenings } from "../../../components/traffic/address-openings.ts";
import { foldFlows } from "../../../components/traffic/fold.ts";
import { networkPolicies } from "../../../components/traffic/network-policy.ts";
import { traffic } from "../../../plan/analysis/traffic.ts";
import type { Connection, PlannedResource } from "../../../plan/document.ts";
import type { Json } from "../../../plan/json.ts";
import { namespace, networkPolicy, planned } from "../objects.ts";

const facts = {
  vpcCidrs: ["10.64.0.0/16"],
  egress: "none",
  connectedCidrs: ["10.30.0.0/16"],
  nodeSecurityGroupId: "sg-nodes",
};
const cluster = [
  planned("casemate:workload:Tenants", "shop", {
    custom: false,
    inputs: { clusterName: "prod", cluster: facts },
  }),
  planned("aws:ec2/securityGroup:SecurityGroup", "nodes"),
];

const anyFlow: fc.Arbitrary<CalledFlow> = fc
  .record({
    cidr: fc.constantFrom(
      "10.64.8.0/24",
      "10.64.0.0/18",
      "10.30.4.0/28",
      "10.30.0.0/17",
      "10.31.0.0/24",
      "203.0.113.0/24",
    ),
    port: fc.constantFrom(443, 5432, 8000),
    endPort: fc.constantFrom(undefined, 8100),
    protocol: fc.constantFrom("TCP" as const, "UDP" as const),
  })
  .map(({ cidr, endPort, ...flow }) => ({
    ...flow,
    to: { cidr },
    reason: "any",
    ...(endPort && { endPort }),
  }));
const anyFlows = fc.array(anyFlow, { minLength: 1, maxLength: 6 });

/** What a plan of a tenant with these calls has: its policies, and the rules that follow from its flows. */
function planOf(calls: readonly CalledFlow[], keepRule: (name: string) => boolean): readonly Connection[] {
  const tenant = { name: "shop", calls };
  const policies = networkPolicies(foldFlows([tenant]).ends.get("shop") ?? [], []).map(({ name, spec }) =>
    networkPolicy("shop", name, JSON.parse(JSON.stringify(spec))),
  );
  const rules = addressOpenings([tenant])
    .filter(({ name }) => keepRule(name))
    .flatMap(({ name, protocol, port, endPort = port, cidrs }): PlannedResource[] => [
      planned("aws:ec2/managedPrefixList:ManagedPrefixList", name, {
        inputs: { entries: cidrs.map((cidr): Json => ({ cidr })) },
      }),
      planned("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", name, {
        inputs: {
          securityGroupId: "sg-nodes",
          ipProtocol: protocol.toLowerCase(),
          fromPort: port,
          toPort: endPort,
          prefixListId: `pl-${name}`,
        },
      }),
    ]);
  return traffic([...cluster, namespace("shop"), ...policies, ...rules]).connectivity.filter(
    ({ to }) => !to.startsWith("kube-system"),
  );
}

const hasRoute = (cidr: string) => cidr.startsWith("10.64.") || cidr.startsWith("10.30.");

describe("declared flows with addresses", () => {
  it("are never stopped by the security group, and exactly those without a route are stopped", () => {
    fc.assert(
      fc.property(anyFlows, (calls) => {
        const rows = planOf(calls, () => true);
        const wanted = new Set(calls.map(({ to }) => ("cidr" in to ? to.cidr : "")));
        expect(new Set(rows.map(({ to }) => to))).to.deep.equal(wanted);
        for (const { to, marks = [] } of rows) {
          expect(marks, to).to.deep.equal(hasRoute(to) ? [] : ["no route"]);
        }
      }),
    );
  });

  it("are all stopped without their rules", () => {
    fc.assert(
      fc.property(anyFlows, (calls) => {
        for (const { to, marks = [] } of planOf(calls, () => false)) {
          expect(marks, to).to.include("stopped by security group");
        }
      }),
    );
  });
});
