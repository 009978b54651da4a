import { expect } from "chai";
import fc from "fast-check";
import type { AcceptedFlow, CalledFlow, PodPeer } from "../../../components/contract/flow.ts";
import type { FlowTenant } from "../../../components/traffic/flows/declared-flow.ts";
import { foldFlows } from "../../../components/traffic/fold.ts";
import { networkPolicies } from "../../../components/traffic/network-policy.ts";
import { type Pod, reaches } from "./reach.ts";

const checkout: FlowTenant = { name: "checkout", calls: [{ to: { namespace: "payments" }, port: 8443 }] };
const payments: FlowTenant = { name: "payments", accepts: [{ from: { namespace: "checkout" }, port: 8443 }] };

function problems(...tenants: FlowTenant[]): string[] {
  return foldFlows(tenants).problems.map(({ path, allowed, fix }) => `${path}: ${allowed}. ${fix}`);
}

function ends(namespace: string, ...tenants: FlowTenant[]): string[] {
  return (foldFlows(tenants).ends.get(namespace) ?? []).map(({ direction, workload, peer, port, protocol }) =>
    [direction, workload ?? "*", JSON.stringify(peer), protocol, port].join(" "),
  );
}

describe("foldFlows", () => {
  it("opens both ends of a flow that one namespace calls and the other accepts", () => {
    expect(ends("checkout", checkout, payments)).to.deep.equal([
      'egress * {"namespace":"payments"} TCP 8443',
    ]);
    expect(ends("payments", checkout, payments)).to.deep.equal([
      'ingress * {"namespace":"checkout"} TCP 8443',
    ]);
    expect(problems(checkout, payments)).to.deep.equal([]);
  });

  it("opens no more than both ends agree on", () => {
    const frontend: FlowTenant = {
      name: "checkout",
      workloads: { web: {} },
      calls: [{ from: "web", to: { namespace: "payments" }, port: 8443 }],
    };
    const api: FlowTenant = {
      name: "payments",
      workloads: { api: {} },
      accepts: [{ from: { namespace: "checkout" }, to: "api", port: 8443 }],
    };
    expect(ends("checkout", frontend, api)).to.deep.equal([
      'egress web {"namespace":"payments","workload":"api"} TCP 8443',
    ]);
    expect(ends("payments", frontend, api)).to.deep.equal([
      'ingress api {"namespace":"checkout","workload":"web"} TCP 8443',
    ]);
  });

  it("names both ends of a flow that only the receiver accepts", () => {
    expect(problems({ name: "checkout" }, payments)).to.deep.equal([
      "tenants[1].accepts[0]: a flow that checkout calls to payments as well. " +
        'Add { to: { namespace: "payments" }, port: 8443 } to the calls of checkout.',
    ]);
  });

  it("names both ends of a flow that only the caller calls, workloads and protocol included", () => {
    const caller: FlowTenant = {
      name: "checkout",
      workloads: { web: {} },
      calls: [{ from: "web", to: { namespace: "dns", workload: "cache" }, port: 53, protocol: "UDP" }],
    };
    expect(problems(caller, { name: "dns", workloads: { cache: {} } })).to.deep.equal([
      "tenants[0].calls[0]: a flow that dns accepts from checkout as well. " +
        'Add { to: "cache", from: { namespace: "checkout", workload: "web" }, port: 53, protocol: "UDP" } ' +
        "to the accepts of dns.",
    ]);
  });

  it("shows the other end if the two differ, for example a Service's port and its pods' port", () => {
    const other: FlowTenant = {
      name: "payments",
      accepts: [{ from: { namespace: "checkout" }, port: 9443 }],
    };
    const found = problems(checkout, other);
    expect(found).to.have.length(2);
    expect(found[0]).to.equal(
      "tenants[0].calls[0]: a flow that payments accepts from checkout as well. " +
        'tenants[1].accepts[0] is { from: { namespace: "checkout" }, port: 9443 }: both must agree. ' +
        "The port is the one that the receiving pods listen on, not their Service's.",
    );
  });

  it("opens no one-sided flow", () => {
    expect(ends("payments", { name: "checkout" }, payments)).to.deep.equal([]);
  });

  it("keeps a flow with a namespace out of view half-open", () => {
    const { ends: folded, halfOpen, problems: found } = foldFlows([payments]);
    expect(found).to.deep.equal([]);
    expect(folded.get("payments")).to.have.length(1);
    expect(halfOpen).to.deep.equal([
      {
        from: { namespace: "checkout" },
        to: { namespace: "payments" },
        port: 8443,
        protocol: "TCP",
        missing: "checkout",
      },
    ]);
  });

  for (const [list, tenant] of [
    ["call", { calls: [{ from: "web", to: { workload: "db" }, port: 5432 }] }],
    ["accept", { accepts: [{ from: { workload: "web" }, to: "db", port: 5432 }] }],
  ] as const) {
    it(`needs only one ${list} for both ends inside one namespace`, () => {
      expect(ends("shop", { name: "shop", workloads: { web: {}, db: {} }, ...tenant })).to.deep.equal([
        'egress web {"namespace":"shop","workload":"db"} TCP 5432',
        'ingress db {"namespace":"shop","workload":"web"} TCP 5432',
      ]);
    });
  }

  it("suggests the workload that was misspelt, once, and reports nothing for the other end", () => {
    const caller: FlowTenant = {
      name: "checkout",
      calls: [{ to: { namespace: "payments", workload: "apu" }, port: 8443 }],
    };
    const receiver: FlowTenant = {
      name: "payments",
      workloads: { api: {} },
      accepts: [{ from: { namespace: "checkout" }, to: "api", port: 8443 }],
    };
    expect(problems(caller, receiver)).to.deep.equal([
      'tenants[0].calls[0].to.workload: a workload of payments: api. Did you mean "api"?',
    ]);
  });

  it("refuses an own workload that isn't declared", () => {
    const tenant: FlowTenant = {
      name: "shop",
      calls: [{ from: "web", to: { cidr: "10.1.0.0/24" }, port: 1, reason: "x" }],
    };
    expect(problems(tenant)).to.deep.equal([
      "tenants[0].calls[0].from: a workload of shop: it declares none. Add web: {} to the workloads of shop.",
    ]);
  });

  it("drops ends that a wider end contains", () => {
    const wide = { ...checkout, workloads: { web: {} } };
    const both = {
      ...wide,
      calls: [...(wide.calls ?? []), { from: "web", ...(wide.calls?.[0] as CalledFlow) }],
    };
    expect(ends("checkout", both, payments)).to.deep.equal(ends("checkout", checkout, payments));
  });

  describe("with ranges of ports", () => {
    const web = (...calls: [port: number, endPort?: number][]): FlowTenant => ({
      name: "web",
      calls: calls.map(([port, endPort]) => ({
        to: { namespace: "pay" },
        port,
        ...(endPort && { endPort }),
      })),
    });
    const pay = (...accepts: [port: number, endPort?: number][]): FlowTenant => ({
      name: "pay",
      accepts: accepts.map(([port, endPort]) => ({
        from: { namespace: "web" },
        port,
        ...(endPort && { endPort }),
      })),
    });
    const opened = (...tenants: FlowTenant[]) =>
      (foldFlows(tenants).ends.get("web") ?? []).map(({ port, endPort }) => [port, endPort]);

    it("opens what both ends declare", () => {
      expect(opened(web([8000, 8100]), pay([8000, 8100]))).to.deep.equal([[8000, 8100]]);
      expect(opened(web([8050]), pay([8000, 8100]))).to.deep.equal([[8050, undefined]]);
      expect(problems(web([8050]), pay([8000, 8100]))).to.deep.equal([]);
    });

    it("lets several accepts have the ports of one call together", () => {
      expect(problems(web([8000, 8100]), pay([8000, 8050], [8051, 8100]))).to.deep.equal([]);
      expect(opened(web([8000, 8100]), pay([8000, 8050], [8051, 8100]))).to.have.length(2);
    });

    it("refuses a call of more ports than are accepted, and shows the range", () => {
      expect(problems(web([8000, 8100]), pay([8000, 8050]))).to.deep.equal([
        "tenants[0].calls[0]: a flow that pay accepts from web as well. " +
          'Add { from: { namespace: "web" }, port: 8000, endPort: 8100 } to the accepts of pay.',
      ]);
      expect(problems(web([8000, 8100]), pay([8000, 8050], [8052, 8100]))).to.have.length(1);
    });

    it("refuses ranges with no port in common, or with other protocols", () => {
      expect(problems(web([8000, 8100]), pay([8101, 8200]))).to.have.length(2);
      const udp = {
        name: "pay",
        accepts: [{ from: { namespace: "web" }, port: 8000, endPort: 8100, protocol: "UDP" }],
      } as const;
      expect(problems(web([8000, 8100]), udp)).to.have.length(2);
    });

    it("drops an end whose ports a range contains", () => {
      expect(opened(web([8050], [8000, 8100], [8090, 8095]), pay([8000, 8100]))).to.deep.equal([
        [8000, 8100],
      ]);
    });

    it("keeps half-open ranges", () => {
      expect(foldFlows([web([8000, 8100])]).halfOpen).to.deep.equal([
        {
          from: { namespace: "web" },
          to: { namespace: "pay" },
          port: 8000,
          endPort: 8100,
          protocol: "TCP",
          missing: "pay",
        },
      ]);
    });
  });

  it("folds 20,000 flows quickly", () => {
    const count = 2000;
    const ring = Array.from({ length: count }, (_, index): FlowTenant => {
      const near = (step: number) => ({ namespace: `t${(index + step + count) % count}` });
      return {
        name: `t${index}`,
        calls: [1, 2, 3, 4, 5].map((step) => ({ to: near(step), port: 80 })),
        accepts: [1, 2, 3, 4, 5].map((step) => ({ from: near(-step), port: 80 })),
      };
    });
    const start = performance.now();
    expect(foldFlows(ring).problems).to.deep.equal([]);
    expect(performance.now() - start).to.be.below(3000);
  });

  describe("for any tenants", () => {
    it("allows traffic exactly where one calls and the other accepts", () => {
      fc.assert(
        fc.property(anyTenants, (tenants) => {
          const policies = policiesOf(tenants);
          for (const from of everyPod) {
            for (const to of everyPod) {
              for (const port of ports) {
                expect(
                  reaches(policies, from, to, { port, protocol: "TCP" }),
                  `${JSON.stringify(from)} to ${JSON.stringify(to)} on ${port}`,
                ).to.equal(intended(tenants, from, to, port));
              }
            }
          }
        }),
        { numRuns: 150 },
      );
    });

    it("doesn't depend on the order of tenants and flows", () => {
      fc.assert(
        fc.property(anyTenants, (tenants) => {
          const turned = tenants
            .map((tenant) => ({
              ...tenant,
              calls: tenant.calls?.toReversed() ?? [],
              accepts: tenant.accepts?.toReversed() ?? [],
            }))
            .toReversed();
          const sorted = (all: FlowTenant[]) => [...policiesOf(all)].sort(([a], [b]) => (a < b ? -1 : 1));
          expect(sorted(turned)).to.deep.equal(sorted(tenants));
        }),
      );
    });

    it("writes no rule without peers or ports, and no peer without a namespace", () => {
      fc.assert(
        fc.property(anyTenants, (tenants) => {
          for (const policies of policiesOf(tenants).values()) {
            for (const { spec } of policies) {
              const rules = [
                ...(spec.ingress ?? []).map(({ from, ports: own }) => ({ peers: from, own })),
                ...(spec.egress ?? []).map(({ to, ports: own }) => ({ peers: to, own })),
              ];
              for (const { peers, own } of rules) {
                expect(own).not.to.deep.equal([]);
                expect(peers).not.to.deep.equal([]);
                for (const peer of peers) {
                  expect(peer).to.have.nested.property("namespaceSelector.matchLabels");
                }
              }
            }
          }
        }),
      );
    });
  });
});

