import { platform } from "../../lab/lab.ts";
import { auditLines } from "../lab/support/audit-lines.ts";

/** One request that changed something. */
export interface Write {
  readonly verb: string;
  /** As `networkpolicies`. */
  readonly resource: string;
  /** Of a Namespace: itself. Empty for what is in none. */
  readonly namespace: string;
  readonly name: string;
  /** When it ended, in milliseconds, with their fraction where it is known. */
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
 * What the platform, that is Pulumi, wrote so far, in the order in which it was done.
 *
 * Server-side applies aren't in the log: the provider sends them as YAML, and an event with YAML in it is lost
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
  // `Date.parse` drops the microseconds, in which much happens.
  const [seconds, fraction = "0"] = stageTimestamp.replace("Z", "").split(".");
  return {
    verb,
    resource,
    namespace: resource === "namespaces" ? name : namespace,
    name,
    at: Date.parse(`${seconds}Z`) + Number(`0.${fraction}`) * 1000,
  };
}
