import { resolve } from "node:path";
import type { ObjectAddress } from "../../../lab/api/object-address.ts";
import { objectsOf } from "../../../lab/objects/planned-objects.ts";
import { plan } from "../../../plan/plan.ts";
import { readProject } from "../../../plan/project/project.ts";
import { readStackConfig } from "../../../plan/project/stack-config.ts";

/** The Kubernetes objects of a stack of the example, from its plan. */
export async function stackObjects(stack: string): Promise<ObjectAddress[]> {
  const project = readProject(resolve(import.meta.dirname, "../../.."));
  const { resources } = await plan({ project, stack, config: readStackConfig(project, stack), packs: [] });
  return objectsOf(resources);
}
