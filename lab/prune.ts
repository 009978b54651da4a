import { setTimeout as sleep } from "node:timers/promises";
import { inWaves } from "./apply-order.ts";
import { eachOf } from "./each-of.ts";
import { LabFailure } from "./errors.ts";
import { type ObjectAddress, titleOf } from "./object-address.ts";
import { ObjectApi } from "./object-api.ts";

/** The label of everything that the platform makes, as components/compliance/classes.ts has it. */
const mark = "app.kubernetes.io/managed-by=casemate";
/** A namespace goes when everything in it has gone. */
const patience = 120_000;

/**
 * Deletes what has the platform's mark and isn't among `kept`: all of it, of whatever kind. Returns what was deleted.
 *
 * Of a namespace that goes, only the Namespace itself is deleted: Kubernetes then removes the pods before what
 * guards them (KEP 5080, ordered namespace deletion).
 *
 * @throws ObjectError where the server refuses a deletion, as of a protected namespace
 */
export async function prune(kubeconfig: string, kept: readonly ObjectAddress[]): Promise<ObjectAddress[]> {
  const api = ObjectApi.fromKubeconfig(kubeconfig);
  const keys = new Set(kept.map(keyOf));
  const surplus = (await api.findMarked(mark)).filter((object) => !keys.has(keyOf(object)));
  const going = new Set(
    surplus.filter(({ kind }) => kind === "Namespace").map(({ metadata }) => metadata.name),
  );
  const deleted = surplus.filter(({ metadata }) => !going.has(metadata.namespace ?? ""));
  for (const wave of inWaves(deleted).reverse()) {
    await eachOf(wave, (object) => api.remove(object));
  }
  await eachOf(deleted, (object) => untilGone(api, object));
  return deleted;
}

async function untilGone(api: ObjectApi, object: ObjectAddress): Promise<void> {
  const deadline = Date.now() + patience;
  while ((await api.find(object)) !== undefined) {
    if (Date.now() > deadline) {
      throw new LabFailure(`${titleOf(object)} is still being deleted after ${patience / 1000} s.`);
    }
    await sleep(100);
  }
}

/** Without the version: an object is the same in all versions of its group. */
function keyOf({ apiVersion, kind, metadata: { namespace = "", name } }: ObjectAddress): string {
  const group = apiVersion.includes("/") ? apiVersion.split("/")[0] : "";
  return [group, kind, namespace, name].join("\n");
}
