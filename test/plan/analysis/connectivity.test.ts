import { expect } from "chai";
import { connectivity } from "../../../plan/analysis/connectivity.ts";
import type { PlannedResource } from "../../../plan/document.ts";
import type { Json, JsonObject } from "../../../plan/json.ts";
import { namespace, networkPolicy, objects } from "../objects.ts";

const both = ["Ingress", "Egress"];
const deny = (name: string) => networkPolicy(name, "deny", { podSelector: {}, policyTypes: both });
const closed = (name: string) => [namespace(name), deny(name)];
const ofNamespace = (name: string, podLabels?: JsonObject): JsonObject => ({
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } },
  ...(podLabels && { podSelector: { matchLabels: podLabels } }),
});
const workload = (name: string): JsonObject => ({ "app.kubernetes.io/name": name });
const tcp = (port: Json): JsonObject[] => [{ protocol: "TCP", port }];
const allow = (
  name: string,
  rules: { ingress?: Json; egress?: Json },
  podSelector: Json = {},
): PlannedResource =>
  networkPolicy(name, `allow-${JSON.stringify(rules).length}`, {
    podSelector,
    policyTypes: [...(rules.ingress ? ["Ingress"] : []), ...(rules.egress ? ["Egress"] : [])],
    ...rules,
  });

const toBlock = (cidr: string, ports: Json): Json => [{ to: [{ ipBlock: { cidr } }], ports }];
const fromBlock = (cidr: string, ports: Json): Json => [{ from: [{ ipBlock: { cidr } }], ports }];

interface Case {
  readonly title: string;
  readonly given: readonly PlannedResource[];
  /** In the form `checkout => payments : TCP 8443`. */
  readonly passes: readonly string[];
  readonly podRanges?: readonly string[];
}

