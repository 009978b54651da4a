import { expect } from "chai";
import { lifecycleLabel } from "../../../components/contract/classes.ts";
import { eachOf } from "../../../lab/api/each-of.ts";
import type { ObjectAddress } from "../../../lab/api/object-address.ts";
import { type Caller, type Lab, platform } from "../../../lab/lab.ts";
import { applyObjects } from "../../../lab/objects/apply.ts";
import { prune } from "../../../lab/objects/prune.ts";
import { listAt, objectAt, stringAt } from "../../../plan/json.ts";
import { identityOf } from "../support/actors.ts";
import { collection, workload } from "../support/kinds.ts";
import { waitUntil } from "../support/wait-until.ts";
import { waitUntilSettled } from "../support/wait-until-settled.ts";
import { cleanLab } from "./clean-lab.ts";
import { discover, pathOf } from "./discovery.ts";
import { stackObjects } from "./stack-objects.ts";

const tenant = "storefront";

describe("a tenant that is removed", function () {
  this.timeout(300_000);

  it("leaves no object", async () => {
    const running = await cleanLab();
    const owner = await running.as(platform);
    const kubeconfig = await running.kubeconfig(platform);
    const objects = (await stackObjects("dev")).map(disposable);
    const otherObjects = objects.filter((object) => !isOf(tenant, object));
    await applyObjects(kubeconfig, objects, { force: true });
    await waitUntilSettled(running);
    await prune(kubeconfig, otherObjects);
    const before = await allObjects(owner);

    await applyObjects(kubeconfig, objects);
    await waitUntilSettled(running);
    await createObjects(running);
    expect(difference(await allObjects(owner), before).length).to.be.greaterThan(20);

    await prune(kubeconfig, otherObjects);
    // Controllers also delete objects outside the namespace.
    await waitUntil(
      "nothing of the tenant is left",
      async () => difference(await allObjects(owner), before),
      (left) => left.length === 0,
    );
  });
});

function isOf(namespace: string, { kind, metadata }: ObjectAddress): boolean {
  return metadata.namespace === namespace || (kind === "Namespace" && metadata.name === namespace);
}

/** A protected namespace can't be deleted. Its lifecycle must be disposable first. */
function disposable(object: ObjectAddress): ObjectAddress {
  const metadata = objectAt(object.metadata);
  return object.kind !== "Namespace"
    ? object
    : {
        ...object,
        metadata: {
          ...object.metadata,
          labels: { ...objectAt(metadata["labels"]), [lifecycleLabel]: "disposable" },
        } as ObjectAddress["metadata"],
      };
}

/** Creates a team's objects, and waits for those that controllers create from them. */
async function createObjects(running: Lab): Promise<void> {
  const developer = await running.as(identityOf(`developer of ${tenant}`));
  const root = `/api/v1/namespaces/${tenant}`;
  const requests: readonly (readonly [path: string, body: object])[] = [
    [collection("Deployment", tenant), workload("Deployment", tenant, undefined, "web")],
    [collection("CronJob", tenant), workload("CronJob", tenant, undefined, "report")],
    [
      `${root}/services`,
      { metadata: { name: "web" }, spec: { selector: { app: "web" }, ports: [{ port: 80 }] } },
    ],
    [`${root}/configmaps`, { metadata: { name: "settings" }, data: { colour: "blue" } }],
    [`${root}/secrets`, { metadata: { name: "password" }, stringData: { password: "none" } }],
    [
      `${root}/persistentvolumeclaims`,
      {
        metadata: { name: "data" },
        spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
      },
    ],
  ];
  for (const [path, body] of requests) {
    const answer = await developer.request("POST", path, body);
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
  }
  await waitUntil(
    "the Deployment has a pod",
    async () => listAt(objectAt((await developer.request("GET", `${root}/pods`)).body)["items"]),
    (pods) => pods.length > 0,
  );
}

/** Every object of every kind, except Events, which the server deletes after an hour. */
async function allObjects(caller: Caller): Promise<string[]> {
  const resources = await discover(caller);
  const listableKinds = resources.filter(({ verbs, kind }) => verbs.includes("list") && kind !== "Event");
  const pathLists = await eachOf(listableKinds, async (resource) => {
    const { status, body } = await caller.request("GET", pathOf(resource));
    expect(status, pathOf(resource)).to.equal(200);
    return listAt(objectAt(body)["items"]).map((item) => {
      const { namespace, name } = objectAt(objectAt(item)["metadata"]);
      return [resource.group, resource.name, stringAt(namespace) ?? "", name].join("/");
    });
  });
  return pathLists.flat();
}

function difference(all: readonly string[], without: readonly string[]): string[] {
  const earlierPaths = new Set(without);
  return all.filter((each) => !earlierPaths.has(each));
}
