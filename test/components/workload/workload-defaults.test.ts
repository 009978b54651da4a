import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { InputError, type WorkloadContainer, WorkloadDefaults } from "../../../components/index.ts";

const api: WorkloadContainer = { name: "api", image: `registry.example.com/api@sha256:${"0".repeat(64)}` };

describe("WorkloadDefaults", () => {
  it("refuses to run as root", () => {
    expect(() => new WorkloadDefaults({ workload: "api", runAsUser: 0 })).to.throw(InputError, /runAsUser/);
  });

  const wrong: [what: string, args: unknown, path: string][] = [
    ["nothing", undefined, "received nothing; allowed: the fields workload"],
    ["no workload", {}, "workload: "],
    ["the workload default", { workload: "default" }, "workload: "],
    ["a workload in capitals", { workload: "API" }, "workload: "],
    ["an unknown class", { workload: "api", class: "gold" }, "class: "],
    ["an output of a class", { workload: "api", class: pulumi.output("pci") }, "class: received an output"],
    ["a misspelt field", { workload: "api", kuberntesApi: true }, "kuberntesApi: "],
    ["a user beyond all", { workload: "api", runAsUser: 2 ** 40 }, "runAsUser: "],
  ];
  for (const [what, args, path] of wrong) {
    it(`refuses ${what}`, () => {
      expect(() => new WorkloadDefaults(args as never)).to.throw(InputError, `WorkloadDefaults: ${path}`);
    });
  }

  const wrongPods: [what: string, pod: unknown, path: string][] = [
    ["nothing", undefined, "received nothing"],
    ["no containers", {}, "containers: received nothing"],
    ["an empty list of containers", { containers: [] }, "containers: received []"],
    ["an output of containers", { containers: pulumi.output([api]) }, "containers: received an output"],
    [
      "one directory without a list",
      { containers: [{ ...api, writable: "/tmp" }] },
      "containers[0].writable: ",
    ],
    [
      "a directory twice",
      { containers: [{ ...api, writable: ["/a", "/a"] }] },
      "containers[0].writable[1]: ",
    ],
    [
      "a directory that is none",
      { containers: [{ ...api, writable: ["tmp:x"] }] },
      "containers[0].writable[0]: ",
    ],
    [
      "an output of volumes",
      { containers: [api], volumes: pulumi.output([]) },
      "volumes: received an output",
    ],
  ];
  for (const [what, pod, path] of wrongPods) {
    it(`refuses ${what} for a pod`, () => {
      const defaults = new WorkloadDefaults({ workload: "api" });
      expect(() => defaults.podTemplate(pod as never)).to.throw(
        InputError,
        `WorkloadDefaults "api": ${path}`,
      );
    });
  }

  it("accepts outputs in Kubernetes' fields", () => {
    const image = pulumi.output(api.image);
    const env = pulumi.output([{ name: "A", value: "1" }]);
    const pod = new WorkloadDefaults({ workload: "api" }).podTemplate({
      containers: [{ ...api, image, env }],
    });
    expect(pod.spec.containers[0]).to.include({ image, env });
  });

  it("creates a non-root pod with the workload's own account, without privileges and token", () => {
    const { metadata, spec } = new WorkloadDefaults({ workload: "api" }).podTemplate({ containers: [api] });
    expect(metadata.labels).to.deep.equal({ "app.kubernetes.io/name": "api" });
    expect(spec).to.include({ serviceAccountName: "api", automountServiceAccountToken: false });
    expect(spec.securityContext).to.deep.equal({
      runAsNonRoot: true,
      seccompProfile: { type: "RuntimeDefault" },
    });
    expect(spec.containers[0]?.securityContext).to.deep.equal({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
    expect(spec).not.to.have.any.keys("nodeSelector", "tolerations");
  });

  it("gives each container its own writable directories, mounted and limited", () => {
    const { spec } = new WorkloadDefaults({ workload: "api" }).podTemplate({
      initContainers: [{ ...api, name: "migrate", writable: [] }],
      containers: [
        { ...api, writable: ["/tmp", "/var/cache"] },
        { ...api, name: "sidecar" },
      ],
    });
    const mounts = spec.containers.flatMap(({ volumeMounts }) => volumeMounts.map(({ name }) => name));
    expect(mounts).to.have.length(3);
    expect(spec.volumes.map(({ name }) => name)).to.deep.equal(mounts);
    expect(spec.initContainers?.[0]?.volumeMounts).to.deep.equal([]);
    for (const volume of spec.volumes) {
      expect(volume).to.have.nested.property("emptyDir.sizeLimit");
    }
  });

  it("places the pods of a class with own nodes", () => {
    const { spec } = new WorkloadDefaults({ workload: "api", class: "pci" }).podTemplate({
      containers: [api],
    });
    expect(spec).to.deep.include({
      nodeSelector: { "casemate.dev/node-class": "pci" },
      tolerations: [{ key: "casemate.dev/class", operator: "Equal", value: "pci", effect: "NoSchedule" }],
    });
  });

  it("can't be loosened by labels, and mounts a token if the workload uses the API", () => {
    const { metadata, spec } = new WorkloadDefaults({ workload: "api", kubernetesApi: true }).podTemplate({
      labels: { "app.kubernetes.io/name": "other", tier: "web" },
      containers: [api],
    });
    expect(metadata.labels).to.deep.equal({ "app.kubernetes.io/name": "api", tier: "web" });
    expect(spec.automountServiceAccountToken).to.equal(true);
  });
});
