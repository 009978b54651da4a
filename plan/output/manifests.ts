import { stringify } from "yaml";
import { type KubernetesObject, kubernetesObjects } from "../analysis/kubernetes-objects.ts";
import type { PlanDocument } from "../document.ts";
import { secretText } from "../document.ts";
import { objectAt } from "../json.ts";

/** A file to write, by its path inside the output folder. `content` creates the text at each call, to save memory. */
export interface OutputFile {
  readonly path: string;
  readonly content: () => string;
}

/**
 * The Kubernetes objects of a plan as YAML, one file per object. The engine would apply the same with server-side apply:
 *
 * - `<namespace>/<kind>-<name>.yaml`, and `cluster/…` for objects without a namespace;
 * - `custom/…` for those whose kind needs a CustomResourceDefinition first;
 * - `patches/…` for patches of objects with another owner, such as a default ServiceAccount. They hold only
 *   the patched fields: `kubectl apply --server-side` merges them, and a plain `apply` doesn't.
 *
 * A plan has no secret values, so a Secret has no data.
 */
export function manifests(resources: PlanDocument["resources"]): OutputFile[] {
  const files = new Map<string, () => string>();
  for (const object of kubernetesObjects(resources)) {
    files.set(uniquePath(files, object), () => toYaml(object));
  }
  return [...files].map(([path, content]) => ({ path, content })).sort((a, b) => (a.path < b.path ? -1 : 1));
}

function folderOf({ apiVersion, isPatch, namespace }: KubernetesObject): string {
  const place = namespace ?? "cluster";
  return isPatch ? `patches/${place}` : isBuiltIn(apiVersion) ? place : `custom/${place}`;
}

/** Kubernetes' built-in groups are the core group, those without a dot, and the list below. */
function isBuiltIn(apiVersion: string): boolean {
  const group = apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";
  return !group.includes(".") || builtInGroups.has(group);
}

const builtInGroups: ReadonlySet<string> = new Set([
  "admissionregistration.k8s.io",
  "apiextensions.k8s.io",
  "apiregistration.k8s.io",
  "authentication.k8s.io",
  "authorization.k8s.io",
  "certificates.k8s.io",
  "coordination.k8s.io",
  "discovery.k8s.io",
  "events.k8s.io",
  "flowcontrol.apiserver.k8s.io",
  "networking.k8s.io",
  "node.k8s.io",
  "rbac.authorization.k8s.io",
  "resource.k8s.io",
  "scheduling.k8s.io",
  "storage.k8s.io",
]);

/** Two clusters in one stack can have objects of the same name. */
function uniquePath(files: ReadonlyMap<string, unknown>, object: KubernetesObject): string {
  const name = `${object.kind.toLowerCase()}-${object.name}`.replaceAll(/[^\w.-]+/g, "_");
  const stem = `${folderOf(object)}/${name}`;
  let path = `${stem}.yaml`;
  for (let count = 2; files.has(path); count++) {
    path = `${stem}-${count}.yaml`;
  }
  return path;
}

function toYaml({ content, name }: KubernetesObject): string {
  const { apiVersion, kind, metadata, ...rest } = content;
  const fields = Object.entries(rest).filter(([, value]) => value !== secretText);
  const object = {
    apiVersion,
    kind,
    metadata: { name, ...objectAt(metadata) },
    ...Object.fromEntries(fields),
  };
  const note =
    fields.length < Object.keys(rest).length ? "# Its secret values are not part of a plan.\n" : "";
  return note + stringify(object, { aliasDuplicateObjects: false, lineWidth: 0 });
}
