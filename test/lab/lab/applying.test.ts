import { expect } from "chai";
import type { ObjectAddress } from "../../../lab/api/object-address.ts";
import { newest } from "../../../lab/build/versions.ts";
import { type Lab, platform, startLab } from "../../../lab/lab.ts";
import { ObjectError } from "../../../lab/lab-errors.ts";
import { type ApplyOptions, applyObjects } from "../../../lab/objects/apply.ts";
import { buildKubernetesBefore } from "../support/builds.ts";

describe("applying to a lab", function () {
  this.timeout(300_000);
  buildKubernetesBefore(this, newest);
  let lab: Lab;

  before(async () => {
    lab = await startLab();
  });

  after(async () => {
    await lab.stop();
  });

  const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "applied" } };
  const quota = {
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata: { name: "quota", namespace: "applied" },
    spec: { hard: { pods: "3" } },
  };
  const definition = {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "boats.example.com" },
    spec: {
      group: "example.com",
      names: { kind: "Boat", plural: "boats" },
      scope: "Namespaced",
      versions: [
        { name: "v1", served: true, storage: true, schema: { openAPIV3Schema: { type: "object" } } },
      ],
    },
  };
  const boat = {
    apiVersion: "example.com/v1",
    kind: "Boat",
    metadata: { name: "one", namespace: "applied" },
  };

  async function results(objects: readonly ObjectAddress[], options?: ApplyOptions): Promise<string[]> {
    const applied = await applyObjects(await lab.kubeconfig(platform), objects, options);
    return applied.map(({ object, result }) => `${object.kind} ${result}`);
  }

  async function refusal(objects: readonly ObjectAddress[]): Promise<unknown> {
    return await results(objects).catch((error) => error);
  }

  it("applies objects in the right order, and a second time changes nothing", async () => {
    const objects = [boat, quota, namespace, definition];
    expect(await results(objects)).to.deep.equal([
      "CustomResourceDefinition created",
      "Namespace created",
      "ResourceQuota created",
      "Boat created",
    ]);
    expect(new Set((await results(objects)).map((line) => line.split(" ")[1]))).to.deep.equal(
      new Set(["unchanged"]),
    );
  });

  it("changes what differs, and nothing on a dry run", async () => {
    const more = { ...quota, spec: { hard: { pods: "4" } } };
    expect(await results([more], { dryRun: true })).to.deep.equal(["ResourceQuota configured"]);
    expect(await results([quota])).to.deep.equal(["ResourceQuota unchanged"]);
    expect(await results([more])).to.deep.equal(["ResourceQuota configured"]);
  });

  it("refuses fields that the kind doesn't have", async () => {
    const error = await refusal([{ ...namespace, spce: {} } as ObjectAddress]);
    expect(error).to.be.instanceOf(ObjectError);
    expect(error)
      .to.have.property("message")
      .that.matches(/^Namespace applied: .*\.spce: field not declared/);
  });

  it("doesn't take over the fields of another manager", async () => {
    await results([{ ...quota, spec: { hard: { pods: "5" } } } as ObjectAddress], {
      fieldManager: "x",
      force: true,
    });
    expect(await refusal([quota]))
      .to.be.instanceOf(ObjectError)
      .and.include({ status: 409 });
  });
});
