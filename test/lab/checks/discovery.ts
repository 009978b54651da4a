import { eachOf } from "../../../lab/api/each-of.ts";
import type { Caller } from "../../../lab/lab.ts";
import { listAt, objectAt, stringAt } from "../../../plan/json.ts";

/** A kind of object that the API server has. */
export interface Resource {
  /** Empty for the core group. */
  readonly group: string;
  /** The plural name in paths. For example: `configmaps`. */
  readonly name: string;
  readonly kind: string;
  readonly isNamespaced: boolean;
  readonly verbs: readonly string[];
  /** The path of its group and version. For example: `/api/v1`. */
  readonly root: string;
}

/** Every kind, at the version that the server prefers, without subresources. */
export async function discover(caller: Caller): Promise<Resource[]> {
  const { body } = await caller.request("GET", "/apis");
  const versions = listAt(objectAt(body)["groups"]).map(
    (group) => stringAt(objectAt(objectAt(group)["preferredVersion"])["groupVersion"]) ?? "",
  );
  const roots = ["/api/v1", ...versions.map((version) => `/apis/${version}`)];
  return (await eachOf(roots, (root) => resourcesAt(caller, root))).flat();
}

async function resourcesAt(caller: Caller, root: string): Promise<Resource[]> {
  const { status, body } = await caller.request("GET", root);
  if (status !== 200) {
    throw new Error(`${root} answers ${status}`);
  }
  const [, , group = ""] = root.startsWith("/apis/") ? root.split("/") : [];
  return listAt(objectAt(body)["resources"])
    .map(objectAt)
    .map((resource) => ({
      group,
      root,
      name: stringAt(resource["name"]) ?? "",
      kind: stringAt(resource["kind"]) ?? "",
      isNamespaced: resource["namespaced"] === true,
      verbs: listAt(resource["verbs"]).map(String),
    }))
    .filter(({ name }) => !name.includes("/"));
}

/** The path of all objects of the kind, in one namespace or in all. */
export function pathOf({ root, name }: Resource, namespace?: string): string {
  return namespace === undefined ? `${root}/${name}` : `${root}/namespaces/${namespace}/${name}`;
}
