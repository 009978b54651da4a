import type { Actor, Attempt, Request, Tenant } from "../support/attempt.ts";
import { pathOf, read, strategicPatch } from "../support/requests.ts";
import { target } from "../support/targets.ts";
import { image } from "../support/workloads.ts";

/** Ways into running pods. What passes ends at the kubelet, which the lab doesn't have. */

const pods = (tenant: Tenant, sub: string) => pathOf("v1", "pods", tenant, `${target}${sub}`);
const service = (tenant: Tenant, rest: string) => pathOf("v1", "services", tenant, `http:${target}:${rest}`);

const post = (path: string): Request => ({ method: "POST", path });

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

/** By both verbs: SPDY clients open streams by POST, WebSocket clients by GET. */
const streams = (tenant: Tenant): Readonly<Record<string, Request>> => ({
  "runs a command in a pod by POST": post(pods(tenant, "/exec?command=sh&stdout=true")),
  "runs a command in a pod by GET": read(pods(tenant, "/exec?command=sh&stdout=true")),
  "attaches to a pod by POST": post(pods(tenant, "/attach?stdout=true")),
  "attaches to a pod by GET": read(pods(tenant, "/attach?stdout=true")),
  "forwards a pod's port by POST": post(pods(tenant, "/portforward?ports=8080")),
  "forwards a pod's port by GET": read(pods(tenant, "/portforward?ports=8080")),
});

const proxies = (tenant: Tenant): Readonly<Record<string, Request>> => ({
  "calls a pod through the API server": read(pods(tenant, ":8080/proxy/metrics")),
  "posts to a pod through the API server": {
    method: "POST",
    path: pods(tenant, ":8080/proxy/orders"),
    body: {},
  },
  "calls a Service through the API server": read(service(tenant, "8080/proxy/")),
  "deletes at a Service through the API server": {
    method: "DELETE",
    path: service(tenant, "http/proxy/x"),
  },
});

const debugging = (tenant: Tenant): Readonly<Record<string, Request>> => ({
  "puts a debugger into a pod": strategicPatch(pods(tenant, "/ephemeralcontainers"), debugger_),
});

const attempts = (
  as: Actor,
  tenant: Tenant,
  requests: Readonly<Record<string, Request>>,
  verdict: Pick<Attempt, "expect" | "by" | "why" | "serves">,
): Attempt[] =>
  Object.entries(requests).map(([what, does]) => ({
    name: `${what} of ${tenant}`,
    as,
    does,
    // No scheduler binds the pod, and no pod has an address.
    beyond: /does not have a host assigned|address not allowed|no endpoints available/,
    ...verdict,
  }));

const byRole = {
  expect: "refused",
  by: "rbac",
  why: "What runs is changed by deploying it; entering pods is the operator's.",
  serves: ["B7", "NSA-POD-19", "T1609"],
} as const;

const byClass = {
  expect: "refused",
  by: "casemate-interactive",
  why: "In a session card data can be read, and the audit log doesn't see what was done.",
  serves: ["A7", "E2", "NSA-POD-19", "T1609"],
} as const;

const passes = {
  expect: "admitted",
  why: "In class standard operators debug what they run.",
  serves: ["B7", "NSA-POD-19"],
} as const;

/** exec, attach, port-forward, proxies and ephemeral containers. */
export const interactive: readonly Attempt[] = [
  ...attempts(
    "developer of checkout",
    "checkout",
    { ...streams("checkout"), ...debugging("checkout") },
    byRole,
  ),
  ...attempts("viewer of checkout", "checkout", { ...streams("checkout"), ...proxies("checkout") }, byRole),
  ...attempts("operator of checkout", "payments", streams("payments"), byRole),
  ...attempts(
    "operator of checkout",
    "checkout",
    { ...proxies("checkout"), ...debugging("checkout") },
    byRole,
  ),
  ...attempts("operator of checkout", "checkout", streams("checkout"), passes),
  ...attempts(
    "delegate of checkout",
    "checkout",
    { ...proxies("checkout"), ...debugging("checkout") },
    passes,
  ),
  ...attempts("operator of payments", "payments", streams("payments"), byClass),
  ...attempts(
    "delegate of payments",
    "payments",
    { ...streams("payments"), ...proxies("payments"), ...debugging("payments") },
    byClass,
  ),
  ...attempts(
    "platform",
    "payments",
    { ...streams("payments"), ...proxies("payments"), ...debugging("payments") },
    byClass,
  ),
];
