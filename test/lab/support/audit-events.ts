import { isObject, type JsonObject, objectAt, stringAt } from "../../../plan/json.ts";
import { lab } from "../suite.ts";
import type { Request } from "./attempt.ts";
import { auditLines } from "./audit-lines.ts";

/** The finished events of the lab's audit log, by their id. */
export function auditEvents(): Map<string, JsonObject> {
  const events = auditLines(lab().auditLog).map((line) => JSON.parse(line) as unknown);
  return new Map(
    events
      .filter(isObject)
      .filter((event) => event["stage"] === "ResponseComplete" || event["stage"] === "ResponseStarted")
      .map((event) => [stringAt(event["auditID"]) ?? "", event]),
  );
}

/** What an event must say of a refused request, and where it differs. */
export function differences(
  event: JsonObject,
  expected: { readonly user: string | undefined; readonly request: Request; readonly status: number },
): string[] {
  const { user, request, status } = expected;
  const object = objectAt(event["objectRef"]);
  const target = targetOf(request.path);
  const wanted: Record<string, unknown> = {
    requestURI: request.path,
    "user.username": user,
    verb: target === undefined ? request.method.toLowerCase() : verbOf(request, target.name),
    "objectRef.resource": target?.resource,
    "objectRef.namespace": target?.namespace,
    "responseStatus.code": status,
  };
  const found: Record<string, unknown> = {
    requestURI: event["requestURI"],
    "user.username": objectAt(event["user"])["username"],
    verb: event["verb"],
    "objectRef.resource": object["resource"],
    "objectRef.namespace": object["namespace"],
    "responseStatus.code": objectAt(event["responseStatus"])["code"],
  };
  return Object.keys(wanted).flatMap((field) =>
    wanted[field] === found[field]
      ? []
      : [`${field}: expected ${String(wanted[field])}, got ${String(found[field])}`],
  );
}

interface Target {
  readonly resource: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
}

/** What a path is about, as the API server reads it (`requestinfo.go`); undefined for `/healthz` and its like. */
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
    // A namespace is in itself, to the API server.
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