const cases: readonly Case[] = [
  {
    title: "connects pods whose policies name only addresses, if both name the addresses of pods",
    given: [
      ...closed("east"),
      ...closed("west"),
      allow("east", { egress: toBlock("10.64.0.0/17", tcp(9090)) }),
      allow("west", { ingress: fromBlock("10.64.0.0/17", tcp(9090)) }),
    ],
    podRanges: ["10.64.0.0/16"],
    passes: ["10.64.0.0/17 => west : TCP 9090", "east => 10.64.0.0/17 : TCP 9090", "east => west : TCP 9090"],
  },
  {
    title: "gives no pod the address of the VPC's resolver, or an address outside the VPC",
    given: [
      ...closed("east"),
      ...closed("west"),
      allow("east", { egress: toBlock("10.64.0.2/32", tcp(53)) }),
      allow("east", { egress: toBlock("10.20.0.0/16", tcp(53)) }, { matchLabels: { a: "b" } }),
      allow("west", { ingress: fromBlock("10.64.0.0/16", tcp(53)) }),
    ],
    podRanges: ["10.64.0.0/16"],
    passes: [
      "10.64.0.0/16 => west : TCP 53",
      "east => 10.64.0.2/32 : TCP 53",
      "east/a=b => 10.20.0.0/16 : TCP 53",
    ],
  },
  {
    title: "a namespace without policies is open in both directions",
    given: [namespace("shop")],
    passes: ["anyone => shop : any any", "shop => anyone : any any"],
  },
  { title: "default-deny in both directions closes a namespace", given: closed("shop"), passes: [] },
  {
    title: "default-deny of only ingress leaves egress open",
    given: [namespace("shop"), networkPolicy("shop", "deny", { podSelector: {}, policyTypes: ["Ingress"] })],
    passes: ["shop => anyone : any any"],
  },
  {
    title: "without policyTypes, a policy restricts only ingress",
    given: [namespace("shop"), networkPolicy("shop", "deny", { podSelector: {} })],
    passes: ["shop => anyone : any any"],
  },
  {
    title: "without policyTypes, a policy with egress rules restricts egress too",
    given: [
      namespace("shop"),
      networkPolicy("shop", "some", {
        podSelector: {},
        egress: [{ to: [{ ipBlock: { cidr: "10.9.0.0/24" } }], ports: tcp(443) }],
      }),
    ],
    passes: ["shop => 10.9.0.0/24 : TCP 443"],
  },
  {
    title: "a flow passes if both ends allow it",
    given: [
      ...closed("shop"),
      ...closed("pay"),
      allow("shop", { egress: [{ to: [ofNamespace("pay")], ports: tcp(8443) }] }),
      allow("pay", { ingress: [{ from: [ofNamespace("shop")], ports: tcp(8443) }] }),
    ],
    passes: ["shop => pay : TCP 8443"],
  },
  {
    title: "a flow that only one end allows doesn't pass",
    given: [
      ...closed("shop"),
      ...closed("pay"),
      allow("shop", { egress: [{ to: [ofNamespace("pay")], ports: tcp(8443) }] }),
    ],
    passes: [],
  },
  {
    title: "a flow doesn't pass if its ends name different ports or protocols",
    given: [
      ...closed("shop"),
      ...closed("pay"),
      allow("shop", { egress: [{ to: [ofNamespace("pay")], ports: tcp(8443) }] }),
      allow("pay", { ingress: [{ from: [ofNamespace("shop")], ports: [{ protocol: "UDP", port: 8443 }] }] }),
    ],
    passes: [],
  },
  {
    title: "the common part of two port ranges passes",
    given: [
      ...closed("shop"),
      ...closed("pay"),
      allow("shop", { egress: [{ to: [ofNamespace("pay")], ports: [{ port: 8000, endPort: 8100 }] }] }),
      allow("pay", { ingress: [{ from: [ofNamespace("shop")], ports: [{ port: 8050, endPort: 9000 }] }] }),
    ],
    passes: ["shop => pay : TCP 8050-8100"],
  },
  {
    title: "a rule without ports means all ports",
    given: [
      ...closed("shop"),
      ...closed("pay"),
      allow("shop", { egress: [{ to: [ofNamespace("pay")] }] }),
      allow("pay", { ingress: [{ from: [ofNamespace("shop")], ports: tcp(8443) }] }),
    ],
    passes: ["shop => pay : TCP 8443"],
  },
  {
    title: "a named port can have any number",
    given: [
      ...closed("shop"),
      ...closed("pay"),
      allow("shop", { egress: [{ to: [ofNamespace("pay")], ports: tcp(8443) }] }),
      allow("pay", { ingress: [{ from: [ofNamespace("shop")], ports: tcp("https") }] }),
    ],
    passes: ["shop => pay : TCP https"],
  },
  {
    title: "a label distinguishes workloads",
    given: [
      ...closed("shop"),
      ...closed("pay"),
      allow(
        "shop",
        { egress: [{ to: [ofNamespace("pay", workload("api"))], ports: tcp(1) }] },
        { matchLabels: workload("web") },
      ),
      allow(
        "pay",
        { ingress: [{ from: [ofNamespace("shop", workload("web"))], ports: tcp(1) }] },
        { matchLabels: workload("api") },
      ),
    ],
    passes: ["shop/web => pay/api : TCP 1"],
  },
  {
    title: "a workload has the traffic of its namespace and its own traffic",
    given: [
      ...closed("shop"),
      allow("shop", { egress: [{ to: [{ ipBlock: { cidr: "10.9.0.0/24" } }], ports: tcp(443) }] }),
      allow(
        "shop",
        { egress: [{ to: [{ ipBlock: { cidr: "10.8.0.0/24" } }], ports: tcp(22) }] },
        { matchLabels: workload("web") },
      ),
    ],
    passes: ["shop => 10.9.0.0/24 : TCP 443", "shop/web => 10.8.0.0/24 : TCP 22"],
  },
  {
    title: "pods that no policy selects stay open",
    given: [
      namespace("shop"),
      networkPolicy("shop", "deny", { podSelector: { matchLabels: workload("web") }, policyTypes: both }),
    ],
    passes: ["anyone => shop/* : any any", "shop/* => anyone : any any"],
  },
  {
    title: "a pod selector without a namespace selector means the policy's namespace",
    given: [
      ...closed("shop"),
      ...closed("pay"),
      allow("shop", { ingress: [{ from: [{ podSelector: {} }] }], egress: [{ to: [{ podSelector: {} }] }] }),
    ],
    passes: ["shop => shop : any any"],
  },
  {
    title: "an empty peer list means anyone",
    given: [...closed("shop"), allow("shop", { ingress: [{ from: [], ports: tcp(80) }] })],
    passes: ["anyone => shop : TCP 80"],
  },
  {
    title: "an end that allows all namespaces connects to a namespace that names it",
    given: [
      ...closed("dns"),
      ...closed("shop"),
      allow("dns", { ingress: [{ from: [{ namespaceSelector: {} }], ports: tcp(53) }] }),
      allow("shop", { egress: [{ to: [ofNamespace("dns")], ports: tcp(53) }] }),
    ],
    passes: ["any pod => dns : TCP 53", "shop => dns : TCP 53"],
  },
  {
    title: "a selector can use any label of a namespace",
    given: [
      namespace("shop", { class: "pci" }),
      deny("shop"),
      ...closed("web"),
      ...closed("pay"),
      allow("shop", { egress: [{ to: [ofNamespace("pay")] }] }),
      allow("web", { egress: [{ to: [ofNamespace("pay")] }] }),
      allow("pay", {
        ingress: [
          {
            from: [
              {
                namespaceSelector: { matchExpressions: [{ key: "class", operator: "In", values: ["pci"] }] },
              },
            ],
          },
        ],
      }),
    ],
    passes: ["shop => pay : any any"],
  },
  {
    title: "a range of addresses keeps its exceptions",
    given: [
      ...closed("shop"),
      allow("shop", { egress: [{ to: [{ ipBlock: { cidr: "10.0.0.0/8", except: ["10.64.0.0/16"] } }] }] }),
    ],
    passes: ["shop => 10.0.0.0/8 except 10.64.0.0/16 : any any"],
  },
  {
    title: "a range that includes pods' addresses allows these pods",
    podRanges: ["10.64.0.0/16"],
    given: [
      ...closed("shop"),
      ...closed("dns"),
      allow("shop", { egress: [{ to: [ofNamespace("dns")], ports: tcp(53) }] }),
      allow("dns", { ingress: [{ from: [{ ipBlock: { cidr: "10.0.0.0/8" } }], ports: tcp(53) }] }),
    ],
    passes: ["10.0.0.0/8 => dns : TCP 53", "shop => dns : TCP 53"],
  },
  {
    title: "a range that excludes pods' addresses doesn't allow these pods",
    podRanges: ["10.64.0.0/16"],
    given: [
      ...closed("shop"),
      ...closed("dns"),
      allow("shop", { egress: [{ to: [ofNamespace("dns")], ports: tcp(53) }] }),
      allow("dns", { ingress: [{ from: [{ ipBlock: { cidr: "10.0.0.0/8", except: ["10.64.0.0/16"] } }] }] }),
    ],
    passes: ["10.0.0.0/8 except 10.64.0.0/16 => dns : any any"],
  },
  {
    title: "policies in other namespaces count, but open pods of namespaces outside the plan aren't listed",
    given: [
      networkPolicy("kube-system", "dns", {
        podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
        policyTypes: ["Ingress"],
        ingress: [{ from: [ofNamespace("shop")], ports: tcp(53) }],
      }),
      ...closed("shop"),
      allow("shop", {
        egress: [{ to: [ofNamespace("kube-system", { "k8s-app": "kube-dns" })], ports: tcp(53) }],
      }),
    ],
    passes: ["shop => kube-system/k8s-app=kube-dns : TCP 53"],
  },
];

