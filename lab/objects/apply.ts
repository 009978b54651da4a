import { type JsonObject, objectAt, sorted } from "../../plan/json.ts";
import { eachOf } from "../api/each-of.ts";
import type { ObjectAddress } from "../api/object-address.ts";
import { type ApplyParameters, ObjectApi } from "../api/object-api.ts";
import { inWaves } from "./apply-order.ts";

export interface ApplyOptions {
  /** Asks the server for its verdict without a change. @default false */
  readonly dryRun?: boolean;
  /** @default "casemate" */
  readonly fieldManager?: string;
  /** Takes over fields of other managers. @default false */
  readonly force?: boolean;
}

export interface Applied {
  readonly object: ObjectAddress;
  readonly result: "created" | "configured" | "unchanged";
}

/**
 * Applies objects by server-side apply with strict field validation, in waves: definitions first, dependents last. A
 * second apply without a change returns `unchanged` for every object.
 *
 * @param kubeconfig YAML for the identity that applies, for example from `Lab.kubeconfig`
 * @throws ObjectError for the first refused object
 */
export async function applyObjects(
  kubeconfig: string,
  objects: readonly ObjectAddress[],
  { dryRun = false, fieldManager = "casemate", force = false }: ApplyOptions = {},
): Promise<Applied[]> {
  const api = ObjectApi.fromKubeconfig(kubeconfig);
  const applied: Applied[] = [];
  for (const wave of inWaves(objects)) {
    applied.push(
      ...(await eachOf(wave, (object) => applyObject(api, object, { dryRun, fieldManager, force }))),
    );
    if (!dryRun) {
      const definitions = wave.filter(({ kind }) => kind === "CustomResourceDefinition");
      await eachOf(definitions, (definition) => api.untilServed(definition));
    }
  }
  return applied;
}

async function applyObject(
  api: ObjectApi,
  object: ObjectAddress,
  parameters: ApplyParameters,
): Promise<Applied> {
  const before = await api.find(object);
  const after = await api.apply(object, parameters);
  if (before === undefined) {
    return { object, result: "created" };
  }
  return { object, result: contentOf(before) === contentOf(after) ? "unchanged" : "configured" };
}

/** The object without the fields of controllers, because a status can change between two reads. */
function contentOf(object: object): string {
  const { status: _1, metadata, ...rest } = object as JsonObject;
  const { resourceVersion: _2, managedFields: _3, generation: _4, ...kept } = objectAt(metadata);
  return JSON.stringify(sorted({ ...rest, metadata: kept }));
}
