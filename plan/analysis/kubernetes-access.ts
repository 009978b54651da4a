import type { AccessRight, PlannedResource } from "../document.ts";
import { type JsonObject, listAt, objectAt, stringAt } from "../json.ts";
import { afterAdmission } from "./after-admission.ts";
import { type KubernetesObject, kubernetesObjects } from "./kubernetes-objects.ts";

/** Verbs on resources, without the subject and the namespace. */
type Rights = Pick<AccessRight, "verbs" | "resources">;
/** The subject that holds a right, and the namespace of the right. */
type Holder = Pick<AccessRight, "subject" | "namespace">;

/**
 * The rights of each subject that remain after admission. They come from RoleBindings and ClusterRoleBindings with their roles, and from EKS access
 * entries with their policies and groups.
 */
export function access(resources: readonly PlannedResource[]): AccessRight[] {
  const allObjects = kubernetesObjects(resources);
  const objects = allObjects.filter(({ apiVersion }) => apiVersion.startsWith("rbac.authorization.k8s.io/"));
  const roles = new Map(objects.filter(isRole).map((role) => [roleKey(role), rightsOf(role.content)]));
  const bindingRights = objects.filter(isBinding).flatMap((binding) => readBinding(binding, roles));
  const groups = groupsOf(resources);
  const rows = [
    ...bindingRights,
    ...bindingRights.flatMap((row) =>
      (groups.get(row.subject) ?? []).map((subject) => ({ ...row, subject })),
    ),
    ...resources.flatMap(readAssociation),
  ];
  const distinct = new Map(afterAdmission(rows, allObjects).map((row) => [JSON.stringify(row), row]));
  return [...distinct].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

function isRole({ kind }: KubernetesObject): boolean {
  return kind === "Role" || kind === "ClusterRole";
}

function isBinding({ kind }: KubernetesObject): boolean {
  return kind === "RoleBinding" || kind === "ClusterRoleBinding";
}

function roleKey({ kind, namespace, name }: Pick<KubernetesObject, "kind" | "namespace" | "name">): string {
  return `${kind}/${kind === "Role" ? (namespace ?? "default") : ""}/${name}`;
}

function readBinding(
  binding: KubernetesObject,
  roles: ReadonlyMap<string, readonly Rights[]>,
): AccessRight[] {
  const isClusterWide = binding.kind === "ClusterRoleBinding";
  const namespace = isClusterWide ? "*" : (binding.namespace ?? "default");
  const { kind = "", name = "" } = objectAt(binding.content["roleRef"]);
  const role = { kind: String(kind), name: String(name), namespace };
  const rights = roles.get(roleKey(role)) ?? builtInRights(role.kind, role.name);
  return listAt(binding.content["subjects"])
    .map((subject) => nameOf(objectAt(subject), namespace))
    .flatMap((subject) => rights.map((right) => ({ subject, namespace, ...right })));
}

function nameOf({ kind, name, namespace: subjectNamespace }: JsonObject, namespace: string): string {
  return kind === "ServiceAccount"
    ? `ServiceAccount ${subjectNamespace ?? namespace}/${name}`
    : `${kind} ${name}`;
}

/** The rules of a role, one entry for each set of verbs. */
function rightsOf(role: JsonObject): Rights[] {
  const byVerbs = new Map<string, { verbs: string[]; resources: Set<string> }>();
  for (const rule of listAt(role["rules"]).map(objectAt)) {
    const verbs = listAt(rule["verbs"]).map(String).sort();
    const entry = byVerbs.get(verbs.join()) ?? { verbs, resources: new Set<string>() };
    byVerbs.set(verbs.join(), entry);
    for (const resource of resourcesOf(rule)) {
      entry.resources.add(resource);
    }
  }
  return [...byVerbs.values()].map(({ verbs, resources }) => ({ verbs, resources: [...resources].sort() }));
}

function resourcesOf(rule: JsonObject): string[] {
  const groups = listAt(rule["apiGroups"]).map(String);
  const names = listAt(rule["resourceNames"]).map(String);
  const resources = listAt(rule["resources"]).map(String);
  const qualifiedNames = resources.flatMap((resource) =>
    groups.map((group) => {
      const [main = "", ...sub] = resource.split("/");
      return [group === "" ? main : `${main}.${group}`, ...sub].join("/");
    }),
  );
  const objectNames =
    names.length === 0
      ? qualifiedNames
      : qualifiedNames.flatMap((resource) => names.map((name) => `${resource}/${name}`));
  return [...objectNames, ...listAt(rule["nonResourceURLs"]).map(String)];
}

/** What `verbs` says in front of a role whose rights the plan doesn't know. Part of the document's format. */
const sameRights = "as in";

/** The rights of roles that the plan doesn't create: built-in roles, and roles from outside the stack. */
function builtInRights(kind: string, name: string): Rights[] {
  return name === "cluster-admin"
    ? [{ verbs: ["*"], resources: ["*"] }]
    : [{ verbs: [`${sameRights} ${kind} ${name}`], resources: [] }];
}

/** The principals whose access entries make them members of a group, by `Group <name>`. */
function groupsOf(resources: readonly PlannedResource[]): Map<string, string[]> {
  const members = new Map<string, string[]>();
  for (const { type, inputs } of resources) {
    if (type === "aws:eks/accessEntry:AccessEntry") {
      for (const group of listAt(inputs["kubernetesGroups"])) {
        const key = `Group ${group}`;
        members.set(key, [...(members.get(key) ?? []), String(inputs["principalArn"])]);
      }
    }
  }
  return members;
}

function readAssociation({ type, inputs }: PlannedResource): AccessRight[] {
  if (type !== "aws:eks/accessPolicyAssociation:AccessPolicyAssociation") {
    return [];
  }
  const scope = objectAt(inputs["accessScope"]);
  const namespaces = scope["type"] === "namespace" ? listAt(scope["namespaces"]).map(String) : ["*"];
  const policy = (stringAt(inputs["policyArn"]) ?? "").split("/").at(-1) ?? "";
  const rights = eksPolicies[policy] ?? { verbs: [`${sameRights} ${policy}`], resources: [] };
  const holders: Holder[] = namespaces.map((namespace) => ({
    subject: String(inputs["principalArn"]),
    namespace,
  }));
  return holders.map((holder) => ({ ...holder, ...rights }));
}

/** The EKS access policies with rights on all resources. The report shows others by their name (EKS user guide). */
const eksPolicies: Readonly<Record<string, Rights>> = {
  AmazonEKSClusterAdminPolicy: { verbs: ["*"], resources: ["*"] },
  AmazonEKSAdminViewPolicy: { verbs: ["get", "list", "watch"], resources: ["*"] },
};
