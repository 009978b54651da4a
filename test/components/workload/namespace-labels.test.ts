import { expect } from "chai";
import { schemaProblems } from "../../../components/shared/input/schema-problems.ts";
import { tenantSchema } from "../../../components/workload/tenant-schema.ts";
import { WorkloadNamespace } from "../../../components/workload/workload-namespace.ts";
import { deploy } from "../../harness.ts";
import { clusterRef } from "./fixtures.ts";

const problems = (fields: object) =>
  schemaProblems(tenantSchema, { name: "shop", team: "shop", ...fields }).map(
    ({ path, fix = "" }) => `${path}: ${fix}`,
  );

describe("labels and annotations of a tenant", () => {
  it("are on the Namespace, next to those of Casemate", async () => {
    const { one } = await deploy(() => {
      new WorkloadNamespace("shop", {
        cluster: clusterRef(),
        name: "shop",
        team: "shop",
        labels: { "example.com/cost-center": "4711", "elbv2.k8s.aws/pod-readiness-gate-inject": "enabled" },
        annotations: { "example.com/contact": "shop@example.com, on call" },
      });
    });
    const { labels, annotations } = one("kubernetes:core/v1:Namespace").inputs["metadata"];
    expect(labels).to.include({
      "example.com/cost-center": "4711",
      "elbv2.k8s.aws/pod-readiness-gate-inject": "enabled",
      "casemate.dev/team": "shop",
      "pod-security.kubernetes.io/enforce": "restricted",
    });
    expect(annotations).to.include({ "example.com/contact": "shop@example.com, on call" });
  });

  for (const label of [
    "cost-center",
    "example.com/cost-center",
    "istio.io/dataplane-mode",
    "istio-injection",
    "elbv2.k8s.aws/pod-readiness-gate-inject",
    "app.kubernetes.io/part-of",
    "linkerd.io/inject",
  ]) {
    it(`accept ${label}`, () => {
      expect(problems({ labels: { [label]: "a" }, annotations: { [label]: "a" } })).to.deep.equal([]);
    });
  }

  for (const label of [
    "casemate.dev/class",
    "casemate.dev/hosts",
    "sub.casemate.dev/x",
    "pod-security.kubernetes.io/enforce",
    "pod-security.kubernetes.io/warn-version",
    "kubernetes.io/metadata.name",
    "app.kubernetes.io/managed-by",
    "scheduler.alpha.kubernetes.io/node-selector",
    "node-role.kubernetes.io/x",
    "x.k8s.io/y",
    "pulumi.com/deletionPropagationPolicy",
    "admission.gatekeeper.sh/ignore",
    "cert-manager.io/disable-validation",
  ]) {
    it(`refuse ${label}`, () => {
      expect(problems({ labels: { [label]: "a" } })).to.have.length(1);
      const [problem] = problems({ annotations: { [label]: "a" } });
      expect(problem).to.match(/^annotations\..*: This key is /);
    });
  }

  it("refuse keys and values that Kubernetes refuses", () => {
    expect(problems({ labels: { "a b": "x", "/x": "x", "x/y/z": "x", "-x": "x" } })).to.have.length(4);
    expect(
      problems({ labels: { a: "two words", b: "x".repeat(64), c: "-x", d: "x_y.Z-1", e: "" } }),
    ).to.have.length(3);
    expect(problems({ labels: { a: 1 }, annotations: { b: true } })).to.have.length(2);
    expect(problems({ annotations: { a: "x".repeat(20_000) } })).to.have.length(1);
    expect(problems({ labels: [] })).to.have.length(1);
  });
});
