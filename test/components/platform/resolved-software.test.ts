import { expect } from "chai";
import {
  judgePlatform,
  type PlatformCluster,
} from "../../../components/platform/check-platform-namespace.ts";
import { annotationsOf } from "../../../components/platform/namespace-marks.ts";
import type { PlatformSettings } from "../../../components/platform/platform-namespace-args.ts";
import { fillPolicy, fillText } from "../../../components/platform/software/entry-placeholders.ts";
import { catalogue, mirror } from "./fixtures.ts";

const cluster: PlatformCluster = {
  vpcCidr: "10.64.0.0/16",
  serviceCidr: "172.20.0.0/16",
  controlPlaneCidrs: ["10.64.0.0/28"],
  egress: "none",
};
const options = { sources: ["203.0.113.0/24", "198.51.100.0/24"] };

function judged(settings: Partial<PlatformSettings> = {}, rest: Partial<PlatformCluster> = {}) {
  const { problems, checked } = judgePlatform(
    { software: "mirror", options, ...settings },
    { ...cluster, ...rest },
    catalogue,
  );
  if (checked === undefined) {
    throw new Error(JSON.stringify(problems));
  }
  return checked;
}

function problemsOf(settings: PlatformSettings, rest: Partial<PlatformCluster> = {}): string[] {
  return judgePlatform(settings, { ...cluster, ...rest }, catalogue).problems.map(
    ({ path, allowed, fix = "" }) => `${path}: ${allowed}. ${fix}`,
  );
}

const specOf = (
  name: string,
  settings: Partial<PlatformSettings> = {},
  rest: Partial<PlatformCluster> = {},
) => judged(settings, rest).traffic.policies.find((policy) => policy.name === name)?.spec;

/** Each peer with its ports, on one line. */
const lines = (rules: readonly { from?: object[]; to?: object[]; ports: { port: number }[] }[] = []) =>
  rules.flatMap(({ from = [], to = [], ports }) =>
    [...from, ...to].map((peer) => `${JSON.stringify(peer)} ${ports.map(({ port }) => port).join(",")}`),
  );

describe("software of the catalogue", () => {
  it("selects pods by the labels of its manifests", () => {
    expect(specOf("allow-controller")?.podSelector).to.deep.equal({
      matchLabels: { app: "mirror", component: "controller" },
    });
  });

  it("lets in the API server, and nobody else without further fields", () => {
    expect(lines(specOf("allow-controller")?.ingress)).to.deep.equal([
      '{"ipBlock":{"cidr":"10.64.0.0/28"}} 9443',
    ]);
  });

  it("lets in scrapers, tenants and load balancers that the settings name", () => {
    const spec = specOf("allow-controller", {
      scrapedBy: { namespace: "monitoring", workload: "prometheus" },
      tenants: ["checkout"],
      loadBalancerCidrs: ["10.64.1.0/24"],
    });
    expect(lines(spec?.ingress)).to.include.members([
      '{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"monitoring"}},"podSelector":{"matchLabels":{"app.kubernetes.io/name":"prometheus"}}} 8080',
      '{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"checkout"}}} 4317',
      '{"ipBlock":{"cidr":"10.64.1.0/24"}} 4317',
    ]);
  });

  it("calls the API server, its credentials, AWS, nodes, its own workload, and each range of an option", () => {
    expect(lines(specOf("allow-controller")?.egress).sort()).to.deep.equal([
      '{"ipBlock":{"cidr":"10.64.0.0/16"}} 443,10250',
      '{"ipBlock":{"cidr":"169.254.170.23/32"}} 80',
      '{"ipBlock":{"cidr":"172.20.0.1/32"}} 443',
      '{"ipBlock":{"cidr":"198.51.100.0/24"}} 443',
      '{"ipBlock":{"cidr":"203.0.113.0/24"}} 443',
      '{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"mirror-system"}},"podSelector":{"matchLabels":{"app":"mirror","component":"agent"}}} 7001',
    ]);
  });

  it("reaches public addresses of AWS with NAT, except other pods and nodes by them", () => {
    expect(lines(specOf("allow-controller", {}, { egress: "nat" })?.egress)).to.include(
      '{"ipBlock":{"cidr":"0.0.0.0/0","except":["169.254.0.0/16","172.20.0.0/16","10.64.0.0/16"]}} 443',
    );
  });

  it("has no policy for pods on the node's network, to which none applies", () => {
    expect(judged().traffic.policies.map(({ name }) => name)).to.deep.equal([
      "default-deny",
      "allow",
      "allow-controller",
    ]);
  });

  it("marks its images, accounts and exceptions for admission", () => {
    const values = { account: "111122223333", region: "eu-central-1", partition: "aws" };
    expect(annotationsOf(judged().software, { managers: [], hosts: [], values })).to.deep.equal({
      "casemate.dev/images":
        "111122223333.dkr.ecr.eu-central-1.amazonaws.com/mirror/agent\ndocker.io/mirror/controller\nmirror/controller",
      "casemate.dev/image-names": "tag",
      "casemate.dev/accounts": "mirror-agent\nmirror-controller",
      "casemate.dev/host-network": "mirror-agent app=mirror,component=agent",
      "casemate.dev/privileged": "mirror-agent app=mirror,component=agent",
      "casemate.dev/kubernetes-api": "mirror-controller",
    });
  });

  it("takes copies of images in another registry", () => {
    expect(judged({ imageRegistry: "registry.example.com/copies" }).software.images).to.deep.equal([
      "registry.example.com/copies/mirror/controller",
      "registry.example.com/copies/mirror/agent",
    ]);
  });

  it("keeps the user's workload in place of the entry's", () => {
    const { software, traffic } = judged({ workloads: { controller: { serviceAccount: "other" } } });
    expect(software.workloads["controller"]).to.deep.include({ serviceAccount: "other", webhooks: [] });
    expect(traffic.policies.find(({ name }) => name === "allow-controller")).to.equal(undefined);
  });

  it("adds only its own objects to a namespace of EKS, each with DNS", () => {
    const { policies } = judged({ namespace: "kube-system" }).traffic;
    expect(policies.map(({ name }) => name)).to.deep.equal(["platform-controller"]);
    expect(lines(policies[0]?.spec.egress)[0]).to.contain("kube-dns").and.to.contain("53,53");
  });
});

