import { listAt, objectAt } from "../../../../plan/json.ts";
import { waitUntilGone } from "../../life/cluster.ts";
import { waitUntil } from "../../support/wait-until.ts";
import type { Benchmark } from "./benchmark.ts";
import { admittedPods, allowed, must, type Tenancy } from "./tenancy.ts";

/** Benchmarks that the group's README announces, without code. */
export const storage: readonly Benchmark[] = [
  {
    name: "require_persistent_volume_claim",
    title: "Require PersistentVolumeClaim for storage",
    profile: 1,
    category: "Data Isolation",
    pending: 1198,
    shortfalls: (tenancy) =>
      admittedPods(tenancy, {
        "names an EBS volume": (spec) => {
          spec.volumes = [{ name: "data", awsElasticBlockStore: { volumeID: "vol-0abc" } }];
        },
        "names an NFS server": (spec) => {
          spec.volumes = [{ name: "data", nfs: { server: "nfs.example", path: "/" } }];
        },
        "names an iSCSI target": (spec) => {
          const iscsi = { targetPortal: "10.0.0.1:3260", iqn: "iqn.2001-04.com.example:disk", lun: 0 };
          spec.volumes = [{ name: "data", iscsi }];
        },
      }),
  },
  {
    name: "require_reclaim_policy_delete",
    title: "Require PV reclaim policy of delete",
    profile: 1,
    category: "Data Isolation",
    pending: 1199,
    shortfalls: async ({ tenant, clusterAdmin }) => {
      const { body } = await clusterAdmin.request("GET", "/apis/storage.k8s.io/v1/storageclasses");
      const classNames = listAt(objectAt(body)["items"])
        .map(objectAt)
        .filter(({ reclaimPolicy }) => reclaimPolicy !== "Delete")
        .map(({ metadata }) => `the StorageClass ${objectAt(metadata)["name"]} keeps volumes`);
      const written = await allowed(
        tenant,
        [
          { group: "storage.k8s.io", name: "storageclasses" },
          { group: "", name: "persistentvolumes" },
        ],
        ["create", "update", "patch"],
      );
      return [...classNames, ...written];
    },
  },
  {
    name: "block_use_of_existing_pvs",
    title: "Block use of existing PVs",
    profile: 1,
    category: "Data Isolation",
    pending: 1200,
    shortfalls: takenVolume,
  },
];

const volume = "benchmark-volume";
const claim = "benchmark-claim";
/**
 * The platform reserves a volume for the other tenant, who deletes its claim. Then the tenant claims the volume by name.
 * The volume controller may miss changes, but it checks all volumes every 15 s.
 */
async function takenVolume({
  clusterAdmin,
  tenant,
  otherTenant,
  namespace,
  other,
}: Tenancy): Promise<string[]> {
  const claims = (of: string) => `/api/v1/namespaces/${of}/persistentvolumeclaims`;
  const volumes = "/api/v1/persistentvolumes";
  const phase = async (path: string) => {
    const { body } = await clusterAdmin.request("GET", path);
    return objectAt(objectAt(body)["status"])["phase"];
  };
  try {
    await must(clusterAdmin, { method: "POST", path: volumes, body: volumeFor(other) });
    await must(otherTenant, { method: "POST", path: claims(other), body: claimObject });
    await waitUntil(
      "the other tenant's claim is bound",
      () => phase(`${claims(other)}/${claim}`),
      (now) => now === "Bound",
    );
    const naming = { ...claimObject, spec: { ...claimObject.spec, volumeName: volume } };
    const answer = await tenant.request("POST", claims(namespace), naming);
    await must(otherTenant, { method: "DELETE", path: `${claims(other)}/${claim}` });
    const path = `${volumes}/${volume}`;
    const after = await waitUntil(
      "the volume is released",
      () => phase(path),
      (now) => now !== "Bound",
    );
    return [
      ...(answer.status === 403 ? [] : [`naming the volume of another tenant is answered ${answer.status}`]),
      ...(after === "Released" ? [] : [`a volume that another tenant had is ${after}`]),
    ];
  } finally {
    for (const path of [
      `${claims(namespace)}/${claim}`,
      `${claims(other)}/${claim}`,
      `${volumes}/${volume}`,
    ]) {
      await clusterAdmin.request("DELETE", path);
      await waitUntilGone(path);
    }
  }
}

const claimObject = {
  metadata: { name: claim },
  spec: {
    storageClassName: "",
    accessModes: ["ReadWriteOnce"],
    resources: { requests: { storage: "1Gi" } },
  },
};

const volumeFor = (namespace: string) => ({
  metadata: { name: volume },
  spec: {
    capacity: { storage: "1Gi" },
    accessModes: ["ReadWriteOnce"],
    persistentVolumeReclaimPolicy: "Retain",
    storageClassName: "",
    claimRef: { namespace, name: claim },
    csi: { driver: "ebs.csi.aws.com", volumeHandle: "vol-0abc" },
  },
});
