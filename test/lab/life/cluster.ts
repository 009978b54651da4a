import { expect } from "chai";
import { type JsonObject, listAt, objectAt, stringAt } from "../../../plan/json.ts";
import type { Actor, Impostor, Request } from "../support/attempt.ts";
import { ask } from "../support/callers.ts";
import { pathOf } from "../support/requests.ts";
import { nodeName } from "../support/scene.ts";
import { waitUntil } from "../support/wait-until.ts";

/** Kubernetes' own, whom the lab has no program for, or whose work is done here step by step. */
export const scheduler: Impostor = {
  name: "scheduler",
  identity: () => ({ certificate: "system:kube-scheduler" }),
};
export const autoscaler: Impostor = {
  name: "autoscaler",
  identity: () => ({ serviceAccount: "horizontal-pod-autoscaler", namespace: "kube-system" }),
};

type Who = Actor | Impostor;

export const merge = "application/merge-patch+json";
export const strategic = "application/strategic-merge-patch+json";

/** Does what must work, and gives the answer. */
export async function must(
  as: Who,
  method: Request["method"],
  path: string,
  body?: object,
  contentType?: string,
): Promise<JsonObject> {
  const { status, body: answer } = await ask(as, requestOf(method, path, body, contentType));
  const message = stringAt(objectAt(answer)["message"]) ?? "";
  expect(status, `${method} ${path}: ${message}`).to.be.lessThan(300);
  return objectAt(answer);
}

/** As `must`, with what a controller may have changed or deleted meanwhile: whoever asks looks again. */
async function ifStillThere(...request: Parameters<typeof must>): Promise<void> {
  const [as, method, path, body, contentType] = request;
  const { status, body: answer } = await ask(as, requestOf(method, path, body, contentType));
  if (status !== 404 && status !== 409) {
    expect(status, `${method} ${path}: ${JSON.stringify(answer)}`).to.be.lessThan(300);
  }
}

function requestOf(method: Request["method"], path: string, body?: object, contentType?: string): Request {
  return { method, path, ...(body && { body }), ...(contentType && { contentType }) };
}

/** Whatever becomes of it, it isn't refused: the lab has no nodes that could do it. */
export async function mayTry(as: Who, method: Request["method"], path: string): Promise<void> {
  const { status, body } = await ask(as, { method, path });
  expect(status, `${method} ${path}: ${JSON.stringify(body)}`).to.not.be.oneOf([401, 403, 404, 422]);
}

export async function statusOf(path: string): Promise<number> {
  return (await ask("platform", { method: "GET", path })).status;
}

export async function untilGone(path: string): Promise<void> {
  await waitUntil(
    `${path} is gone`,
    () => statusOf(path),
    (status) => status === 404,
  );
}

/** The pods that a label's value finds. */
export async function podsOf(namespace: string, app: string): Promise<JsonObject[]> {
  const path = `${pathOf("v1", "pods", namespace)}?labelSelector=app%3D${app}`;
  const { items } = await must("platform", "GET", path);
  return listAt(items).map(objectAt);
}

export async function untilPods(namespace: string, app: string, count: number): Promise<void> {
  await waitUntil(
    `${count} pods of ${app} are in ${namespace}`,
    async () => (await podsOf(namespace, app)).map(nameOf),
    (names) => names.length === count,
  );
}

let lastHeartbeat = 0;

/** A node that isn't heard of for a while has its pods taken for unready. */
async function beat(): Promise<void> {
  if (Date.now() - lastHeartbeat > 5000) {
    lastHeartbeat = Date.now();
    const conditions = [
      { type: "Ready", status: "True", lastHeartbeatTime: now(), lastTransitionTime: now() },
    ];
    const path = pathOf("v1", "nodes", undefined, `${nodeName}/status`);
    await must("node", "PATCH", path, { status: { conditions } }, strategic);
  }
}

/** Puts the waiting pods on the node, as the scheduler does, and says as its kubelet what became of them. */
export async function run(namespace: string, app: string, phase: "Running" | "Succeeded"): Promise<void> {
  await beat();
  const status = phase === "Running" ? "True" : "False";
  for (const pod of await podsOf(namespace, app)) {
    const path = pathOf("v1", "pods", namespace, nameOf(pod));
    if (objectAt(pod["spec"])["nodeName"] === undefined) {
      await ifStillThere(scheduler, "POST", `${path}/binding`, {
        apiVersion: "v1",
        kind: "Binding",
        metadata: { name: nameOf(pod) },
        target: { apiVersion: "v1", kind: "Node", name: nodeName },
      });
    }
    if (objectAt(pod["status"])["phase"] !== phase || readiness(pod) !== status) {
      const conditions = [{ type: "Ready", status, lastTransitionTime: now() }];
      await ifStillThere("node", "PATCH", `${path}/status`, { status: { phase, conditions } }, strategic);
    }
  }
}

function readiness(pod: JsonObject): string | undefined {
  const conditions = listAt(objectAt(pod["status"])["conditions"]).map(objectAt);
  return stringAt(conditions.find(({ type }) => type === "Ready")?.["status"]);
}

function now(): string {
  return new Date().toISOString().replace(/\.\d+/, "");
}

/**
 * Ends pods that are being deleted, as the kubelet does. NodeRestriction knows by a watch to which node a pod is bound:
 * of one that was bound just now, not yet.
 */
export async function reap(namespace: string): Promise<void> {
  const { items } = await must("platform", "GET", pathOf("v1", "pods", namespace));
  for (const pod of listAt(items).map(objectAt)) {
    const { deletionTimestamp } = objectAt(pod["metadata"]);
    if (deletionTimestamp !== undefined && objectAt(pod["spec"])["nodeName"] === nodeName) {
      const path = pathOf("v1", "pods", namespace, nameOf(pod));
      await waitUntil(
        `the kubelet ends ${path}`,
        () => ask("node", requestOf("DELETE", path, { gracePeriodSeconds: 0 })),
        ({ status }) => status < 300 || status === 404,
      );
    }
  }
}

export function nameOf(object: JsonObject): string {
  return stringAt(objectAt(object["metadata"])["name"]) ?? "";
}
