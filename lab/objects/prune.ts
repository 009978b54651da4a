import { setTimeout as sleep } from "node:timers/promises";
import { objectAt } from "../../plan/json.ts";
import { eachOf } from "../api/each-of.ts";
import { keyOf, type ObjectAddress, titleOf } from "../api/object-address.ts";
import { ObjectApi } from "../api/object-api.ts";
import { LabFailure } from "../lab-errors.ts";
import { inWaves } from "./apply-order.ts";

/** The label of everything that the platform makes, as components/contract/classes.ts has it. */
const mark = "app.kubernetes.io/managed-by=casemate";
/** A namespace goes when everything in it has gone. */
const patience = 120_000;

/**
 * Deletes what has the platform's mark and isn't among `kept`: all of it, of whatever kind; and what is among
 * `former`, with or without the mark. Returns what was deleted.
 *
 * Of a namespace that goes, only the Namespace itself is deleted: Kubernetes then removes the pods before what
 * guards them (KEP 5080, ordered namespace deletion).
 *
 * @throws ObjectError where the server refuses a deletion, as of a protected namespace
 */
export async function prune(
  kubeconfig: string,
  kept: readonly ObjectAddress[],
  former: readonly ObjectAddress[] = [],
): Promise<ObjectAddress[]> {
  const api = ObjectApi.fromKubeconfig(kubeconfig);
  const keys = new Set(kept.map(keyOf));
  const isSurplus = (object: ObjectAddress) => !keys.has(keyOf(object));
  const standing = await eachOf(former.filter(isSurplus), (object) => api.find(object));
  const found = [...standing.filter((object) => object !== undefined), ...(await api.findMarked(mark))];
  const surplus = [...new Map(found.filter(isSurplus).map((object) => [keyOf(object), object])).values()];
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

/** What a controller makes anew under the name, as a service account `default`, has another uid. */
async function untilGone(api: ObjectApi, object: ObjectAddress): Promise<void> {
  const deadline = Date.now() + patience;
  while (uidOf(await api.find(object)) === uidOf(object)) {
    if (Date.now() > deadline) {
      throw new LabFailure(`${titleOf(object)} is still being deleted after ${patience / 1000} s.`);
    }
    await sleep(100);
  }
}

function uidOf(object: ObjectAddress | undefined): unknown {
  return objectAt(object?.metadata)["uid"];
}
