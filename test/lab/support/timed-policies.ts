import { type JsonObject, listAt, objectAt, stringAt } from "../../../plan/json.ts";
import { callerOf } from "./callers.ts";
import { exampleObjects } from "./example.ts";
import { waitUntil } from "./wait-until.ts";

/**
 * Copies of the admission policies for objects of the same kinds in another API group. Their schemas accept any
 * content, so that the API server doesn't refuse an object before it asks the policies.
 */

const group = "timing.casemate.dev";
/** No policy checks this namespace, so only the copies are measured. */
const namespace = "kube-public";
const anything = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
const policies = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies";
const bindings = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings";
const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

/** The name of the sum of all policies in `secondsSpent`. */
export const allPolicies = "all policies";

/** A kind that a policy names. */
export interface TimedKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly resource: string;
  /** Path of its OpenAPI v3 document. */
  readonly schema: string;
  /** Whether policies check its creation. If not, they check its change. */
  readonly isCreated: boolean;
}

interface Rule {
  readonly groups: readonly string[];
  readonly resources: readonly string[];
  readonly operations: readonly string[];
}

/** Creates the copies, and returns the kinds. */
export async function createTimedPolicies(): Promise<readonly TimedKind[]> {
  const own = (await exampleObjects())
    .filter(({ kind }) => kind === "ValidatingAdmissionPolicy")
    .map((policy) => ({ ...policy, spec: objectAt(objectAt(policy)["spec"]) }));
  const kinds = await kindsOf(own.flatMap(({ spec }) => rulesOf(spec)));
  for (const { kind, resource } of kinds) {
    await send("POST", definitions, definitionOf(kind, resource));
  }
  for (const policy of own) {
    const name = `timing-${policy.metadata.name}`;
    await send("POST", policies, { ...policy, metadata: { name }, spec: copyOf(policy.spec) });
    await send("POST", bindings, {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingAdmissionPolicyBinding",
      metadata: { name },
      spec: { policyName: name, validationActions: ["Deny"] },
    });
  }
  const annotations = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`k${i}`, ""]));
  for (const { kind, resource } of kinds.filter(
    (each) => each.kind === "Deployment" || each.kind === "Ingress",
  )) {
    await waitUntil(
      "the copies are in force",
      () =>
        sendObject("POST", resource, {
          kind,
          metadata: { annotations },
          spec: { template: { metadata: { annotations } } },
        }),
      ({ status }) => status === 422 || status === 403,
    );
  }
  return kinds;
}

export async function removeTimedPolicies(): Promise<void> {
  const platform = await callerOf("platform");
  for (const collection of [bindings, policies, definitions]) {
    const { body } = await platform.request("GET", collection);
    for (const item of listAt(objectAt(body)["items"])) {
      const name = stringAt(objectAt(objectAt(item)["metadata"])["name"]) ?? "";
      if (name.startsWith("timing-") || name.endsWith(`.${group}`)) {
        await platform.request("DELETE", `${collection}/${name}`);
      }
    }
  }
}

/** What conditions of policies look for, and the schema doesn't give: without it a policy would not loop at all. */
const specs: Readonly<Record<string, JsonObject>> = {
  Gateway: { gatewayClassName: "alb" },
  Ingress: { ingressClassName: "alb" },
  Service: { type: "LoadBalancer" },
};

/** Sends an object of the kind's copy as a dry run. For a change, there is a small object before. */
export async function sendTimed({ kind, resource, isCreated }: TimedKind, content: JsonObject) {
  const object = { ...content, kind, spec: { ...objectAt(content["spec"]), ...specs[kind] } };
  if (isCreated) {
    return await sendObject("POST", resource, object);
  }
  const platform = await callerOf("platform");
  await platform.request("POST", pathOf(resource), whole({ kind, spec: {} }));
  return await sendObject("PUT", resource, object);
}

async function sendObject(method: "POST" | "PUT", resource: string, content: JsonObject) {
  const platform = await callerOf("platform");
  const path = `${pathOf(resource)}${method === "PUT" ? "/timed" : ""}?dryRun=All`;
  return await platform.request(method, path, whole(content));
}

