import { type JsonObject, listAt, objectAt, stringAt } from "../../../plan/json.ts";
import type { Actor, Attempt, Impostor, Layer, Preparation, Request } from "./attempt.ts";
import { ask } from "./callers.ts";
import { layerOf } from "./layers.ts";
import { pathOf } from "./requests.ts";
import { restore } from "./stack.ts";
import { waitUntil } from "./wait-until.ts";

/** One request and the server's answer. */
export interface Step {
  readonly request: Request;
  readonly status: number;
  readonly message: string;
  /** The id of the request's event in the audit log. */
  readonly auditId: string;
  readonly layer: Layer | undefined;
}

export interface Outcome {
  /** `neither` if no layer answered: an object was missing, or existed already. */
  readonly verdict: "refused" | "admitted" | "neither";
  /** The refusal, or the last request. */
  readonly last: Step;
}

/** Tries an attempt, and then restores the state before it. */
export async function perform(attempt: Attempt): Promise<Outcome> {
  const undo: Undo[] = [];
  try {
    for (const preparation of attempt.given ?? []) {
      await prepare(preparation, undo);
    }
    let last: Outcome | undefined;
    for (const request of stepsOf(attempt)) {
      last = judged(await send(attempt.as, request, undo), attempt.beyond);
      if (last.verdict !== "admitted") {
        return last;
      }
    }
    if (last === undefined) {
      throw new Error(`"${attempt.name}" does nothing`);
    }
    return last;
  } finally {
    await undoAll(undo);
  }
}

/** The request and its answer, for the message of a failed test. */
export function describeOutcome({ verdict, last }: Outcome): string {
  const { request, status, message, layer } = last;
  const body = request.body === undefined ? "" : `\n${JSON.stringify(request.body, undefined, 2)}`;
  return `${verdict} by ${layer ?? "no layer"} with ${status}: ${message}\n${request.method} ${request.path}${body}`;
}

function stepsOf({ does, times = 1 }: Attempt): Request[] {
  const steps = "method" in does ? [does] : does;
  return Array.from({ length: times }, (_, index) => steps.map((step) => numbered(step, index))).flat();
}

function numbered(request: Request, index: number): Request {
  return JSON.parse(JSON.stringify(request).replaceAll("{i}", String(index))) as Request;
}

async function prepare(preparation: Preparation, undo: Undo[]): Promise<void> {
  const { as, until: words, ...request } = preparation;
  if (words !== undefined) {
    await waitUntil(
      `${request.method} ${request.path} answers ${words}`,
      async () => JSON.stringify((await ask(as, request)).body),
      (answer) => words.test(answer),
    );
    return;
  }
  const step = await send(as, request, undo);
  if (step.status >= 300) {
    throw new Error(
      `preparation failed with ${step.status}: ${step.message}\n${request.method} ${request.path}`,
    );
  }
}

function judged(step: Step, beyond: RegExp | undefined): Outcome {
  if (step.status < 400 || beyond?.test(step.message)) {
    return { verdict: "admitted", last: step };
  }
  return { verdict: step.layer === undefined ? "neither" : "refused", last: step };
}

/** A change to undo: the path of a created object, or any change of an existing one. */
type Undo = { readonly made: string } | "changed";

async function send(as: Actor | Impostor, request: Request, undo: Undo[]): Promise<Step> {
  const { method, path } = request;
  const answer = await ask(as, request);
  const body = objectAt(answer.body);
  if (answer.status < 300 && method !== "GET" && !path.includes("dryRun=All")) {
    undo.push(...undoOf(request, answer.status, stringAt(objectAt(body["metadata"])["name"])));
  }
  const message = stringAt(body["message"]) ?? (typeof answer.body === "string" ? answer.body : "");
  const auditId = answer.headers["audit-id"];
  return {
    request,
    status: answer.status,
    message,
    auditId: typeof auditId === "string" ? auditId : "",
    layer: answer.status < 400 ? undefined : layerOf({ status: answer.status, message }),
  };
}

function undoOf({ method, path }: Request, status: number, name: string | undefined): Undo[] {
  const [plain = ""] = path.split("?");
  if (status !== 201) {
    return ["changed"];
  }
  // Reviews and tokens are answers, not objects.
  const isSubresource = /\/(token|binding|eviction)$/.test(plain);
  return name === undefined || isSubresource
    ? []
    : [{ made: method === "POST" ? `${plain}/${name}` : plain }];
}

async function undoAll(undo: readonly Undo[]): Promise<void> {
  const createdPaths = undo.flatMap((each) => (each === "changed" ? [] : [each.made])).reverse();
  for (const path of createdPaths) {
    const body = { gracePeriodSeconds: 0, propagationPolicy: "Background" };
    const answer = await ask("platform", { method: "DELETE", path, body });
    if (answer.status >= 300 && answer.status !== 404) {
      throw new Error(`${path} can't be undone: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    // A finalizer delays the deletion. The next attempt must not find the object.
    if (objectAt(objectAt(answer.body)["metadata"])["deletionTimestamp"] !== undefined) {
      await waitUntil(
        `${path} is gone`,
        () => ask("platform", { method: "GET", path }),
        ({ status }) => status === 404,
      );
    }
  }
  const namespaces = createdPaths.map((path) => /^\/api\/v1\/namespaces\/([^/]+)\/pods\//.exec(path)?.[1]);
  for (const namespace of new Set(namespaces.filter((each) => each !== undefined))) {
    await waitUntilQuotaIsReleased(namespace);
  }
  if (undo.includes("changed")) {
    await restore();
  }
}

/** The controller manager lowers the quota's count some time after a pod is deleted. */
async function waitUntilQuotaIsReleased(namespace: string): Promise<void> {
  await waitUntil(
    `the quota of ${namespace} counts the pods that are there`,
    async () => ({
      pods: (await listed("pods", namespace)).length,
      counted: (await listed("resourcequotas", namespace)).map(
        ({ status }) => objectAt(objectAt(status)["used"])["pods"],
      ),
    }),
    ({ pods, counted }) => counted.every((count) => count === String(pods)),
  );
}

async function listed(resource: string, namespace: string): Promise<JsonObject[]> {
  const { body } = await ask("platform", { method: "GET", path: pathOf("v1", resource, namespace) });
  return listAt(objectAt(body)["items"]).map(objectAt);
}
