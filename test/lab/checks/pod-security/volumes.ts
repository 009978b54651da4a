import type { V1Volume } from "@kubernetes/client-node";
import fc from "fast-check";
import { type Draw, field } from "./field.ts";

type Source = Omit<V1Volume, "name">;

/** Each type that `restricted` accepts, with the fewest fields that the server accepts. */
const compliant: readonly Source[] = [
  { configMap: { name: "settings" } },
  { csi: { driver: "secrets-store.csi.k8s.io", readOnly: true } },
  { downwardAPI: { items: [{ path: "labels", fieldRef: { fieldPath: "metadata.labels" } }] } },
  { emptyDir: {} },
  { emptyDir: { medium: "Memory", sizeLimit: "16Mi" } },
  {
    ephemeral: {
      volumeClaimTemplate: {
        spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
      },
    },
  },
  { image: { reference: "registry.example/data:1", pullPolicy: "IfNotPresent" } },
  { persistentVolumeClaim: { claimName: "data" } },
  { projected: { sources: [{ configMap: { name: "settings" } }] } },
  { secret: { secretName: "password" } },
];

/** Each type that `restricted` refuses. */
const refusedSources: readonly Source[] = [
  { hostPath: { path: "/" } },
  { hostPath: { path: "/var/run/docker.sock", type: "Socket" } },
  { gcePersistentDisk: { pdName: "disk" } },
  { awsElasticBlockStore: { volumeID: "vol-0abc" } },
  { gitRepo: { repository: "https://git.example/shop.git" } },
  { nfs: { server: "nfs.example", path: "/export" } },
  { iscsi: { targetPortal: "10.0.0.1:3260", iqn: "iqn.2001-04.com.example:storage.disk1", lun: 0 } },
  { glusterfs: { endpoints: "gluster", path: "volume" } },
  { rbd: { monitors: ["10.0.0.1:6789"], image: "disk" } },
  { flexVolume: { driver: "example/driver" } },
  { cinder: { volumeID: "disk" } },
  { cephfs: { monitors: ["10.0.0.1:6789"] } },
  { flocker: { datasetName: "disk" } },
  { fc: { targetWWNs: ["50060e801049cfd1"], lun: 0 } },
  { azureFile: { secretName: "azure", shareName: "share" } },
  { vsphereVolume: { volumePath: "[datastore] disk.vmdk" } },
  { quobyte: { registry: "10.0.0.1:7861", volume: "disk" } },
  {
    azureDisk: {
      diskName: "disk",
      diskURI: "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/disks/disk",
      kind: "Managed",
    },
  },
  { photonPersistentDisk: { pdID: "disk" } },
  { portworxVolume: { volumeID: "disk" } },
  { scaleIO: { gateway: "https://10.0.0.1", system: "s", secretRef: { name: "scale" }, volumeName: "disk" } },
  { storageos: { volumeName: "disk" } },
];

export function volumes(draw: Draw): fc.Arbitrary<V1Volume[]> {
  return fc
    .array(field(draw, compliant, refusedSources), { maxLength: 3 })
    .map((sources) => sources.map((source, index) => ({ name: `volume-${index}`, ...source })));
}
