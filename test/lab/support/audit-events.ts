import { isObject, type JsonObject, objectAt, stringAt } from "../../../plan/json.ts";
import { lab } from "../suite.ts";
import type { Request } from "./attempt.ts";
import { auditLines } from "./audit-lines.ts";

/** The events of completed requests in the lab's audit log, by their id. */
export function auditEvents(): Map<string, JsonObject> {
  const events = auditLines(lab().auditLog).map((line) => JSON.parse(line) as unknown);
  return new Map(
    events
      .filter(isObject)
      .filter((event) => event["stage"] === "ResponseComplete" || event["stage"] === "ResponseStarted")
      .map((event) => [stringAt(event["auditID"]) ?? "", event]),
  );
}

/** The fields of an event that differ from what it must say of a refused request. */
export function differences(
  event: JsonObject,
  expected: { readonly user: string | undefined; readonly request: Request; readonly status: number },
): string[] {
  const { user, request, status } = expected;
  const object = objectAt(event["objectRef"]);
  const target = targetOf(request.path);
  const expectedFields: Record<string, unknown> = {
    requestURI: request.path,
    "user.username": user,
    verb: target === undefined ? request.method.toLowerCase() : verbOf(request, target.name),
    "objectRef.resource": target?.resource,
    "objectRef.namespace": target?.namespace,
    "responseStatus.code": status,
  };
  const actualFields: Record<string, unknown> = {
    requestURI: event["requestURI"],
    "user.username": objectAt(event["user"])["username"],
    verb: event["verb"],
    "objectRef.resource": object["resource"],
    "objectRef.namespace": object["namespace"],
    "responseStatus.code": objectAt(event["responseStatus"])["code"],
  };
  return Object.keys(expectedFields).flatMap((field) =>
    expectedFields[field] === actualFields[field]
      ? []
      : [`${field}: expected ${String(expectedFields[field])}, got ${String(actualFields[field])}`],
  );
}

interface Target {
  readonly resource: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
}

/** The target of a path, by the rules of the API server (`requestinfo.go`). Undefined for paths such as `/healthz`. */
function targetOf(path: string): Target | undefined {
  const [plain = ""] = path.split("?");
  const parts = plain.split("/").filter((part) => part !== "");
  const rest = parts[0] === "api" ? parts.slice(2) : parts[0] === "apis" ? parts.slice(3) : [];
  const [first, namespace, ...inside] = rest;
  if (first === undefined) {
    return undefined;
  }
  if (first === "namespaces" && namespace !== undefined) {
    const [resource, name] = inside;
    // To the API server, the namespace of a Namespace is itself.
    return resource === undefined || resource === "status" || resource === "finalize"
      ? { resource: "namespaces", namespace, name: namespace }
      : { resource, namespace, name };
  }
  return { resource: first, namespace: undefined, name: namespace };
}

function verbOf({ method, path }: Request, name: string | undefined): string {
  switch (method) {
    case "POST":
      return "create";
    case "PUT":
      return "update";
    case "PATCH":
      return "patch";
    case "DELETE":
      return name === undefined ? "deletecollection" : "delete";
    case "GET":
      return name !== undefined ? "get" : path.includes("watch=") ? "watch" : "list";
  }
}