function pathOf(resource: string): string {
  return `/apis/${group}/v1/namespaces/${namespace}/${resource}`;
}

function whole(content: JsonObject) {
  return {
    ...content,
    apiVersion: `${group}/v1`,
    metadata: { ...objectAt(content["metadata"]), name: "timed", namespace },
  };
}

async function send(method: string, path: string, body: object): Promise<void> {
  const platform = await callerOf("platform");
  const answer = await platform.request(method, path, body);
  if (answer.status >= 300) {
    throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  }
}

function rulesOf({ matchConstraints }: JsonObject): Rule[] {
  return listAt(objectAt(matchConstraints)["resourceRules"])
    .map(objectAt)
    .map(({ apiGroups, resources, operations }) => ({
      groups: listAt(apiGroups).map(String),
      resources: listAt(resources).map(String),
      operations: listAt(operations).map(String),
    }));
}

/** The kinds that rules name, as far as the API server has them. Rules for `*` then match the copies of all. */
async function kindsOf(rules: readonly Rule[]): Promise<TimedKind[]> {
  const platform = await callerOf("platform");
  const groups = new Set(rules.flatMap((rule) => rule.groups).filter((name) => name !== "*"));
  const found: TimedKind[] = [];
  for (const name of groups) {
    const preferred = objectAt(
      objectAt((await platform.request("GET", `/apis/${name}`)).body)["preferredVersion"],
    );
    const apiVersion = name === "" ? "v1" : stringAt(preferred["groupVersion"]);
    if (apiVersion === undefined) {
      continue;
    }
    const root = name === "" ? "api/v1" : `apis/${apiVersion}`;
    const { body } = await platform.request("GET", `/${root}`);
    const named = rules.filter((rule) => rule.groups.includes(name));
    for (const { name: resource, kind } of listAt(objectAt(body)["resources"]).map(objectAt)) {
      const of = named.filter((rule) => rule.resources.includes(String(resource)));
      // Subresources of pods have their own kinds.
      if (of.length > 0 && !String(resource).includes("/")) {
        const isCreated = of.some(({ operations }) => operations.includes("CREATE"));
        found.push({
          apiVersion,
          kind: String(kind),
          resource: String(resource),
          schema: `/openapi/v3/${root}`,
          isCreated,
        });
      }
    }
  }
  return found;
}

function definitionOf(kind: string, resource: string) {
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${resource}.${group}` },
    spec: {
      group,
      scope: "Namespaced",
      names: { kind, listKind: `${kind}List`, plural: resource, singular: kind.toLowerCase() },
      versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema: anything } }],
    },
  };
}

/** The spec of a policy, for the group and the namespace of the copies. */
function copyOf(spec: JsonObject): JsonObject {
  const constraints = objectAt(spec["matchConstraints"]);
  const rules = listAt(constraints["resourceRules"])
    .map(objectAt)
    .map((rule) => ({ ...rule, apiGroups: [group], apiVersions: ["*"] }));
  const copy = {
    ...spec,
    matchConstraints: {
      namespaceSelector: {
        matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: [namespace] }],
      },
      resourceRules: rules,
    },
  };
  return JSON.parse(
    JSON.stringify(copy).replaceAll("request.resource.group == 'apps'", "true"),
  ) as JsonObject;
}

/** Seconds that the API server has spent in the checks of each policy, and in admission policies altogether. */
export async function secondsSpent(): Promise<ReadonlyMap<string, number>> {
  const platform = await callerOf("platform");
  const { body } = await platform.request("GET", "/metrics");
  const seconds = new Map<string, number>();
  const line =
    /^apiserver_(?:validating_admission_policy_check_duration_seconds_sum\{.*policy="([^"]+)"|admission_controller_admission_duration_seconds_sum\{name="ValidatingAdmissionPolicy").*\} (.*)$/gm;
  for (const [, policy = allPolicies, value] of String(body).matchAll(line)) {
    seconds.set(policy, (seconds.get(policy) ?? 0) + Number(value));
  }
  return seconds;
}
