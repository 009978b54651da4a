import { join } from "node:path";
import type { TenantArgs } from "../../../components/index.ts";
import type { ObjectAddress } from "../../../lab/api/object-address.ts";
import { objectsOf } from "../../../lab/objects/planned-objects.ts";
import { plan } from "../../../plan/plan.ts";
import { readProject } from "../../../plan/project/project.ts";
import { toStackConfig } from "../../../plan/project/stack-config.ts";
import type { Impostor } from "./attempt.ts";
import { registry } from "./workloads.ts";

/** A tenant with the fields that the example's tenants don't have. */
export const workshop = {
  name: "workshop",
  team: "tools",
  size: { cpu: 4, memory: "8Gi", ephemeralStorage: "10Gi", storage: "0", pods: 20, gpus: 1 },
  access: {
    viewers: ["workshop-view"],
    developers: ["workshop-dev"],
    operators: ["workshop-ops"],
    customResources: [
      { apiGroup: "databases.example.com", resources: ["databases"] },
      { apiGroup: "databases.example.com", resources: ["restores"], writtenBy: "operator" },
    ],
    rules: [
      {
        persona: "developer",
        apiGroup: "coordination.k8s.io",
        resources: ["leases"],
        verbs: ["get", "create", "update"],
      },
    ],
  },
  hosts: ["workshop.example.com"],
  labels: { "example.com/cost-center": "4711", "istio.io/dataplane-mode": "ambient" },
  annotations: { "example.com/contact": "tools@example.com" },
  workloads: {
    app: { tokenAudiences: ["sts.amazonaws.com", "vault"] },
    api: { kubernetesApi: true },
    queue: {
      kubernetesApi: true,
      operatedBy: { namespace: "rabbitmq-system", serviceAccount: "cluster-operator" },
      serviceAccounts: ["queue-server"],
    },
  },
} as const satisfies TenantArgs;

/** A tenant with an exception from Pod Security `restricted`. */
export const legacy = {
  name: "legacy",
  team: "tools",
  size: { cpu: 64, memory: "64Gi", ephemeralStorage: "64Gi", storage: "0", pods: 100 },
  access: { developers: ["legacy-dev"] },
  podSecurity: "baseline",
  waivers: [
    {
      control: "namespace-restricted-pod-security",
      reason: "the vendor's image starts as root and drops its rights",
      owner: "tools",
      expires: "2999-12-31",
    },
  ],
} as const satisfies TenantArgs;

const names: readonly string[] = [workshop.name, legacy.name];
const program = join(import.meta.dirname, "../engine/programs/tenants");
let objects: Promise<readonly ObjectAddress[]> | undefined;

/** The tenant's objects, from the plan of a program that creates it. */
export async function workshopObjects(): Promise<readonly ObjectAddress[]> {
  objects ??= planned();
  return await objects;
}

async function planned(): Promise<readonly ObjectAddress[]> {
  const project = readProject(program);
  const config = toStackConfig(project.name, {
    "tenants:kubeconfig": "{}",
    "tenants:kubernetesVersion": "1.35",
    "tenants:registries": [registry],
    "tenants:tenants": [workshop, legacy],
  });
  const { resources } = await plan({ project, stack: "workshop", config, packs: [] });
  return objectsOf(resources).filter(
    ({ kind, metadata }) =>
      names.includes(metadata.namespace ?? "") || (kind === "Namespace" && names.includes(metadata.name)),
  );
}

/** A person in a group of the tenant. */
function person(name: string, group: string): Impostor {
  return { name, identity: () => ({ person: name.replaceAll(" ", "-"), groups: [group] }) };
}

export const workshopViewer = person("viewer of workshop", "workshop-view");
export const workshopDeveloper = person("developer of workshop", "workshop-dev");
export const workshopOperator = person("operator of workshop", "workshop-ops");
export const legacyDeveloper = person("developer of legacy", "legacy-dev");

/** The operator of queues, and another operator that the tenant doesn't name. Both have wide rights, like real ones. */
export const queueOperator = { namespace: "rabbitmq-system", name: "cluster-operator" } as const;
export const otherOperator = { namespace: "rabbitmq-system", name: "topology-operator" } as const;
/** An account of the tenant's own namespace with every right in it, for example of a deployment tool. */
export const workshopAdmin = { namespace: "workshop", name: "namespace-admin" } as const;

const rbac = "rbac.authorization.k8s.io";
const wide = [
  { apiGroups: [""], resources: ["*"], verbs: ["*"] },
  { apiGroups: ["apps", "batch", rbac], resources: ["*"], verbs: ["*"] },
];

const definition = (kind: string, plural: string) => ({
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: `${plural}.databases.example.com` },
  spec: {
    group: "databases.example.com",
    scope: "Namespaced",
    names: { kind, plural, singular: kind.toLowerCase() },
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
      },
    ],
  },
});

export const operatorObjects: readonly object[] = [
  definition("Database", "databases"),
  definition("Restore", "restores"),
  { apiVersion: "v1", kind: "Namespace", metadata: { name: queueOperator.namespace } },
  ...[queueOperator, otherOperator].flatMap((metadata) => [
    { apiVersion: "v1", kind: "ServiceAccount", metadata },
    { apiVersion: `${rbac}/v1`, kind: "ClusterRole", metadata: { name: metadata.name }, rules: wide },
    {
      apiVersion: `${rbac}/v1`,
      kind: "ClusterRoleBinding",
      metadata: { name: metadata.name },
      roleRef: { apiGroup: rbac, kind: "ClusterRole", name: metadata.name },
      subjects: [{ kind: "ServiceAccount", ...metadata }],
    },
  ]),
  { apiVersion: "v1", kind: "ServiceAccount", metadata: workshopAdmin },
  { apiVersion: `${rbac}/v1`, kind: "Role", metadata: workshopAdmin, rules: wide },
  {
    apiVersion: `${rbac}/v1`,
    kind: "RoleBinding",
    metadata: workshopAdmin,
    roleRef: { apiGroup: rbac, kind: "Role", name: workshopAdmin.name },
    subjects: [{ kind: "ServiceAccount", ...workshopAdmin }],
  },
];

const byAccount = (name: string, of: { readonly namespace: string; readonly name: string }): Impostor => ({
  name,
  identity: () => ({ serviceAccount: of.name, namespace: of.namespace }),
});

export const asQueueOperator = byAccount("operator of queues", queueOperator);
export const asOtherOperator = byAccount("another operator", otherOperator);
export const asWorkshopAdmin = byAccount("namespace admin of workshop", workshopAdmin);
