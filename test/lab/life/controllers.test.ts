import { expect } from "chai";
import { managedBy, managedByLabel } from "../../../components/contract/classes.ts";
import { listAt, objectAt, stringAt } from "../../../plan/json.ts";
import type { Impostor } from "../support/attempt.ts";
import { ask } from "../support/callers.ts";
import { collection, create } from "../support/kinds.ts";
import { pathOf } from "../support/requests.ts";
import { restore } from "../support/stack.ts";
import { waitUntil } from "../support/wait-until.ts";
import { merge, must, podsOf, strategic, waitUntilGone } from "./cluster.ts";

const namespace = "checkout";
const developer = "developer of checkout";
const mark = { [managedByLabel]: managedBy };
const foreground = { propagationPolicy: "Foreground" };
const csi = { driver: "ebs.csi.aws.com", volumeHandle: "vol-0" };
/** The EBS CSI driver of EKS's add-on, with the rights that it has there. */
const driver = { namespace: "kube-system", name: "ebs-csi-controller-sa" } as const;
const attacher: Impostor = {
  name: "CSI attacher",
  identity: () => ({ serviceAccount: driver.name, namespace: driver.namespace }),
};
const rbac = "rbac.authorization.k8s.io";
const ofDriver: readonly (readonly [path: string, object: object])[] = [
  [pathOf("v1", "serviceaccounts", driver.namespace), { metadata: { name: driver.name } }],
  [
    pathOf(`${rbac}/v1`, "clusterroles"),
    {
      metadata: { name: driver.name },
      rules: [{ apiGroups: [""], resources: ["persistentvolumes"], verbs: ["patch"] }],
    },
  ],
  [
    pathOf(`${rbac}/v1`, "clusterrolebindings"),
    {
      metadata: { name: driver.name },
      roleRef: { apiGroup: rbac, kind: "ClusterRole", name: driver.name },
      subjects: [{ kind: "ServiceAccount", ...driver }],
    },
  ],
];

const volume = (name: string, spec: object, labels = {}) => ({
  metadata: { name, labels },
  spec: { capacity: { storage: "1Gi" }, accessModes: ["ReadWriteOnce"], csi, ...spec },
});
const claim = (name: string, storageClassName: string, labels = {}) => ({
  metadata: { name, labels },
  spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } }, storageClassName },
});
const volumes = pathOf("v1", "persistentvolumes");
const claims = pathOf("v1", "persistentvolumeclaims", namespace);