const names = ["a", "b", "c"] as const;
const workloads = ["x", "y"] as const;
const ports = [80, 85, 90, 443, 444] as const;
const portsOfFlows = [
  { port: 80 },
  { port: 443 },
  { port: 80, endPort: 90 },
  { port: 85, endPort: 443 },
] as const;
const everyPod: Pod[] = names.flatMap((namespace) => [
  { namespace },
  ...workloads.map((workload) => ({ namespace, workload })),
]);

const maybeWorkload = fc.option(fc.constantFrom(...workloads), { nil: undefined });
const anyPeer = fc
  .record({ namespace: fc.constantFrom(...names), workload: maybeWorkload })
  .map(prune<PodPeer>);
const anyCall = fc
  .record({ from: maybeWorkload, to: anyPeer, range: fc.constantFrom(...portsOfFlows) })
  .map(({ range, ...flow }) => prune<CalledFlow>({ ...flow, ...range }));
const anyAccept = fc
  .record({ to: maybeWorkload, from: anyPeer, range: fc.constantFrom(...portsOfFlows) })
  .map(({ range, ...flow }) => prune<AcceptedFlow>({ ...flow, ...range }));
const anyTenants = fc.tuple(
  ...names.map((name) =>
    fc.record({
      name: fc.constant(name),
      workloads: fc.constant({ x: {}, y: {} }),
      calls: fc.array(anyCall, { maxLength: 5 }),
      accepts: fc.array(anyAccept, { maxLength: 5 }),
    }),
  ),
) as fc.Arbitrary<FlowTenant[]>;

