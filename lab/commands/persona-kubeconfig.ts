import { type JsonObject, listAt, objectAt, stringAt } from "../../plan/json.ts";
import type { Caller, Connection } from "../api/connection.ts";
import type { ObjectAddress } from "../api/object-address.ts";
import { type Identity, platform } from "../identity/identity.ts";
import { LabError, LabFailure } from "../lab-errors.ts";
import { type LabRecord, namespacesOf } from "../process/state.ts";

/** An identity to use in a lab, and its namespace. */
export interface Persona {
  readonly identity: Identity;
  /** User and groups for display, for example `oidc:payments-developer (oidc:payments-dev)`. */
  readonly title: string;
  /** The tenant's namespace. */
  readonly namespace: string | undefined;
}

const allowed = "platform, NAMESPACE:ROLE (as payments:developer) or NAMESPACE:workload/SERVICE-ACCOUNT";

/**
 * Finds the identity for `platform`, `payments:developer` or `payments:workload/api`. A user's groups come from the
 * namespace's RoleBindings, so they are always those of the stack.
 *
 * @throws LabError with the allowed names
 */
export async function personaOf(who: string, record: LabRecord, connection: Connection): Promise<Persona> {
  if (who === "platform") {
    return person(platform, record, undefined);
  }
  const [, namespace, role, account] = /^([a-z0-9-]+):([\w.-]+)(?:\/([a-z0-9.-]+))?$/.exec(who) ?? [];
  if (namespace === undefined || role === undefined || (account === undefined) === (role === "workload")) {
    throw new LabError(`--as: received ${who}; allowed: ${allowed}.`);
  }
  if (!namespacesOf(record).includes(namespace)) {
    throw new LabError(
      `--as: received ${who}; allowed namespaces of the lab ${record.name}: ${namespacesOf(record).join(", ")}.`,
    );
  }
  const owner = await connection.as(platform);
  if (account !== undefined) {
    await assertAccount(owner, namespace, account, who);
    const title = `system:serviceaccount:${namespace}:${account}`;
    return { identity: { serviceAccount: account, namespace }, title, namespace };
  }
  const bindings = await listOf(
    owner,
    `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}/rolebindings`,
  );
  const groups = bindings.filter((binding) => roleOf(binding) === role).flatMap(groupsOf);
  if (groups.length === 0) {
    throw new LabError(
      `--as: received ${who}; allowed roles in ${namespace}: ${rolesOf(bindings).join(", ") || "none"}, workload/….`,
    );
  }
  const { prefix } = record;
  const unprefixed = groups.map((group) => (group.startsWith(prefix) ? group.slice(prefix.length) : group));
  return person({ person: `${namespace}-${role}`, groups: unprefixed }, record, namespace);
}

/** One name of each kind for {@link personaOf}, from the first tenant with users. */
export function examplePersonas(objects: readonly ObjectAddress[]): string[] {
  const bindings = objects.filter(({ kind }) => kind === "RoleBinding");
  const namespace = objects.find(({ kind, metadata: { name } }) => {
    return kind === "Namespace" && bindings.some(({ metadata }) => metadata.namespace === name);
  })?.metadata.name;
  const inside = objects.filter(
    ({ metadata }) => namespace !== undefined && metadata.namespace === namespace,
  );
  const accounts = inside.filter(
    ({ kind, metadata }) => kind === "ServiceAccount" && metadata.name !== "default",
  );
  return [
    "platform",
    ...rolesOf(inside.filter(({ kind }) => kind === "RoleBinding")).map((role) => `${namespace}:${role}`),
    ...accounts.slice(0, 1).map(({ metadata }) => `${namespace}:workload/${metadata.name}`),
  ];
}

function person(
  identity: { person: string; groups: readonly string[] },
  { prefix }: LabRecord,
  namespace: string | undefined,
): Persona {
  const groups = identity.groups.map((group) => `${prefix}${group}`).join(", ");
  return { identity, title: `${prefix}${identity.person} (${groups})`, namespace };
}

/** The roles of groups in some bindings. */
function rolesOf(bindings: readonly object[]): string[] {
  return [...new Set(bindings.filter((binding) => groupsOf(binding).length > 0).map(roleOf))];
}

/** The last part of the role's name: `developer` of `casemate:developer`. */
function roleOf(binding: object): string {
  const { name } = objectAt((binding as JsonObject)["roleRef"]);
  return stringAt(name)?.split(":").at(-1) ?? "";
}

function groupsOf(binding: object): string[] {
  return listAt((binding as JsonObject)["subjects"])
    .map(objectAt)
    .filter(({ kind }) => kind === "Group")
    .flatMap(({ name }) => stringAt(name) ?? []);
}

async function assertAccount(owner: Caller, namespace: string, account: string, who: string): Promise<void> {
  const accounts = await listOf(owner, `/api/v1/namespaces/${namespace}/serviceaccounts`);
  const names = accounts.map(({ metadata }) => stringAt(objectAt(metadata)["name"]));
  if (!names.includes(account)) {
    throw new LabError(
      `--as: received ${who}; allowed service accounts in ${namespace}: ${names.join(", ")}.`,
    );
  }
}

async function listOf(owner: Caller, path: string): Promise<JsonObject[]> {
  const { status, body } = await owner.request("GET", path);
  if (status !== 200) {
    throw new LabFailure(`${path} was refused with ${status}: ${JSON.stringify(body)}`);
  }
  return listAt(objectAt(body)["items"]).map(objectAt);
}
