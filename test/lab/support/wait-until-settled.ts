import { randomUUID } from "node:crypto";
import { type Caller, type Lab, platform } from "../../../lab/lab.ts";
import { listAt, objectAt, stringAt } from "../../../plan/json.ts";
import { pathOf } from "./requests.ts";
import { waitUntil } from "./wait-until.ts";

/**
 * Waits until applied objects are in force: quotas, roles and admission policies with their bindings. The API server learns
 * of them by watches, and compiles policies once a second.
 */
export async function waitUntilSettled(lab: Lab): Promise<void> {
  const caller = await lab.as(platform);
  await waitUntilQuotasCount(caller);
  await waitUntilProbesAreInForce(caller);
}

/** A quota refuses every object until the controller manager has counted its use. */
async function waitUntilQuotasCount(caller: Caller): Promise<void> {
  const { body } = await caller.request("GET", pathOf("v1", "resourcequotas"));
  const namespaces = listAt(objectAt(body)["items"]).map(
    (quota) => stringAt(objectAt(objectAt(quota)["metadata"])["namespace"]) ?? "",
  );
  for (const namespace of new Set(namespaces)) {
    const path = `${pathOf("v1", "configmaps", namespace)}?dryRun=All`;
    await waitUntil(
      `${namespace} has its quota counted`,
      () => caller.request("POST", path, { metadata: { name: "counted" } }),
      ({ status }) => status === 201,
    );
  }
}

/**
 * The watch of a kind reports writes in their order. So this writes one probe of each kind, under a new name. When the
 * server follows the probes, it follows all writes before them.
 */
async function waitUntilProbesAreInForce(caller: Caller): Promise<void> {
  const name = `probe-${randomUUID()}`;
  const probes = probesOf(name);
  try {
    for (const [path, probe] of probes) {
      const { status, body } = await caller.request("POST", path, { metadata: { name }, ...probe });
      if (status !== 201) {
        throw new Error(`POST ${path}: ${status} ${JSON.stringify(body)}`);
      }
    }
    for (const scope of [{ namespace: "default" }, {}]) {
      const spec = { user: name, resourceAttributes: { ...scope, ...probeRight } };
      await waitUntil(
        "new roles are in force",
        () => caller.request("POST", pathOf("authorization.k8s.io/v1", "subjectaccessreviews"), { spec }),
        ({ body }) => objectAt(objectAt(body)["status"])["allowed"] === true,
      );
    }
    const configMaps = `${pathOf("v1", "configmaps", "default")}?dryRun=All`;
    await waitUntil(
      "new admission policies are in force",
      () => caller.request("POST", configMaps, { metadata: { name } }),
      ({ body }) => JSON.stringify(body).includes(`ValidatingAdmissionPolicy '${name}'`),
    );
  } finally {
    for (const [path] of probes) {
      await caller.request("DELETE", `${path}/${name}`);
    }
  }
}

const probeRight = { group: "probe.example", resource: "probes", verb: "get" };

/** A Role, a ClusterRole, and an admission policy that refuses ConfigMaps of this name. */
function probesOf(name: string): (readonly [path: string, probe: object])[] {
  const apiGroup = "rbac.authorization.k8s.io";
  const rules = [
    { apiGroups: [probeRight.group], resources: [probeRight.resource], verbs: [probeRight.verb] },
  ];
  const subjects = [{ apiGroup, kind: "User", name }];
  const rbac = (resource: string, namespace?: string) => pathOf(`${apiGroup}/v1`, resource, namespace);
  const admission = (resource: string) => pathOf("admissionregistration.k8s.io/v1", resource);
  const resourceRule = {
    apiGroups: [""],
    apiVersions: ["v1"],
    operations: ["CREATE"],
    resources: ["configmaps"],
    resourceNames: [name],
  };
  return [
    [rbac("roles", "default"), { rules }],
    [rbac("rolebindings", "default"), { roleRef: { apiGroup, kind: "Role", name }, subjects }],
    [rbac("clusterroles"), { rules }],
    [rbac("clusterrolebindings"), { roleRef: { apiGroup, kind: "ClusterRole", name }, subjects }],
    [
      admission("validatingadmissionpolicies"),
      {
        spec: { matchConstraints: { resourceRules: [resourceRule] }, validations: [{ expression: "false" }] },
      },
    ],
    [
      admission("validatingadmissionpolicybindings"),
      { spec: { policyName: name, validationActions: ["Deny"] } },
    ],
  ];
}