function prune<T>(value: object): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}

function policiesOf(tenants: readonly FlowTenant[]) {
  return new Map(
    Array.from(foldFlows(tenants).ends, ([name, own]) => [name, networkPolicies(own, [])] as const),
  );
}

/** The specification: a call and an accept that both match. Inside one namespace one of them is enough. */
function intended(tenants: readonly FlowTenant[], from: Pod, to: Pod, port: number): boolean {
  const fits = (workload: string | undefined, pod: Pod) =>
    workload === undefined || workload === pod.workload;
  const peerFits = (peer: unknown, own: string, pod: Pod) => {
    const { namespace = own, workload } = peer as { namespace?: string; workload?: string };
    return namespace === pod.namespace && fits(workload, pod);
  };
  const called = tenants
    .filter(({ name }) => name === from.namespace)
    .some(({ name, calls = [] }) =>
      calls.some((flow) => hasPort(flow, port) && fits(flow.from, from) && peerFits(flow.to, name, to)),
    );
  const accepted = tenants
    .filter(({ name }) => name === to.namespace)
    .some(({ name, accepts = [] }) =>
      accepts.some((flow) => hasPort(flow, port) && fits(flow.to, to) && peerFits(flow.from, name, from)),
    );
  return from.namespace === to.namespace ? called || accepted : called && accepted;
}

function hasPort({ port, endPort = port }: CalledFlow | AcceptedFlow, wanted: number): boolean {
  return port <= wanted && wanted <= endPort;
}