describe("settings that the catalogue or the cluster refuses", () => {
  const cases: readonly [string, PlatformSettings, Partial<PlatformCluster>, string][] = [
    ["an unknown entry", { software: "miror" }, {}, 'software: mirror. Did you mean "mirror"?'],
    ["no namespace and no software", {}, {}, "namespace: a namespace, or software of the catalogue."],
    ["options of nothing", { namespace: "a", options }, {}, "options: options together with software"],
    [
      "a missing option",
      { software: "mirror" },
      {},
      "options.sources: a range of an upstream registry, such as",
    ],
    [
      "an unknown option",
      { software: "mirror", options: { ...options, source: "x" } },
      {},
      'options.source: the options of mirror: sources, repositories. Did you mean "sources"?',
    ],
    [
      "a text for a list",
      { software: "mirror", options: { sources: "203.0.113.0/24" } },
      {},
      "options.sources: a list of texts",
    ],
    [
      "an item that doesn't fit",
      { software: "mirror", options: { sources: ["203.0.113.0/24", "everywhere"] } },
      {},
      "options.sources[1]: a range of an upstream registry",
    ],
    [
      "an exempt namespace",
      { software: "mirror", options },
      { exemptNamespaces: [{ name: "mirror-system", reason: "x" }] },
      "namespace: a namespace other than the cluster's exemptNamespaces",
    ],
    [
      "a missing endpoint",
      { software: "mirror", options },
      { endpointServices: ["ec2"] },
      "cluster.endpointServices: endpoints for ecr.api",
    ],
    [
      "an exception that the level refuses",
      { software: "mirror", options, podSecurity: { level: "restricted" } },
      {},
      "workloads.agent.privileged: no exception, because podSecurity.level is restricted",
    ],
    [
      "the node's network at the level baseline",
      { software: "mirror", options, podSecurity: { level: "baseline", reason: "x" } },
      {},
      "workloads.agent.hostNetwork: no use of the node's network",
    ],
    [
      "a level that no workload needs",
      { namespace: "a", podSecurity: { level: "privileged", reason: "x" } },
      {},
      "podSecurity.level: restricted, because no workload has an exception",
    ],
    [
      "a misspelt workload of a scraped port",
      { namespace: "a", workloads: { b: {} }, scrapes: [{ from: "c", namespace: "shop", port: 1 }] },
      {},
      "scrapes[0].from: a workload of a: b.",
    ],
    [
      "flows of all pods of kube-system",
      { namespace: "kube-system", calls: [{ to: { namespace: "shop" }, port: 1 }] },
      {},
      "calls[0].from: a workload",
    ],
    [
      "everyone",
      { namespace: "a", calls: [{ to: { cidr: "0.0.0.0/0" }, port: 443, reason: "x" }] },
      {},
      "calls[0].to.cidr: a range of /8 or narrower",
    ],
    [
      "two roles of one account",
      {
        namespace: "a",
        workloads: {
          b: { serviceAccount: "x", awsPolicy: "{}" },
          c: { serviceAccount: "x", awsPolicy: "{}" },
        },
      },
      {},
      "workloads.c.serviceAccount: another account than that of b",
    ],
  ];
  for (const [name, settings, rest, expected] of cases) {
    it(`refuses ${name}`, () => {
      expect(problemsOf(settings, rest).join("\n")).to.contain(expected);
    });
  }
});

describe("placeholders", () => {
  const values = { account: "111122223333", partition: "aws", "option.zones": ["A", "B"], cluster: "prod" };

  it("repeats a text for each item of a list", () => {
    expect(fillText("arn:{partition}:route53:::hostedzone/{option.zones}", values)).to.deep.equal([
      "arn:aws:route53:::hostedzone/A",
      "arn:aws:route53:::hostedzone/B",
    ]);
  });

  it("leaves IAM's own variables alone", () => {
    const variable = "$".concat("{aws:PrincipalTag/eks-namespace}");
    expect(fillText(`${variable}/{cluster}`, values)).to.deep.equal([`${variable}/prod`]);
  });

  it("throws for a placeholder without a value", () => {
    expect(() => fillText("{region}", values)).to.throw("{region}");
  });

  it("fills in resources and conditions", () => {
    const policy = mirror.workloads["controller"]?.aws?.policy;
    const filled = fillPolicy(policy as never, {
      ...values,
      region: "eu-central-1",
      "option.repositories": ["a", "b"],
    });
    expect(filled.Statement[0]).to.deep.include({
      Resource: [
        "arn:aws:ecr:eu-central-1:111122223333:repository/a",
        "arn:aws:ecr:eu-central-1:111122223333:repository/b",
      ],
      Condition: { StringEquals: { "aws:PrincipalTag/eks-cluster-name": "prod" } },
    });
  });
});
