import { managedBy, managedByLabel } from "../../../components/contract/classes.ts";
import { type Lab, platform } from "../../../lab/lab.ts";
import type { Deployment } from "./tenants-stack.ts";

/** The identity of an object, from the API or from the state. */
export interface ObjectId {
  /** For example: `NetworkPolicy shop-cart/default-deny`. */
  readonly key: string;
  /** The server's UID. A recreated object has another one. */
  readonly uid: string;
}

/** The fields that identify any object. */
export interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly uid: string;
}

/** Every kind that the platform creates, with its path in the API. */
export const markedKinds: Readonly<Record<string, string>> = {
  ClusterRole: "/apis/rbac.authorization.k8s.io/v1/clusterroles",
  FlowSchema: "/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas",
  LimitRange: "/api/v1/limitranges",
  Namespace: "/api/v1/namespaces",
  NetworkPolicy: "/apis/networking.k8s.io/v1/networkpolicies",
  PriorityLevelConfiguration: "/apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations",
  ResourceQuota: "/api/v1/resourcequotas",
  RoleBinding: "/apis/rbac.authorization.k8s.io/v1/rolebindings",
  ServiceAccount: "/api/v1/serviceaccounts",
  ValidatingAdmissionPolicy: "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies",
  ValidatingAdmissionPolicyBinding: "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings",
};

/** Selects objects with the platform's label. */
export const marked = `${managedByLabel}=${managedBy}`;

const clusterWide = [
  "ClusterRole",
  "FlowSchema",
  "PriorityLevelConfiguration",
  "ValidatingAdmissionPolicyBinding",
  "ValidatingAdmissionPolicy",
];

/** Objects with the platform's label: cluster-scoped, and namespaces that begin with `prefix` with their objects. */
export async function markedObjects(lab: Lab, prefix: string): Promise<ObjectId[]> {
  const caller = await lab.as(platform);
  const lists = await Promise.all(
    Object.entries(markedKinds).map(async ([kind, path]) => {
      const { status, body } = await caller.request(
        "GET",
        `${path}?labelSelector=${encodeURIComponent(marked)}`,
      );
      if (status !== 200) {
        throw new Error(`GET ${path}: ${status}`);
      }
      const items = (body as unknown as { items: { metadata: Metadata }[] }).items;
      return items
        .filter(
          ({ metadata }) =>
            clusterWide.includes(kind) || namespaceOf(kind, metadata).startsWith(`${prefix}-`),
        )
        .map(({ metadata }) => objectId(kind, metadata));
    }),
  );
  return lists.flat();
}

/** Every object in the state of a stack, with duplicates. */
export function stateObjects({ resources = [] }: Deployment): ObjectId[] {
  return resources
    .filter(({ type }) => type.startsWith("kubernetes:"))
    .map(({ type, outputs = {} }) => {
      const kind =
        type
          .split(":")
          .at(-1)
          ?.replace(/Patch$/, "") ?? "";
      if (markedKinds[kind] === undefined) {
        throw new Error(`a kind that the tests don't look for: ${type}`);
      }
      return objectId(kind, outputs["metadata"] as Metadata);
    });
}

/** Deletes the cluster-scoped objects, so that the next stack starts without any. */
export async function removeClusterWide(lab: Lab): Promise<void> {
  const caller = await lab.as(platform);
  for (const kind of clusterWide) {
    const path = `${markedKinds[kind]}?labelSelector=${encodeURIComponent(marked)}`;
    const { status } = await caller.request("DELETE", path);
    if (status !== 200) {
      throw new Error(`DELETE ${path}: ${status}`);
    }
  }
}

export function objectId(kind: string, { name, namespace, uid }: Metadata): ObjectId {
  return { key: `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`, uid };
}

function namespaceOf(kind: string, { name, namespace }: Metadata): string {
  return kind === "Namespace" ? name : (namespace ?? "");
}