/** The admission policies don't hinder the controllers of Kubernetes. */
describe("the controllers of Kubernetes", () => {
  before(async () => {
    for (const [path, object] of ofDriver) {
      await must("platform", "POST", path, object);
    }
  });

  after(async () => {
    for (const [path] of ofDriver.toReversed()) {
      await must("platform", "DELETE", `${path}/${driver.name}`);
    }
  });

  it("bind the volume that the platform reserved", async () => {
    const reserved = { storageClassName: "", claimRef: { namespace, name: "mine" } };
    await must("platform", "POST", volumes, volume("reserved", reserved));
    await must(developer, "POST", claims, claim("mine", ""));
    await waitUntilBound("mine", "reserved");
    await must(developer, "PATCH", `${claims}/mine`, { metadata: { labels: { of: namespace } } }, merge);
    await must(developer, "DELETE", `${claims}/mine`);
    await waitUntilGone(`${claims}/mine`);
    await must("platform", "DELETE", `${volumes}/reserved`);
  });

  it("bind, attach and release volumes with the platform's mark", async () => {
    await must("platform", "POST", volumes, volume("guarded", { storageClassName: "guarded" }, mark));
    await must("platform", "POST", claims, claim("guarded", "guarded", mark));
    await waitUntilBound("guarded", "guarded");
    const patch = { method: "PATCH", path: `${volumes}/guarded`, contentType: merge } as const;
    for (const finalizers of [["external-attacher/ebs-csi-aws-com"], []]) {
      await waitUntil(
        "the driver may write the volume",
        () => ask(attacher, { ...patch, body: { metadata: { finalizers } } }),
        ({ status }) => status === 200,
      );
    }
    await must("platform", "DELETE", `${claims}/guarded`);
    await waitUntilGone(`${claims}/guarded`);
    await must("platform", "DELETE", `${volumes}/guarded`);
    await waitUntilGone(`${volumes}/guarded`);
  });

  it("list the pods of a Service with the platform's mark", async () => {
    const path = pathOf("v1", "services", namespace, "guarded");
    await must("platform", "POST", pathOf("v1", "services", namespace), {
      metadata: { name: "guarded", labels: mark },
      spec: { selector: { app: "guarded" }, ports: [{ port: 80 }] },
    });
    const slices = `${pathOf("discovery.k8s.io/v1", "endpointslices", namespace)}?labelSelector=kubernetes.io%2Fservice-name%3Dguarded`;
    const readSlices = () => must("platform", "GET", slices);
    const [slice] = listAt(
      (await waitUntil("the Service has a slice", readSlices, ({ items }) => listAt(items).length > 0))[
        "items"
      ],
    ).map(objectAt);
    expect(objectAt(objectAt(slice?.["metadata"])["labels"])[managedByLabel]).to.equal(managedBy);
    await must("platform", "DELETE", path, foreground);
    await waitUntilGone(path);
    await waitUntil("its slices are gone", readSlices, ({ items }) => listAt(items).length === 0);
  });

  for (const kind of ["Deployment", "StatefulSet", "Job"] as const) {
    it(`can can own the pods of a ${kind}, and its deletion in the foreground ends`, async () => {
      const { path, body } = create(kind, namespace, undefined, "owned");
      await must(developer, "POST", path, body as object);
      const object = `${collection(kind, namespace)}/owned`;
      await waitUntil(
        "a pod is there",
        () => podsOf(namespace, "attempt"),
        (pods) => pods.length > 0,
      );
      if (kind === "Deployment") {
        const metadata = { annotations: { "kubectl.kubernetes.io/restartedAt": new Date().toISOString() } };
        await must(developer, "PATCH", object, { spec: { template: { metadata } } }, strategic);
      }
      await must(developer, "DELETE", object, foreground);
      await waitUntilGone(object);
      await waitUntil(
        "its pods are gone",
        () => podsOf(namespace, "attempt"),
        (pods) => pods.length === 0,
      );
    });
  }
});

/** With a real UID, since the garbage collector reads only the UID. */
describe("the deletion of a right", () => {
  const cart = pathOf("v1", "configmaps", "cart");
  const binding = pathOf("rbac.authorization.k8s.io/v1", "rolebindings", "cart", "casemate:developer");

  it("can't be delayed by its former holder, by an owner of any kind", async () => {
    const { metadata: standing } = await must("developer of cart", "GET", binding);
    const { uid } = objectAt(standing);
    for (const owner of [
      { apiVersion: "v1", kind: "ConfigMap", name: "kube-root-ca.crt" },
      { apiVersion: "rbac.authorization.k8s.io/v1", kind: "RoleBinding", name: "casemate:developer" },
      { apiVersion: "example.com/v1", kind: "Nothing", name: "x" },
    ]) {
      const ownerReferences = [{ ...owner, uid, blockOwnerDeletion: true }];
      const metadata = { name: "hold", ownerReferences };
      const { status, body } = await ask("developer of cart", {
        method: "POST",
        path: cart,
        body: { metadata },
      });
      expect(status, JSON.stringify(body)).to.equal(403);
      expect(stringAt(objectAt(body)["message"])).to.include("casemate-owners");
    }
    await must("platform", "DELETE", binding, foreground);
    await waitUntilGone(binding);
    await restore(({ kind, metadata }) => kind === "RoleBinding" && metadata.namespace === "cart");
  });
});

async function waitUntilBound(name: string, to: string): Promise<void> {
  await waitUntil(
    `${name} is bound to ${to}`,
    () => must("platform", "GET", `${claims}/${name}`),
    ({ spec, status }) => objectAt(status)["phase"] === "Bound" && objectAt(spec)["volumeName"] === to,
  );
}
