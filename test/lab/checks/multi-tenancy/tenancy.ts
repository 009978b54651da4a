import type { V1Service } from "@kubernetes/client-node";
import { eachOf } from "../../../../lab/api/each-of.ts";
import type { Caller } from "../../../../lab/lab.ts";
import { listAt, objectAt, stringAt } from "../../../../plan/json.ts";
import type { Request, Tenant } from "../../support/attempt.ts";
import { callerOf } from "../../support/callers.ts";
import { collection, workload } from "../../support/kinds.ts";
import { layerOf } from "../../support/layers.ts";
import type { Change } from "../../support/workloads.ts";
import { discover, type Resource } from "../discovery.ts";

/** Two tenants of a cluster, as the benchmarks see them. */
export interface Tenancy {
  readonly namespace: Tenant;
  readonly other: Tenant;
  /** Who has the most rights that Casemate gives anybody in a tenant: the benchmarks' tenant administrator. */
  readonly tenant: Caller;
  readonly otherTenant: Caller;
  readonly clusterAdmin: Caller;
  readonly resources: readonly Resource[];
}

export async function tenancy(namespace: Tenant, other: Tenant): Promise<Tenancy> {
  const clusterAdmin = await callerOf("platform");
  return {
    namespace,
    other,
    tenant: await callerOf(`operator of ${namespace}`),
    otherTenant: await callerOf(`operator of ${other}`),
    clusterAdmin,
    resources: await discover(clusterAdmin),
  };
}

/** As the benchmarks' audits list them. */
export const allVerbs = ["get", "list", "create", "update", "patch", "watch", "delete", "deletecollection"];

/** What RBAC lets a caller do, of some verbs on some resources; without a namespace, in the cluster. */
export async function allowed(
  caller: Caller,
  resources: readonly Pick<Resource, "group" | "name">[],
  verbs: readonly string[],
  namespace?: string,
): Promise<string[]> {
  const questions = resources.flatMap(({ group, name }) =>
    verbs.map((verb) => ({ group, resource: name, verb })),
  );
  const answers = await eachOf(questions, async ({ group, resource, verb }) => {
    const { body } = await caller.request("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", {
      spec: {
        resourceAttributes: { group, resource, verb, ...(namespace !== undefined && { namespace }) },
      },
    });
    const { allowed } = objectAt(objectAt(body)["status"]);
    if (typeof allowed !== "boolean") {
      throw new Error(`no answer on ${verb} ${resource}: ${JSON.stringify(body)}`);
    }
    return allowed ? [`${verb} ${resource}`] : [];
  });
  return answers.flat();
}

/** A change of a pod that must not be let in, by what it does. */
export type Forbidden = Readonly<Record<string, Change>>;

/**
 * Which of the pods the server takes. The pod without any change must be taken: else nothing is shown, as the
 * benchmarks' own pods would be refused by any cluster that asks for one thing more.
 */
export async function admittedPods({ tenant, namespace }: Tenancy, forbidden: Forbidden): Promise<string[]> {
  const create = async (change?: Change) =>
    tenant.request("POST", `${collection("Pod", namespace)}?dryRun=All`, workload("Pod", namespace, change));
  const compliant = await create();
  if (compliant.status !== 201) {
    throw new Error(`the compliant pod is refused: ${JSON.stringify(compliant.body)}`);
  }
  return await admitted(Object.entries(forbidden).map(([what, change]) => [what, () => create(change)]));
}

/** As {@link admittedPods}, for Services. */
export async function admittedServices(
  { tenant, namespace }: Tenancy,
  forbidden: Readonly<Record<string, V1Service["spec"] & object>>,
): Promise<string[]> {
  const create = (spec: V1Service["spec"]) =>
    tenant.request("POST", `/api/v1/namespaces/${namespace}/services?dryRun=All`, {
      metadata: { name: "benchmark" },
      spec: { selector: { app: "benchmark" }, ports: [{ port: 80 }], ...spec },
    });
  const compliant = await create({});
  if (compliant.status !== 201) {
    throw new Error(`the compliant Service is refused: ${JSON.stringify(compliant.body)}`);
  }
  return await admitted(Object.entries(forbidden).map(([what, spec]) => [what, () => create(spec)]));
}

async function admitted(
  tries: [what: string, run: () => ReturnType<Caller["request"]>][],
): Promise<string[]> {
  const found: string[] = [];
  for (const [what, run] of tries) {
    const { status, body } = await run();
    const layer = layerOf({ status, message: stringAt(objectAt(body)["message"]) ?? "" });
    if (status === 201) {
      found.push(what);
    } else if (layer !== "pod-security" && !layer?.startsWith("casemate-")) {
      throw new Error(`${what}: ${status} ${JSON.stringify(body)}`);
    }
  }
  return found;
}

/** The names that the quotas of a namespace limit, as the tenant sees them. */
export async function quotaNames({ tenant, namespace }: Tenancy): Promise<string[]> {
  const { body } = await tenant.request("GET", `/api/v1/namespaces/${namespace}/resourcequotas`);
  return listAt(objectAt(body)["items"]).flatMap((quota) =>
    Object.keys(objectAt(objectAt(objectAt(quota)["spec"])["hard"])),
  );
}

/** Sends a request that must succeed. */
export async function must(caller: Caller, { method, path, body }: Request): Promise<void> {
  const answer = await caller.request(method, path, body);
  if (answer.status >= 300) {
    throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  }
}
