import { expect } from "chai";
import { type JsonObject, listAt, objectAt, stringAt } from "../../../plan/json.ts";
import type { Actor, Impostor, Request } from "../support/attempt.ts";
import { ask } from "../support/callers.ts";
import { pathOf } from "../support/requests.ts";
import { nodeName } from "../support/scene.ts";
import { scheduler } from "../support/system-actors.ts";
import { waitUntil } from "../support/wait-until.ts";

type Who = Actor | Impostor;

export const merge = "application/merge-patch+json";
export const strategic = "application/strategic-merge-patch+json";

/** Sends a request that must succeed, and returns the answer. */
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

/** Like `must`, for an object that a controller may have changed or deleted meanwhile. The caller tries again. */
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

/** Sends a request that must not be refused. It may fail, since the lab has no nodes. */
export async function mayTry(as: Who, method: Request["method"], path: string): Promise<void> {
  const { status, body } = await ask(as, { method, path });
  expect(status, `${method} ${path}: ${JSON.stringify(body)}`).to.not.be.oneOf([401, 403, 404, 422]);
}

export async function statusOf(path: string): Promise<number> {
  return (await ask("platform", { method: "GET", path })).status;
}

export async function waitUntilGone(path: string): Promise<void> {
  await waitUntil(
    `${path} is gone`,
    () => statusOf(path),
    (status) => status === 404,
  );
}

/** The pods with this value of the label `app`. */
export async function podsOf(namespace: string, app: string): Promise<JsonObject[]> {
  const path = `${pathOf("v1", "pods", namespace)}?labelSelector=app%3D${app}`;
  const { items } = await must("platform", "GET", path);
  return listAt(items).map(objectAt);
}

export async function waitUntilPods(namespace: string, app: string, count: number): Promise<void> {
  await waitUntil(
    `${count} pods of ${app} are in ${namespace}`,
    async () => (await podsOf(namespace, app)).map(nameOf),
    (names) => names.length === count,
  );
}

let lastHeartbeat = 0;

/** Without heartbeats of the node, a controller marks its pods as not ready. */
async function sendHeartbeat(): Promise<void> {
  if (Date.now() - lastHeartbeat > 5000) {
    lastHeartbeat = Date.now();
    const conditions = [
      { type: "Ready", status: "True", lastHeartbeatTime: now(), lastTransitionTime: now() },
    ];
    const path = pathOf("v1", "nodes", undefined, `${nodeName}/status`);
    await must("node", "PATCH", path, { status: { conditions } }, strategic);
  }
}

/** Binds waiting pods to the node like the scheduler, and reports their phase like the kubelet. */
export async function run(namespace: string, app: string, phase: "Running" | "Succeeded"): Promise<void> {
  await sendHeartbeat();
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
 * Completes the deletion of pods like the kubelet. NodeRestriction learns by a watch to which node a pod is bound, so a
 * request for a newly bound pod may be refused at first.
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
