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

/** Two tenants of a cluster, for the benchmarks. */
export interface Tenancy {
  readonly namespace: Tenant;
  readonly other: Tenant;
  /** The persona with the most rights: the tenant administrator of the benchmarks. */
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

/** The verbs that the benchmarks check. */
export const allVerbs = ["get", "list", "create", "update", "patch", "watch", "delete", "deletecollection"];

/** The verbs on resources that RBAC allows a caller: in a namespace, or in the cluster without one. */
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

/** Changes of a pod that must be refused, by a description. */
export type Forbidden = Readonly<Record<string, Change>>;

/**
 * The pods that the server admits. It must admit the pod without a change. Otherwise a refusal proves nothing: any
 * cluster with one more rule would refuse the benchmarks' own pods.
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

/** Like {@link admittedPods}, for Services. */
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
  const admittedTitles: string[] = [];
  for (const [what, run] of tries) {
    const { status, body } = await run();
    const layer = layerOf({ status, message: stringAt(objectAt(body)["message"]) ?? "" });
    if (status === 201) {
      admittedTitles.push(what);
    } else if (layer !== "pod-security" && !layer?.startsWith("casemate-")) {
      throw new Error(`${what}: ${status} ${JSON.stringify(body)}`);
    }
  }
  return admittedTitles;
}

/** The resources that the namespace's quotas limit. The tenant reads the quotas. */
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
