import { mitre, nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt, Request, Tenant } from "../support/attempt.ts";
import { pathOf, read, strategicPatch } from "../support/requests.ts";
import { table } from "../support/tables.ts";
import { target } from "../support/targets.ts";
import { image } from "../support/workloads.ts";

const pods = (tenant: Tenant, sub: string) => pathOf("v1", "pods", tenant, `${target}${sub}`);
const service = (tenant: Tenant, rest: string) => pathOf("v1", "services", tenant, `http:${target}:${rest}`);

const post = (path: string, body?: object): Request => ({ method: "POST", path, ...(body && { body }) });

const debugger_ = {
  spec: {
    ephemeralContainers: [
      {
        name: "debug",
        image,
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ["ALL"] },
          readOnlyRootFilesystem: true,
        },
      },
    ],
  },
};

/** By both methods: SPDY clients open streams by POST, WebSocket clients by GET. */
const streams = (tenant: Tenant) => [
  {
    name: `runs a command in a pod by POST of ${tenant}`,
    does: post(pods(tenant, "/exec?command=sh&stdout=true")),
  },
  {
    name: `runs a command in a pod by GET of ${tenant}`,
    does: read(pods(tenant, "/exec?command=sh&stdout=true")),
  },
  { name: `attaches to a pod by POST of ${tenant}`, does: post(pods(tenant, "/attach?stdout=true")) },
  { name: `attaches to a pod by GET of ${tenant}`, does: read(pods(tenant, "/attach?stdout=true")) },
  { name: `forwards a pod's port by POST of ${tenant}`, does: post(pods(tenant, "/portforward?ports=8080")) },
  { name: `forwards a pod's port by GET of ${tenant}`, does: read(pods(tenant, "/portforward?ports=8080")) },
];

const proxies = (tenant: Tenant) => [
  {
    name: `calls a pod through the API server of ${tenant}`,
    does: read(pods(tenant, ":8080/proxy/metrics")),
  },
  {
    name: `posts to a pod through the API server of ${tenant}`,
    does: post(pods(tenant, ":8080/proxy/orders"), {}),
  },
  { name: `calls a Service through the API server of ${tenant}`, does: read(service(tenant, "8080/proxy/")) },
  {
    name: `deletes at a Service through the API server of ${tenant}`,
    does: { method: "DELETE" as const, path: service(tenant, "http/proxy/x") },
  },
];

const debugging = (tenant: Tenant) => [
  {
    name: `adds a debugger to a pod of ${tenant}`,
    does: strategicPatch(pods(tenant, "/ephemeralcontainers"), debugger_),
  },
];

/** The lab has no scheduler and no kubelet: the pod has no node and no address. */
const beyond = /does not have a host assigned|address not allowed|no endpoints available/;

const byRole = {
  expect: "refused",
  by: "rbac",
  beyond,
  why: "Developers change workloads by deployments, and only operators may enter pods.",
  serves: [...requirement("B7"), ...nsa("NSA-POD-19"), ...mitre("T1609")],
} as const;

const byClass = {
  expect: "refused",
  by: "casemate-interactive",
  beyond,
  why: "A session can read card data, and the audit log doesn't contain its commands.",
  serves: [...requirement("A7", "E2"), ...nsa("NSA-POD-19"), ...mitre("T1609")],
} as const;

const passes = {
  expect: "admitted",
  beyond,
  why: "In class standard, operators may debug workloads.",
  serves: [...requirement("B7"), ...nsa("NSA-POD-19")],
} as const;

/** Ways into running pods: exec, attach, port-forward, proxies and ephemeral containers. */
export const attempts: readonly Attempt[] = [
  ...table({ as: "developer of checkout", ...byRole }, [...streams("checkout"), ...debugging("checkout")]),
  ...table({ as: "viewer of checkout", ...byRole }, [...streams("checkout"), ...proxies("checkout")]),
  ...table({ as: "operator of checkout", ...byRole }, [
    ...streams("payments"),
    ...proxies("checkout"),
    ...debugging("checkout"),
  ]),
  ...table({ as: "operator of checkout", ...passes }, streams("checkout")),
  ...table({ as: "delegate of checkout", ...passes }, [...proxies("checkout"), ...debugging("checkout")]),
  ...table({ as: "operator of payments", ...byClass }, streams("payments")),
  ...table({ as: "delegate of payments", ...byClass }, [
    ...streams("payments"),
    ...proxies("payments"),
    ...debugging("payments"),
  ]),
  ...table({ as: "platform", ...byClass }, [
    ...streams("payments"),
    ...proxies("payments"),
    ...debugging("payments"),
  ]),
];
