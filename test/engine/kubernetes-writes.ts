import { platform } from "../../lab/lab.ts";
import { auditLines } from "../lab/support/audit-lines.ts";

/** One request that changed an object. */
export interface Write {
  readonly verb: string;
  /** The resource of the API, for example `networkpolicies`. */
  readonly resource: string;
  /** For a Namespace, its own name. Empty for cluster-scoped objects. */
  readonly namespace: string;
  readonly name: string;
  /** The time of its end, in milliseconds, with the fraction if it is known. */
  readonly at: number;
}

interface AuditEvent {
  readonly stage: string;
  readonly verb: string;
  readonly requestURI: string;
  readonly objectRef?: {
    readonly resource: string;
    readonly subresource?: string;
    readonly namespace?: string;
    readonly name?: string;
  };
  readonly responseStatus?: { readonly code: number };
  readonly stageTimestamp: string;
}

/**
 * The writes of the platform's identity, which Pulumi uses, in their order.
 *
 * Server-side applies are missing. The provider sends them in YAML, and the server loses events with YAML
 * (kubernetes/kubernetes#139419).
 */
export function readWrites(auditLog: string): Write[] {
  return auditLines(auditLog)
    .filter((line) => line.includes(`:${platform.person}"`))
    .map((line): AuditEvent => JSON.parse(line))
    .filter(isWrite)
    .map(toWrite)
    .sort((one, other) => one.at - other.at);
}

function isWrite({ stage, verb, requestURI, objectRef, responseStatus }: AuditEvent): boolean {
  return (
    stage === "ResponseComplete" &&
    ["create", "update", "patch", "delete"].includes(verb) &&
    objectRef !== undefined &&
    objectRef.subresource === undefined &&
    !requestURI.includes("dryRun=") &&
    (responseStatus?.code ?? 500) < 400
  );
}

function toWrite({ verb, objectRef, stageTimestamp }: AuditEvent): Write {
  const { resource = "", namespace = "", name = "" } = objectRef ?? {};
  // `Date.parse` drops the microseconds, which decide the order of fast requests.
  const [seconds, fraction = "0"] = stageTimestamp.replace("Z", "").split(".");
  return {
    verb,
    resource,
    namespace: resource === "namespaces" ? name : namespace,
    name,
    at: Date.parse(`${seconds}Z`) + Number(`0.${fraction}`) * 1000,
  };
}
