import type { ObjectAddress } from "../../../lab/api/object-address.ts";
import { type Lab, platform } from "../../../lab/lab.ts";
import { applyObjects } from "../../../lab/objects/apply.ts";
import { lab } from "../suite.ts";
import { delegateObjects } from "./delegates.ts";
import { exampleObjects } from "./example.ts";
import { sceneObjects } from "./scene.ts";
import { targetObjects } from "./targets.ts";
import { waitUntilSettled } from "./wait-until-settled.ts";

/** Puts the example stack on a lab, and what the attempts need beside it. */
export async function applyExampleStack(running: Lab): Promise<void> {
  const kubeconfig = await running.kubeconfig(platform);
  const objects = await exampleObjects();
  // Some of the scene is what admission would refuse: the platform's own software had it before.
  await applyObjects(
    kubeconfig,
    objects.filter(({ kind }) => kind === "Namespace"),
  );
  await applyObjects(kubeconfig, [...sceneObjects, ...delegateObjects] as readonly ObjectAddress[]);
  await applyObjects(kubeconfig, objects, { force: true });
  await waitUntilSettled(running);
  await applyObjects(kubeconfig, targetObjects as readonly ObjectAddress[]);
}

/** Brings the stack's objects back, or those of them that were changed, and in force. */
export async function restore(changed: (object: ObjectAddress) => boolean = () => true): Promise<void> {
  const objects = await exampleObjects();
  await applyObjects(await lab().kubeconfig(platform), objects.filter(changed), { force: true });
  await waitUntilSettled(lab());
}
