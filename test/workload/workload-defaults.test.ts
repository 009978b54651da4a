import { expect } from "chai";
import { InputError, type WorkloadContainer, WorkloadDefaults } from "../../components/index.ts";

const api: WorkloadContainer = { name: "api", image: `registry.example.com/api@sha256:${"0".repeat(64)}` };

describe("WorkloadDefaults", () => {
  it("refuses to run as root", () => {
    expect(() => new WorkloadDefaults({ workload: "api", runAsUser: 0 })).to.throw(InputError, /runAsUser/);
  });

  it("makes a pod non-root, without privileges and token, as the workload's own account", () => {
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

  it("gives each container writable directories of its own, mounted and bounded", () => {
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

  it("places the pods of a class with nodes of its own", () => {
    const { spec } = new WorkloadDefaults({ workload: "api", class: "pci" }).podTemplate({
      containers: [api],
    });
    expect(spec).to.deep.include({
      nodeSelector: { "casemate.dev/node-class": "pci" },
      tolerations: [{ key: "casemate.dev/class", operator: "Equal", value: "pci", effect: "NoSchedule" }],
    });
  });

  it("can't be loosened by labels, and mounts a token where the workload uses the API", () => {
    const { metadata, spec } = new WorkloadDefaults({ workload: "api", kubernetesApi: true }).podTemplate({
      labels: { "app.kubernetes.io/name": "other", tier: "web" },
      containers: [api],
    });
    expect(metadata.labels).to.deep.equal({ "app.kubernetes.io/name": "api", tier: "web" });
    expect(spec.automountServiceAccountToken).to.equal(true);
  });
});
