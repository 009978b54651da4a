import { expect } from "chai";
import type { KubernetesObject } from "../../../plan/analysis/kubernetes-objects.ts";
import { nameLoadBalancers } from "../../../plan/analysis/load-balancer-sources.ts";

const namespace = (name: string, lines: string) =>
  ({
    kind: "Namespace",
    name,
    content: { metadata: { name, annotations: { "casemate.dev/load-balancers": lines } } },
  }) as unknown as KubernetesObject;
const row = (from: string, to: string) => ({ from, to, protocol: "TCP", port: 8080 });

describe("load balancers as sources of traffic", () => {
  const shop = namespace("shop", "internal 10.64.248.0/24\npublic 10.64.252.0/24\npublic 10.64.253.0/24");

  it("replace their subnets, those of all zones together", () => {
    const rows = [row("10.64.252.0/24", "shop/frontend"), row("10.64.253.0/24", "shop/frontend")];
    expect(nameLoadBalancers(rows, [shop])).to.deep.equal([
      row("outside (public load balancers)", "shop/frontend"),
    ]);
  });

  it("are named by their visibility", () => {
    expect(nameLoadBalancers([row("10.64.248.0/24", "shop")], [shop])).to.deep.equal([
      row("connected networks (internal load balancers)", "shop"),
    ]);
  });

  it("are only those that the receiving namespace lets in", () => {
    const rows = [row("10.64.252.0/24", "pay/api"), row("10.1.0.0/24", "shop/frontend")];
    expect(nameLoadBalancers(rows, [shop, namespace("pay", "")])).to.have.deep.members(rows);
  });
});
