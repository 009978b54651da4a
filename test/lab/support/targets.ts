import type { Tenant } from "./attempt.ts";
import { podNamed } from "./kinds.ts";

/** Targets of attempts: a pod and a Service that exist in a tenant's namespace during all tests. */

export const target = "target";

/** A second node, which the attackers haven't taken over. */
export const otherNode = "ip-10-64-0-11.eu-central-1.compute.internal";

const withTargets: readonly Tenant[] = ["checkout", "payments"];

export const targetObjects: readonly object[] = [
  ...withTargets.flatMap((tenant) => [podNamed(target, tenant), service(tenant)]),
  { apiVersion: "v1", kind: "Node", metadata: { name: otherNode } },
];

function service(namespace: string): object {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: target, namespace },
    spec: { ports: [{ name: "http", port: 8080 }], selector: { app: target } },
  };
}