describe("connectivity", () => {
  for (const { title, given, passes, podRanges = [] } of cases) {
    it(title, () => {
      const rows = connectivity(objects(...given), podRanges);
      expect(
        rows.map(({ from, to, protocol, port }) => `${from} => ${to} : ${protocol} ${port}`),
      ).to.deep.equal(passes);
    });
  }

  it("doesn't depend on the order of the objects", () => {
    for (const { given, podRanges = [] } of cases) {
      const backwards = connectivity(objects(...given.toReversed()), podRanges);
      expect(backwards).to.deep.equal(connectivity(objects(...given), podRanges));
    }
  });

  it("has few rows if many pods reach each other by address, and keeps the rows' meaning", () => {
    const range = "10.64.0.0/16";
    const busy = (count: number) =>
      Array.from({ length: count }, (_, index) => `ns-${index}`).flatMap((name) => [
        ...closed(name),
        allow(name, { egress: toBlock(range, tcp(443)), ingress: fromBlock(range, tcp(443)) }),
      ]);
    const few = [
      ...closed("east"),
      ...closed("west"),
      allow("east", { egress: toBlock(range, tcp(9090)) }),
      allow("west", { ingress: fromBlock(range, [{ protocol: "TCP", port: 9000, endPort: 9999 }]) }),
    ];
    const pairs = connectivity(objects(...busy(100), ...few), [range]);
    expect(pairs).to.have.length(100 * 99 + 200 + 3);
    const rows = connectivity(objects(...busy(101), ...few), [range]);
    expect(rows).to.have.length(101 * 4 + 3);
    const https = { protocol: "TCP", port: 443 };
    expect(rows).to.deep.include({ from: "ns-7", to: "any pod", ...https });
    expect(rows).to.deep.include({ from: "any pod", to: "ns-7", ...https });
    expect(rows).to.deep.include({ from: "east", to: "west", protocol: "TCP", port: 9090 });
  });
});
