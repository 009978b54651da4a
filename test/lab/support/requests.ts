import type { Request } from "./attempt.ts";

/**
 * Requests on existing objects, or on objects that aren't workloads. Writes are dry runs, unless a comment says otherwise.
 * Admission judges a dry run like any write, and an admitted attempt leaves nothing behind.
 */

const roots = {
  v1: "/api/v1",
  "admissionregistration.k8s.io/v1": "/apis/admissionregistration.k8s.io/v1",
  "apiextensions.k8s.io/v1": "/apis/apiextensions.k8s.io/v1",
  "apiregistration.k8s.io/v1": "/apis/apiregistration.k8s.io/v1",
  "apps/v1": "/apis/apps/v1",
  "authentication.k8s.io/v1": "/apis/authentication.k8s.io/v1",
  "authorization.k8s.io/v1": "/apis/authorization.k8s.io/v1",
  "autoscaling/v2": "/apis/autoscaling/v2",
  "batch/v1": "/apis/batch/v1",
  "certificates.k8s.io/v1": "/apis/certificates.k8s.io/v1",
  "coordination.k8s.io/v1": "/apis/coordination.k8s.io/v1",
  "discovery.k8s.io/v1": "/apis/discovery.k8s.io/v1",
  "elbv2.k8s.aws/v1beta1": "/apis/elbv2.k8s.aws/v1beta1",
  "events.k8s.io/v1": "/apis/events.k8s.io/v1",
  "flowcontrol.apiserver.k8s.io/v1": "/apis/flowcontrol.apiserver.k8s.io/v1",
  "gateway.networking.k8s.io/v1": "/apis/gateway.networking.k8s.io/v1",
  "karpenter.k8s.aws/v1": "/apis/karpenter.k8s.aws/v1",
  "karpenter.sh/v1": "/apis/karpenter.sh/v1",
  "networking.k8s.aws/v1alpha1": "/apis/networking.k8s.aws/v1alpha1",
  "networking.k8s.io/v1": "/apis/networking.k8s.io/v1",
  "node.k8s.io/v1": "/apis/node.k8s.io/v1",
  "policy/v1": "/apis/policy/v1",
  "rbac.authorization.k8s.io/v1": "/apis/rbac.authorization.k8s.io/v1",
  "scheduling.k8s.io/v1": "/apis/scheduling.k8s.io/v1",
  "storage.k8s.io/v1": "/apis/storage.k8s.io/v1",
  "vpcresources.k8s.aws/v1beta1": "/apis/vpcresources.k8s.aws/v1beta1",
} as const;

export type ApiVersion = keyof typeof roots;

/** The path of an object, or of a collection if `name` is left out. `name` may end with a subresource. */
export function pathOf(apiVersion: ApiVersion, resource: string, namespace?: string, name?: string): string {
  const inside = namespace === undefined ? "" : `/namespaces/${namespace}`;
  return `${roots[apiVersion]}${inside}/${resource}${name === undefined ? "" : `/${name}`}`;
}

const dry = (path: string) => `${path}${path.includes("?") ? "&" : "?"}dryRun=All`;

export function read(path: string, headers?: Request["headers"]): Request {
  return { method: "GET", path, ...(headers && { headers }) };
}

export function make(path: string, body: object): Request {
  return { method: "POST", path: dry(path), body };
}

/** Creates a cluster-scoped object. RBAC refuses before the body is read, so the body may be incomplete. */
export function madeInCluster(
  apiVersion: ApiVersion,
  kind: string,
  resource: string,
  rest: object = {},
): Request {
  return make(pathOf(apiVersion, resource), { apiVersion, kind, metadata: { name: "attempt" }, ...rest });
}

/** Like `make`, but not a dry run: for steps that later steps build on. */
export function makeForReal(path: string, body: object): Request {
  return { method: "POST", path, body };
}

/** A PUT without a resource version, so that the write is unconditional. */
export function replace(path: string, body: object): Request {
  return { method: "PUT", path: dry(path), body };
}

export function mergePatch(path: string, body: object): Request {
  return { method: "PATCH", path: dry(path), body, contentType: "application/merge-patch+json" };
}

export function strategicPatch(path: string, body: object): Request {
  return { method: "PATCH", path: dry(path), body, contentType: "application/strategic-merge-patch+json" };
}

export function jsonPatch(path: string, ...operations: readonly object[]): Request {
  return { method: "PATCH", path: dry(path), body: operations, contentType: "application/json-patch+json" };
}

/** Server-side apply that takes over the fields of other managers. */
export function forceApply(path: string, body: object): Request {
  return {
    method: "PATCH",
    path: dry(`${path}?fieldManager=attempt&force=true`),
    body,
    contentType: "application/apply-patch+yaml",
  };
}

export function remove(path: string): Request {
  return { method: "DELETE", path: dry(path) };
}
