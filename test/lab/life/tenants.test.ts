import { expect } from "chai";
import { listAt, objectAt, stringAt } from "../../../plan/json.ts";
import { collection, create } from "../support/kinds.ts";
import { pathOf } from "../support/requests.ts";
import { autoscaler } from "../support/system-actors.ts";
import { waitUntil } from "../support/wait-until.ts";
import { digest, otherDigest, registry, tenants } from "../support/workloads.ts";
import {
  mayTry,
  merge,
  must,
  nameOf,
  podsOf,
  reap,
  run,
  strategic,
  waitUntilGone,
  waitUntilPods,
} from "./cluster.ts";
import { supplies } from "./supplies.ts";

/** A team's daily work. None of it may be refused. */
for (const tenant of tenants) {
  describe(`the team of ${tenant}`, () => {
    const developer = `developer of ${tenant}` as const;
    const operator = `operator of ${tenant}` as const;
    const viewer = `viewer of ${tenant}` as const;
    const deployments = collection("Deployment", tenant);
    const web = `${deployments}/web`;
    const image = (to: string) => ({
      spec: { template: { spec: { containers: [{ name: "app", image: `${registry}/shop/web@${to}` }] } } },
    });

    it("deploys a workload with its Service", async () => {
      const { path, body } = create("Deployment", tenant, undefined, "web");
      await must(developer, "POST", path, body as object);
      await must(developer, "POST", pathOf("v1", "services", tenant), {
        apiVersion: "v1",
        kind: "Service",
        metadata: { name: "web" },
        spec: { selector: { app: "attempt" }, ports: [{ port: 8080 }] },
      });
      await waitUntilPods(tenant, "attempt", 1);
      await run(tenant, "attempt", "Running");
      await waitUntilAvailable(web, 1);
    });

    it("scales it, manually and by the autoscaler", async () => {
      await must(developer, "PATCH", `${web}/scale`, { spec: { replicas: 2 } }, merge);
      await waitUntilPods(tenant, "attempt", 2);
      await must(autoscaler, "PUT", `${web}/scale`, {
        apiVersion: "autoscaling/v1",
        kind: "Scale",
        metadata: { name: "web", namespace: tenant },
        spec: { replicas: 3 },
      });
      await waitUntilPods(tenant, "attempt", 3);
      await run(tenant, "attempt", "Running");
      await waitUntilAvailable(web, 3);
    });

    it("rolls out a new image, and rolls it back", async () => {
      for (const to of [otherDigest, digest]) {
        await must(developer, "PATCH", web, image(to), strategic);
        await waitUntilRolledOut(tenant, web);
        const images = (await podsOf(tenant, "attempt")).map(imageOf);
        expect(new Set(images)).to.deep.equal(new Set([`${registry}/shop/web@${to}`]));
      }
    });

    it("reads logs, events, and its quota and limits", async () => {
      const [pod] = await podsOf(tenant, "attempt");
      await mayTry(viewer, "GET", pathOf("v1", "pods", tenant, `${nameOf(pod ?? {})}/log`));
      for (const resource of ["events", "resourcequotas", "limitranges"]) {
        await must(viewer, "GET", pathOf("v1", resource, tenant));
      }
      await must(viewer, "GET", pathOf("networking.k8s.io/v1", "networkpolicies", tenant));
    });

    if (tenant !== "payments") {
      it("opens shells in its pods", async () => {
        const [pod] = await podsOf(tenant, "attempt");
        const path = pathOf("v1", "pods", tenant, nameOf(pod ?? {}));
        await mayTry(operator, "POST", `${path}/exec?command=id&stdout=true`);
        await mayTry(operator, "POST", `${path}/portforward?ports=8080`);
        await mayTry(operator, "POST", `${path}/attach?stdout=true`);
      });
    }

    for (const { what, path, body, change } of supplies(tenant)) {
      it(`creates, updates and deletes ${what}`, async () => {
        await must(developer, "POST", path, body);
        const objectPath = `${path}/${body.metadata.name}`;
        await must(
          developer,
          "PATCH",
          objectPath,
          change ?? { metadata: { labels: { changed: "yes" } } },
          merge,
        );
        await must(developer, "GET", objectPath);
        await must(developer, "DELETE", objectPath, { propagationPolicy: "Background" });
        await waitUntilGone(objectPath);
      });
    }

    it("deletes it, and no object is left", async () => {
      await must(developer, "DELETE", web, { propagationPolicy: "Background" });
      await must(developer, "DELETE", pathOf("v1", "services", tenant, "web"));
      await waitUntil(
        "the garbage collector has taken ReplicaSets and pods",
        async () => {
          await reap(tenant);
          const { items } = await must("platform", "GET", collection("ReplicaSet", tenant));
          return [...listAt(items).map(objectAt), ...(await podsOf(tenant, "attempt"))].map(nameOf);
        },
        (left) => left.length === 0,
      );
    });
  });
}

async function waitUntilAvailable(path: string, replicas: number): Promise<void> {
  await waitUntil(
    `${replicas} are available`,
    async () => objectAt((await must("platform", "GET", path))["status"]),
    ({ availableReplicas }) => availableReplicas === replicas,
  );
}

/** Acts as scheduler and kubelet until old pods are gone and new ones run. */
async function waitUntilRolledOut(tenant: string, path: string): Promise<void> {
  await waitUntil(
    `${path} is rolled out`,
    async () => {
      await run(tenant, "attempt", "Running");
      await reap(tenant);
      const { status, spec, metadata } = await must("platform", "GET", path);
      const { replicas } = objectAt(spec);
      const { generation } = objectAt(metadata);
      const pods = (await podsOf(tenant, "attempt")).length;
      return { generation, replicas, pods, now: objectAt(status) };
    },
    ({ generation, replicas, pods, now }) =>
      now["observedGeneration"] === generation &&
      now["updatedReplicas"] === replicas &&
      now["availableReplicas"] === replicas &&
      pods === replicas,
  );
}

function imageOf(pod: Parameters<typeof nameOf>[0]): string | undefined {
  const [container] = objectAt(pod["spec"])["containers"] as readonly { readonly image?: string }[];
  return stringAt(container?.image);
}
