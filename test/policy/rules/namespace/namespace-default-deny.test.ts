import { expect } from "chai";
import type { StackSubject } from "../../../../policy/lib/rule.ts";
import { type Path, type Properties, unknown, type Value } from "../../../../policy/lib/value.ts";
import rule from "../../../../policy/rules/namespace/namespace-default-deny.ts";
import { defaultDeny, inStack, namespace, types, urnOf } from "../../fixtures.ts";
import { verdicts, withValue } from "../../table.ts";

const shop = inStack(types.namespace, "shop", namespace);
const policy = (inputs: Properties, place = {}, name = "default-deny") =>
  inStack(types.networkPolicy, name, inputs, place);
const judge = (...subjects: StackSubject[]) => verdicts(rule.checkStack(subjects));

const noIngress = "violation NetworkPolicy for Ingress";
const noEgress = "violation NetworkPolicy for Egress";
const maybeIngress = "undecidable NetworkPolicy for Ingress";
const maybeEgress = "undecidable NetworkPolicy for Egress";

describe("rule namespace-default-deny", () => {
  it("accepts a namespace that denies by default", () => {
    expect(judge(shop, policy(defaultDeny))).to.deep.equal([]);
  });

  it("finds a namespace without a policy, and names it", () => {
    expect(judge(shop)).to.deep.equal([noIngress, noEgress]);
    expect(rule.checkStack([shop]).map(({ urn }) => urn)).to.deep.equal([shop.urn, shop.urn]);
  });

  const cases: [title: string, path: Path, value: Value, ...expected: string[]][] = [
    ["ingress only", "spec.policyTypes", ["Ingress"], noEgress],
    ["egress only", "spec.policyTypes", ["Egress"], noIngress],
    ["no types: ingress is meant", "spec.policyTypes", undefined, noEgress],
    ["types not known yet", "spec.policyTypes", unknown, maybeIngress, maybeEgress],
    ["some pods by label", "spec.podSelector", { matchLabels: { app: "api" } }, noIngress, noEgress],
    [
      "some pods by expression",
      "spec.podSelector",
      { matchExpressions: [{ key: "app", operator: "Exists" }] },
      noIngress,
      noEgress,
    ],
    ["all pods by empty maps", "spec.podSelector", { matchLabels: {}, matchExpressions: [] }],
    ["all pods by an absent selector", "spec.podSelector", undefined],
    ["a selector not known yet", "spec.podSelector", unknown, maybeIngress, maybeEgress],
    ["nothing known", "spec", unknown, maybeIngress, maybeEgress],
    ["another namespace", "metadata.namespace", "other", noIngress, noEgress],
    ["no namespace: default is meant", "metadata.namespace", undefined, noIngress, noEgress],
    ["a rule without peers", "spec.ingress", [{}], "violation spec.ingress[0].from"],
    ["a rule with an empty list of peers", "spec.egress", [{ to: [] }], "violation spec.egress[0].to"],
    [
      "ports, and no peers",
      "spec.egress",
      [{ ports: [{ port: 53, protocol: "UDP" }] }],
      "violation spec.egress[0].to",
    ],
    ["a peer that names nothing", "spec.ingress", [{ from: [{}] }], "violation spec.ingress[0].from[0]"],
    [
      "every address",
      "spec.egress",
      [{ to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.169.254/32"] } }] }],
      "violation spec.egress[0].to[0]",
    ],
    [
      "every IPv6 address",
      "spec.egress",
      [{ to: [{ ipBlock: { cidr: "::/0" } }] }],
      "violation spec.egress[0].to[0]",
    ],
    [
      "every address in two halves",
      "spec.egress",
      [{ to: [{ ipBlock: { cidr: "0.0.0.0/1" } }, { ipBlock: { cidr: "128.0.0.0/1" } }] }],
      "violation spec.egress[0].to[0]",
      "violation spec.egress[0].to[1]",
    ],
    ["a network", "spec.egress", [{ to: [{ ipBlock: { cidr: "10.0.0.0/8" } }] }]],
    [
      "a network not known yet",
      "spec.egress",
      [{ to: [{ ipBlock: { cidr: unknown } }] }],
      "undecidable spec.egress[0].to[0]",
    ],
    [
      "every pod of the cluster",
      "spec.ingress",
      [{ from: [{ namespaceSelector: {} }] }],
      "violation spec.ingress[0].from[0]",
    ],
    [
      "every pod of the cluster, by two selectors",
      "spec.ingress",
      [{ from: [{ namespaceSelector: {}, podSelector: {} }] }],
      "violation spec.ingress[0].from[0]",
    ],
    [
      "every namespace, because all have a name",
      "spec.ingress",
      [
        {
          from: [
            {
              namespaceSelector: {
                matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "Exists" }],
              },
            },
          ],
        },
      ],
      "violation spec.ingress[0].from[0]",
    ],
    [
      "every namespace that doesn't opt out",
      "spec.ingress",
      [
        {
          from: [{ namespaceSelector: { matchExpressions: [{ key: "closed", operator: "DoesNotExist" }] } }],
        },
      ],
      "violation spec.ingress[0].from[0]",
    ],
    [
      "the cluster's DNS",
      "spec.egress",
      [{ to: [{ namespaceSelector: {}, podSelector: { matchLabels: { "k8s-app": "kube-dns" } } }] }],
    ],
    ["its own pods", "spec.ingress", [{ from: [{ podSelector: {} }] }]],
    ["peers not known yet", "spec.ingress", [{ from: unknown }], "undecidable spec.ingress[0].from"],
    ["rules not known yet", "spec.ingress", unknown, "undecidable spec.ingress"],
  ];
  for (const [title, path, value, ...expected] of cases) {
    it(`${title} => ${expected.join(", ") || "fine"}`, () => {
      expect(judge(shop, policy(withValue(defaultDeny, path, value)))).to.deep.equal(expected);
    });
  }

  it("names the policy with the opening", () => {
    const open = policy(withValue(defaultDeny, "spec.egress", [{}]), {}, "open");
    expect(rule.checkStack([shop, policy(defaultDeny), open]).map(({ urn }) => urn)).to.deep.equal([
      open.urn,
    ]);
  });

  it("accepts one policy for each direction", () => {
    const ingress = policy(withValue(defaultDeny, "spec.policyTypes", ["Ingress"]), {}, "in");
    const egress = policy(withValue(defaultDeny, "spec.policyTypes", ["Egress"]), {}, "out");
    expect(judge(shop, ingress, egress)).to.deep.equal([]);
  });

  it("finds an opening for all pods that don't opt out", () => {
    for (const operator of ["DoesNotExist", "NotIn"]) {
      const podSelector = { matchExpressions: [{ key: "closed", operator, values: ["yes"] }] };
      const open = policy(
        withValue(defaultDeny, "spec", { podSelector, policyTypes: ["Egress"], egress: [{}] }),
        {},
        "open",
      );
      expect(judge(shop, policy(defaultDeny), open)).to.deep.equal(["violation spec.egress[0].to"]);
    }
  });

  it("accepts a policy that opens some pods to every peer", () => {
    const frontend = { podSelector: { matchLabels: { app: "web" } }, ingress: [{}] };
    const open = policy(withValue(defaultDeny, "spec", frontend), {}, "web");
    expect(judge(shop, policy(defaultDeny), open)).to.deep.equal([]);
  });

  describe("which namespace a policy is in", () => {
    const otherCluster = { provider: "cluster-b" };
    const unnamedPolicy = withValue(defaultDeny, "metadata.namespace", unknown);
    const fromShop = { sources: [shop.urn] };

    it("a namespace of the same name in another cluster is another one", () => {
      const namesake = inStack(types.namespace, "twin", namespace, otherCluster);
      expect(judge(shop, policy(defaultDeny), namesake)).to.deep.equal([noIngress, noEgress]);
      expect(
        judge(shop, policy(defaultDeny), namesake, policy(defaultDeny, otherCluster, "twin")),
      ).to.deep.equal([]);
    });

    it("a name that isn't known yet is followed to the Namespace that it comes from", () => {
      const generated = inStack(types.namespace, "shop", withValue(namespace, "metadata.name", undefined));
      expect(judge(generated, policy(unnamedPolicy, fromShop))).to.deep.equal([]);
      const other = inStack(types.namespace, "other", { metadata: { name: "other" } });
      expect(judge(generated, other, policy(unnamedPolicy, fromShop))).to.deep.equal([noIngress, noEgress]);
    });

    it("metadata that isn't known yet is followed as well", () => {
      expect(judge(shop, policy(withValue(defaultDeny, "metadata", unknown), fromShop))).to.deep.equal([]);
    });

    it("a name from elsewhere, not known yet, is neither a pass nor a violation", () => {
      expect(judge(shop, policy(unnamedPolicy))).to.deep.equal([maybeIngress, maybeEgress]);
      expect(judge(shop, policy(unnamedPolicy, otherCluster))).to.deep.equal([noIngress, noEgress]);
      const named = inStack(types.namespace, "shop", withValue(namespace, "metadata.name", unknown));
      expect(judge(named)).to.deep.equal([maybeIngress, maybeEgress]);
    });

    it("a source that isn't a Namespace decides nothing", () => {
      const sources = [urnOf("random:index/randomPet:RandomPet", "name")];
      expect(judge(shop, policy(unnamedPolicy, { sources }))).to.deep.equal([maybeIngress, maybeEgress]);
    });

    it("no name means the provider's own default", () => {
      const defaultPolicy = {
        ...policy(withValue(defaultDeny, "metadata.namespace", undefined)),
        defaultNamespace: "shop",
      };
      expect(judge(shop, defaultPolicy)).to.deep.equal([]);
    });
  });

  it("doesn't judge Kubernetes' own namespaces, but judges the default one", () => {
    for (const name of ["kube-system", "kube-public", "kube-node-lease"]) {
      expect(judge(inStack(types.namespace, name, { metadata: { name } })), name).to.deep.equal([]);
    }
    const fallback = inStack(types.namespace, "default", { metadata: { name: "default" } });
    expect(judge(fallback)).to.deep.equal([noIngress, noEgress]);
  });

  it("accepts a policy of the old API group", () => {
    const oldPolicy = inStack("kubernetes:extensions/v1beta1:NetworkPolicy", "deny", defaultDeny);
    expect(judge(shop, oldPolicy)).to.deep.equal([]);
  });
});
