import { setTimeout as sleep } from "node:timers/promises";
import { objectAt } from "../../plan/json.ts";
import { eachOf } from "../api/each-of.ts";
import { keyOf, type ObjectAddress, titleOf } from "../api/object-address.ts";
import { ObjectApi } from "../api/object-api.ts";
import { LabFailure } from "../lab-errors.ts";
import { inWaves } from "./apply-order.ts";

/** The label of all platform objects, also defined by components/contract/classes.ts. */
const mark = "app.kubernetes.io/managed-by=casemate";
/** Kubernetes deletes a namespace after all its objects. */
const patience = 120_000;

/**
 * Deletes all objects of any kind with the platform's label that aren't in `kept`. Also deletes the objects in
 * `former`, with or without the label. Returns the deleted objects.
 *
 * For a removed namespace it deletes only the Namespace. Kubernetes then removes the pods before their policies (KEP
 * 5080, ordered namespace deletion).
 *
 * @throws ObjectError if the server refuses a deletion, for example of a protected namespace
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
  const deletedNamespaces = new Set(
    surplus.filter(({ kind }) => kind === "Namespace").map(({ metadata }) => metadata.name),
  );
  const deleted = surplus.filter(({ metadata }) => !deletedNamespaces.has(metadata.namespace ?? ""));
  for (const wave of inWaves(deleted).reverse()) {
    await eachOf(wave, (object) => api.remove(object));
  }
  await eachOf(deleted, (object) => untilGone(api, object));
  return deleted;
}

/** A controller can create an object of this name again, for example the account `default`, with another UID. */
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
