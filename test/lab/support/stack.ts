import type { ObjectAddress } from "../../../lab/api/object-address.ts";
import { type Lab, platform } from "../../../lab/lab.ts";
import { applyObjects } from "../../../lab/objects/apply.ts";
import { lab } from "../suite.ts";
import { delegateObjects } from "./delegates.ts";
import { exampleObjects } from "./example.ts";
import { platformSceneObjects } from "./platform-scene.ts";
import { sceneObjects } from "./scene.ts";
import { softwareSceneObjects } from "./software-scene.ts";
import { targetObjects } from "./targets.ts";
import { waitUntilSettled } from "./wait-until-settled.ts";
import { operatorObjects, workshopObjects } from "./workshop.ts";

/** Applies the example stack to a lab, and the objects that the attempts need in addition. */
export async function applyExampleStack(running: Lab): Promise<void> {
  const kubeconfig = await running.kubeconfig(platform);
  const objects = [...(await exampleObjects()), ...(await workshopObjects())];
  // Before the admission policies, which would refuse some of these objects.
  await applyObjects(
    kubeconfig,
    objects.filter(({ kind }) => kind === "Namespace"),
  );
  await applyObjects(kubeconfig, [
    ...sceneObjects,
    ...platformSceneObjects,
    ...softwareSceneObjects,
    ...delegateObjects,
    ...operatorObjects,
  ] as readonly ObjectAddress[]);
  await applyObjects(kubeconfig, objects, { force: true });
  await waitUntilSettled(running);
  await applyObjects(kubeconfig, targetObjects as readonly ObjectAddress[]);
}

/** Restores the stack's objects, or those that were changed, and waits until they are in force. */
export async function restore(changed: (object: ObjectAddress) => boolean = () => true): Promise<void> {
  const objects = [...(await exampleObjects()), ...(await workshopObjects())];
  await applyObjects(await lab().kubeconfig(platform), objects.filter(changed), { force: true });
  await waitUntilSettled(lab());
}
