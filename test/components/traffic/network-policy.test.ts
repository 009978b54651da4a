import { expect } from "chai";
import type { FlowEnd } from "../../../components/traffic/flows/flow-end.ts";
import { networkPolicies } from "../../../components/traffic/network-policy.ts";

const base: FlowEnd = {
  direction: "egress",
  peer: { namespace: "payments" },
  port: 8443,
  protocol: "TCP",
};
const payments = { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "payments" } } };

describe("networkPolicies", () => {
  it("denies all traffic except DNS to a namespace without flows", () => {
    expect(networkPolicies([], [])).to.deep.equal([
      { name: "default-deny", spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] } },
      {
        name: "allow",
        spec: {
          podSelector: {},
          policyTypes: ["Ingress", "Egress"],
          egress: [
            {
              to: [
                {
                  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
                  podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
                },
              ],
              ports: [
                { protocol: "UDP", port: 53 },
                { protocol: "TCP", port: 53 },
              ],
            },
          ],
        },
      },
    ]);
  });

  it("adds the flows of all pods to one object", () => {
    const policies = networkPolicies([base, { ...base, direction: "ingress" }], []);
    expect(policies.map(({ name }) => name)).to.deep.equal(["default-deny", "allow"]);
    expect(policies[1]?.spec.egress?.[1]).to.deep.equal({
      to: [payments],
      ports: [{ protocol: "TCP", port: 8443 }],
    });
    expect(policies[1]?.spec.ingress).to.deep.equal([
      { from: [payments], ports: [{ protocol: "TCP", port: 8443 }] },
    ]);
  });

  it("has a range of ports in one entry", () => {
    const range: FlowEnd = { ...base, port: 8000, endPort: 8100 };
    expect(networkPolicies([base, range], [])[1]?.spec.egress?.[1]?.ports).to.deep.equal([
      { protocol: "TCP", port: 8000, endPort: 8100 },
      { protocol: "TCP", port: 8443 },
    ]);
  });

  it("gives a workload with more flows its own object, without DNS again", () => {
    const narrow = { ...base, workload: "web" };
    const policies = networkPolicies([narrow, { ...narrow, port: 9443 }], []);
    expect(policies.map(({ name }) => name)).to.deep.equal(["default-deny", "allow", "allow-web"]);
    expect(policies[2]?.spec).to.deep.equal({
      podSelector: { matchLabels: { "app.kubernetes.io/name": "web" } },
      policyTypes: ["Ingress", "Egress"],
      egress: [
        {
          to: [payments],
          ports: [
            { protocol: "TCP", port: 8443 },
            { protocol: "TCP", port: 9443 },
          ],
        },
      ],
    });
  });

  it("puts both selectors of a workload in another namespace into one peer", () => {
    const [, allow] = networkPolicies([{ ...base, peer: { namespace: "payments", workload: "api" } }], []);
    expect(allow?.spec.egress?.[1]?.to).to.deep.equal([
      { ...payments, podSelector: { matchLabels: { "app.kubernetes.io/name": "api" } } },
    ]);
  });

  it("folds peers with the same ports into one rule, and never gives a peer another peer's ports", () => {
    const [, allow] = networkPolicies(
      [
        base,
        { ...base, peer: { namespace: "carts" } },
        { ...base, peer: { namespace: "carts" }, port: 53, protocol: "UDP" },
        { ...base, peer: { cidr: "10.20.0.0/24" } },
      ],
      [],
    );
    expect(allow?.spec.egress?.slice(1)).to.deep.equal([
      {
        to: [{ ipBlock: { cidr: "10.20.0.0/24" } }, payments],
        ports: [{ protocol: "TCP", port: 8443 }],
      },
      {
        to: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "carts" } } }],
        ports: [
          { protocol: "UDP", port: 53 },
          { protocol: "TCP", port: 8443 },
        ],
      },
    ]);
  });

  it("excludes protected ranges from a wider range", () => {
    const carvedOut = ["169.254.0.0/16", "172.20.0.0/16", "10.64.0.0/16"];
    const [, allow] = networkPolicies(
      [
        { ...base, peer: { cidr: "10.0.0.0/8" } },
        { ...base, peer: { cidr: "10.64.8.0/24" } },
        { ...base, peer: { cidr: "0.0.0.0/0" } },
      ],
      carvedOut,
    );
    expect(allow?.spec.egress?.[1]?.to).to.deep.equal([
      { ipBlock: { cidr: "0.0.0.0/0", except: carvedOut } },
      { ipBlock: { cidr: "10.0.0.0/8", except: ["10.64.0.0/16"] } },
      { ipBlock: { cidr: "10.64.8.0/24" } },
    ]);
  });
});
