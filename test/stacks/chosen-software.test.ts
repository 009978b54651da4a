import { expect } from "chai";
import { fixToday } from "../../components/shared/clock.ts";
import type { Deployment } from "../harness.ts";
import { config, runProgram, tenantFiles } from "./program.ts";

const platform = {
  "external-dns": { options: { zones: ["Z0123456789ABCDEFGHIJ"], domains: ["example.com"] } },
  "cert-manager": { options: { zones: ["Z0123456789ABCDEFGHIJ"] } },
  backup: {
    namespace: "backup",
    images: ["registry.example.com/backup/agent"],
    workloads: { agent: { kubernetesApi: true, webhooks: [{ port: 10260 }] } },
  },
};

describe("platform software in a stack's config", () => {
  let deployment: Deployment;
  before(async () => {
    fixToday("2026-11-21");
    deployment = await runProgram({ ...config, platform }, tenantFiles);
  });
  after(() => fixToday(undefined));

  it("has a namespace for each entry of the catalogue, and for other software", () => {
    const marked = deployment
      .all("kubernetes:core/v1:Namespace")
      .map(({ inputs }) => inputs["metadata"].labels["casemate.dev/platform"])
      .filter((label) => label !== undefined);
    expect(marked).to.have.members(["external-dns", "cert-manager", "backup"]);
  });

  it("takes the stack's lifecycle, and waits for the cluster", () => {
    const namespace = deployment.one("kubernetes:core/v1:Namespace", "dev-backup-namespace");
    expect(namespace.protect).to.equal(true);
    expect(
      namespace.dependencies.filter((urn) => urn.includes("casemate-") || urn.includes("dev-admission")),
    ).not.to.deep.equal([]);
  });

  it("opens webhooks' ports once, except those that the cluster has opened for itself", () => {
    const rules = deployment
      .all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
      .map(({ name }) => name)
      .filter((name) => name.includes("webhook"));
    expect(rules).to.include("dev-webhook-10260-from-control-plane");
    expect(rules).not.to.include("dev-webhook-10250-from-control-plane");
    expect(new Set(rules).size).to.equal(rules.length);
  });

  it("brings the endpoints of AWS's services that the software calls", async () => {
    const { all } = await runProgram({ ...config, platform: { "cluster-autoscaler": {} } }, tenantFiles);
    const services = all("aws:ec2/vpcEndpoint:VpcEndpoint").map(({ inputs }) =>
      String(inputs["serviceName"]),
    );
    expect(services.filter((name) => name.endsWith(".autoscaling"))).to.have.length(1);
  });
});
