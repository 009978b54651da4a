import { applyObjects } from "../../lab/apply.ts";
import { type Lab, platform } from "../../lab/lab.ts";
import type { ObjectAddress } from "../../lab/object-address.ts";
import { listAt, objectAt } from "../../plan/json.ts";
import { delegateObjects } from "./delegates.ts";
import { exampleObjects } from "./example.ts";
import { sceneObjects } from "./scene.ts";
import { lab } from "./suite.ts";
import { targetObjects } from "./targets.ts";
import { until } from "./until.ts";

/** Puts the example stack on a lab, and what the attempts need beside it. */
export async function setTheScene(running: Lab): Promise<void> {
  const kubeconfig = await running.kubeconfig(platform);
  const objects = await exampleObjects();
  // Some of the scene is what admission would refuse: the platform's own software had it before.
  await applyObjects(
    kubeconfig,
    objects.filter(({ kind }) => kind === "Namespace"),
  );
  await applyObjects(kubeconfig, [...sceneObjects, ...delegateObjects] as readonly ObjectAddress[]);
  await applyObjects(kubeconfig, objects, { force: true });
  await applyObjects(kubeconfig, targetObjects as readonly ObjectAddress[]);
  await untilCounted(running);
  await untilJudged(running);
}

/** Brings the stack's objects back, or those of them that were changed. */
export async function restore(changed: (object: ObjectAddress) => boolean = () => true): Promise<void> {
  const objects = await exampleObjects();
  await applyObjects(await lab().kubeconfig(platform), objects.filter(changed), { force: true });
}

/** A quota whose use nobody has counted refuses everything, with a message of its own. */
async function untilCounted(running: Lab): Promise<void> {
  const caller = await running.as(platform);
  await until("all quotas are counted", async () => {
    const { body } = await caller.request("GET", "/api/v1/resourcequotas");
    const quotas = listAt(objectAt(body)["items"]).map(objectAt);
    return quotas.every((quota) => objectAt(quota["status"])["used"] !== undefined);
  });
}

/** The API server compiles a new policy within a second or so. The first that comes is judged by the last made. */
async function untilJudged(running: Lab): Promise<void> {
  const caller = await running.as(platform);
  await until("all policies are in force", async () => {
    const { body } = await caller.request(
      "GET",
      "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies",
    );
    return listAt(objectAt(body)["items"]).map(objectAt).every(isTypeChecked);
  });
}

/** The controller manager looks at each policy once it is stored. */
function isTypeChecked(policy: Readonly<Record<string, unknown>>): boolean {
  const generation = objectAt(policy["metadata"])["generation"];
  return objectAt(policy["status"])["observedGeneration"] === generation;
}
