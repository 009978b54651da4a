import { expect } from "chai";
import {
  type SystemPoliciesArgs,
  systemPolicies,
} from "../../../../components/cluster/addons/system-network-policies.ts";
import { contains } from "../../../../components/shared/ipv4.ts";

const args: SystemPoliciesArgs = { vpcCidr: "10.64.0.0/16", serviceCidr: "172.20.0.0/16", egress: "none" };
const policies = (change: Partial<SystemPoliciesArgs> = {}) =>
  Object.fromEntries(systemPolicies({ ...args, ...change }).map(({ name, spec }) => [name, spec]));

/** Whether a policy lets its pods reach an address, judged only by its blocks of addresses. */
function reaches(
  name: string,
  address: string,
  port: number,
  { protocol = "TCP", ...change }: Partial<SystemPoliciesArgs> & { protocol?: string } = {},
): boolean {
  return (policies(change)[name]?.egress ?? []).some(
    ({ to, ports }) =>
      ports.some((each) => each.port === port && each.protocol === protocol) &&
      to.some((peer) => "ipBlock" in peer && contains(peer.ipBlock.cidr, `${address}/32`)),
  );
}

describe("network policies of kube-system", () => {
  it("deny by default in both directions", () => {
    expect(policies()["default-deny"]).to.deep.equal({
      podSelector: {},
      policyTypes: ["Ingress", "Egress"],
    });
  });

  it("select each add-on by the labels that it has, and name both directions", () => {
    const selectors = systemPolicies(args).map(({ name, spec }) => [name, spec.podSelector.matchLabels]);
    expect(Object.fromEntries(selectors)).to.deep.equal({
      "default-deny": undefined,
      coredns: { "k8s-app": "kube-dns" },
      "metrics-server": { "app.kubernetes.io/name": "metrics-server" },
      "ebs-csi-controller": { app: "ebs-csi-controller" },
      "ebs-csi-node": { app: "ebs-csi-node" },
    });
    for (const { spec } of systemPolicies(args)) {
      expect(spec.policyTypes).to.deep.equal(["Ingress", "Egress"]);
    }
  });

  for (const name of ["coredns", "metrics-server", "ebs-csi-controller", "ebs-csi-node"]) {
    it(`let ${name} reach the API server by its Service's address`, () => {
      expect(reaches(name, "172.20.0.1", 443)).to.equal(true);
      expect(reaches(name, "10.100.0.1", 443, { serviceCidr: "10.100.0.0/16" })).to.equal(true);
    });
  }

  it("let CoreDNS ask the VPC's resolver, on both protocols", () => {
    for (const resolver of ["10.64.0.2", "169.254.169.253"]) {
      expect(reaches("coredns", resolver, 53, { protocol: "UDP" })).to.equal(true);
      expect(reaches("coredns", resolver, 53)).to.equal(true);
    }
    expect(reaches("coredns", "8.8.8.8", 53, { protocol: "UDP" })).to.equal(false);
  });

  it("admit pods and nodes of all ranges of the VPC to DNS, and ask the resolver of the primary one", () => {
    const additionalCidrs = ["100.64.0.0/16"];
    const admitted = policies({ additionalCidrs })["coredns"]?.ingress?.flatMap(({ from }) => from);
    expect(admitted).to.deep.equal([
      { ipBlock: { cidr: "10.64.0.0/16" } },
      { ipBlock: { cidr: "100.64.0.0/16" } },
    ]);
    expect(reaches("coredns", "10.64.0.2", 53, { additionalCidrs })).to.equal(true);
    expect(reaches("coredns", "100.64.0.2", 53, { additionalCidrs })).to.equal(false);
    expect(reaches("metrics-server", "100.64.3.7", 10250, { additionalCidrs })).to.equal(true);
    expect(reaches("ebs-csi-controller", "100.64.3.7", 443, { additionalCidrs })).to.equal(true);
  });

  it("admit only the control plane to the aggregated API, if its subnets are known", () => {
    const sources = (change: Partial<SystemPoliciesArgs>) =>
      policies(change)["metrics-server"]?.ingress?.flatMap(({ from }) => from);
    expect(sources({ controlPlaneCidrs: ["10.64.192.0/28"] })).to.deep.equal([
      { ipBlock: { cidr: "10.64.192.0/28" } },
    ]);
    expect(sources({ additionalCidrs: ["100.64.0.0/16"] })).to.have.length(2);
  });

  it("let metrics-server reach kubelets", () => {
    expect(reaches("metrics-server", "10.64.12.7", 10250)).to.equal(true);
  });

  it("let the CSI controller get credentials, and reach EC2 at its endpoint or over NAT", () => {
    expect(reaches("ebs-csi-controller", "169.254.170.23", 80)).to.equal(true);
    expect(reaches("ebs-csi-controller", "10.64.1.9", 443)).to.equal(true);
    expect(reaches("ebs-csi-controller", "52.94.5.1", 443)).to.equal(false);
    expect(reaches("ebs-csi-controller", "52.94.5.1", 443, { egress: "nat" })).to.equal(true);
  });

  it("let only the CSI controller reach credentials of pods, and no pod those of nodes", () => {
    for (const { name } of systemPolicies(args)) {
      expect(reaches(name, "169.254.169.254", 80)).to.equal(false);
      expect(reaches(name, "169.254.170.23", 80)).to.equal(name === "ebs-csi-controller");
    }
  });

  it("allow ingress only for DNS and metrics", () => {
    const openPorts = systemPolicies(args)
      .filter(({ spec }) => spec.ingress !== undefined)
      .map(({ name, spec }) => [name, spec.ingress?.flatMap(({ ports }) => ports.map(({ port }) => port))]);
    expect(openPorts).to.deep.equal([
      ["coredns", [53, 53]],
      ["metrics-server", [10251]],
    ]);
  });

  it("have no rule without peers or ports, which would allow all of them", () => {
    for (const { spec } of systemPolicies(args)) {
      for (const rule of [...(spec.ingress ?? []), ...(spec.egress ?? [])]) {
        expect(rule.ports).to.not.be.empty;
        expect("from" in rule ? rule.from : rule.to).to.not.be.empty;
      }
    }
  });
});
