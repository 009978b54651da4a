import { expect } from "chai";
import { lifecycleLabel } from "../../../components/contract/classes.ts";
import type { ObjectAddress } from "../../../lab/api/object-address.ts";
import { platform } from "../../../lab/lab.ts";
import { applyObjects } from "../../../lab/objects/apply.ts";
import { listAt, objectAt } from "../../../plan/json.ts";
import { lab } from "../suite.ts";
import type { Impostor } from "../support/attempt.ts";
import { callerOf } from "../support/callers.ts";
import { exampleObjects } from "../support/example.ts";
import { pathOf } from "../support/requests.ts";
import { waitUntil } from "../support/wait-until.ts";
import { waitUntilSettled } from "../support/wait-until-settled.ts";
import { podSpec, podTemplate } from "../support/workloads.ts";
import { merge, must, nameOf, podsOf, reap, run, statusOf, waitUntilGone, waitUntilPods } from "./cluster.ts";

const name = "short-lived";
const home = pathOf("v1", "namespaces", undefined, name);
const policies = pathOf("networking.k8s.io/v1", "networkpolicies", name);
const finalizer = "networking.k8s.aws/resources";
const controller = "network policy controller";
const developer: Impostor = {
  name: `developer of ${name}`,
  identity: () => ({ person: "dana", groups: ["web-dev"] }),
};

/** The controllers of Kubernetes and EKS can change the objects that the platform's label protects. */
describe("a disposable namespace", () => {
  it("is complete, and Kubernetes adds its own objects", async () => {
    await applyObjects(await lab().kubeconfig(platform), await disposable());
    const paths = [
      pathOf("v1", "serviceaccounts", name, "default"),
      pathOf("v1", "configmaps", name, "kube-root-ca.crt"),
    ];
    await waitUntil(
      "Kubernetes' own objects are there",
      () => Promise.all(paths.map(statusOf)),
      (statuses) => statuses.every((status) => status === 200),
    );
    await waitUntilSettled(lab());
  });

  it("counts and enforces its quota", async () => {
    const quota = pathOf("v1", "resourcequotas", name, "quota");
    const untilUsed = async (pods: string) =>
      await waitUntil(
        `${pods} pods are counted`,
        async () => objectAt(objectAt((await must("platform", "GET", quota))["status"])["used"]),
        (used) => used["pods"] === pods,
      );
    await untilUsed("0");
    await must(developer, "POST", pathOf("apps/v1", "deployments", name), {
      metadata: { name: "web" },
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: "attempt" } },
        template: podTemplate("storefront"),
      },
    });
    await waitUntilPods(name, "attempt", 2);
    await untilUsed("2");

    await must("platform", "PATCH", quota, { spec: { hard: { pods: "2" } } }, merge);
    const pod = { metadata: { name: "third" }, spec: podSpec("storefront") };
    const path = `${pathOf("v1", "pods", name)}?dryRun=All`;
    const caller = await callerOf(developer);
    // Admission reads the limits in the quota's status, which the controller manager writes.
    await waitUntil(
      "a third pod is refused",
      () => caller.request("POST", path, pod),
      ({ status, body }) =>
        status === 403 && String(objectAt(body)["message"]).includes("exceeded quota: quota"),
    );
  });

  it("lets EKS's controller add its finalizers to NetworkPolicies, and remove them", async () => {
    for (const policy of await marked()) {
      await must(controller, "PUT", `${policies}/${nameOf(policy)}`, withFinalizers(policy, [finalizer]));
    }
    for (const policy of await marked()) {
      expect(objectAt(policy["metadata"])["finalizers"], nameOf(policy)).to.deep.equal([finalizer]);
      await must(controller, "PUT", `${policies}/${nameOf(policy)}`, withFinalizers(policy, []));
    }
    const path = `${policies}/default-deny`;
    await must(controller, "PATCH", path, { metadata: { finalizers: [finalizer] } }, merge);
  });

  it("is deleted after the controllers have removed their finalizers", async () => {
    await run(name, "attempt", "Running");
    await must("platform", "DELETE", home);
    await waitUntil(
      "its pods are being deleted",
      () => podsOf(name, "attempt"),
      (pods) => pods.every((pod) => objectAt(pod["metadata"])["deletionTimestamp"]),
    );
    expect(await statusOf(`${policies}/default-deny`), "default-deny, while pods are there").to.equal(200);
    await reap(name);
    await waitUntil(
      "only objects with finalizers of EKS's controller are left",
      async () => listAt(objectAt((await must("platform", "GET", home))["status"])["conditions"]),
      (conditions) =>
        conditions.map(objectAt).some(({ type, message }) => {
          return type === "NamespaceFinalizersRemaining" && String(message).includes(finalizer);
        }),
    );
    await must(controller, "PATCH", `${policies}/default-deny`, { metadata: { finalizers: [] } }, merge);
    await waitUntilGone(home);
  });
});

/** A copy of the storefront's namespace and its objects. */
async function disposable(): Promise<ObjectAddress[]> {
  const objects = await exampleObjects();
  return objects.flatMap((object): ObjectAddress[] => {
    if (object.metadata.namespace === "storefront") {
      return [{ ...object, metadata: { ...object.metadata, namespace: name } }];
    }
    if (object.kind === "Namespace" && object.metadata.name === "storefront") {
      const { labels } = object.metadata as { labels?: object };
      const metadata = { ...object.metadata, name, labels: { ...labels, [lifecycleLabel]: "disposable" } };
      return [{ ...object, metadata }];
    }
    return [];
  });
}

async function marked() {
  const { items } = await must("platform", "GET", policies);
  return listAt(items).map(objectAt);
}

function withFinalizers(policy: ReturnType<typeof objectAt>, finalizers: readonly string[]): object {
  return { ...policy, metadata: { ...objectAt(policy["metadata"]), finalizers } };
}
