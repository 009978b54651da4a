import type { Attempt, Request } from "../support/attempt.ts";
import { pathOf, read } from "../support/requests.ts";

/** Who says nothing of himself, or says it where the API server mustn't listen. */

const pods = read(pathOf("v1", "pods", "checkout"));
const basic = (name: string) => ({
  authorization: `Basic ${Buffer.from(`${name}:admin`).toString("base64")}`,
});

/** Requests without a token. */
export const anonymous: readonly Attempt[] = [
  ...(
    [
      ["logs in by name and password", { ...pods, headers: basic("admin") }],
      [
        "names a user in the headers of a trusted proxy",
        { ...pods, headers: { "X-Remote-User": "system:admin", "X-Remote-Group": "system:masters" } },
      ],
      [
        "acts as the platform by impersonation",
        {
          ...pods,
          headers: { "Impersonate-User": "oidc:platform-admin", "Impersonate-Group": "oidc:platform" },
        },
      ],
      ["lists namespaces", read("/api/v1/namespaces")],
      ["lists a tenant's pods", pods],
      ["reads a tenant's Secrets", read(pathOf("v1", "secrets", "payments"))],
      ["lists the API's groups", read("/apis")],
      ["reads the API's description", read("/openapi/v3")],
      ["reads the metrics", read("/metrics")],
      ["reads the cluster's OIDC configuration", read("/.well-known/openid-configuration")],
      [
        "asks what it may do",
        {
          method: "POST",
          path: pathOf("authorization.k8s.io/v1", "selfsubjectrulesreviews"),
          body: {
            apiVersion: "authorization.k8s.io/v1",
            kind: "SelfSubjectRulesReview",
            spec: { namespace: "default" },
          },
        },
      ],
      [
        "asks for a certificate",
        { method: "POST", path: pathOf("certificates.k8s.io/v1", "certificatesigningrequests"), body: {} },
      ],
    ] as const satisfies readonly (readonly [string, Request])[]
  ).map(
    ([name, does]): Attempt => ({
      name,
      as: "anonymous",
      does,
      expect: "refused",
      by: ["rbac", "authentication"],
      why: "Whoever doesn't say who he is gets nothing but the server's health.",
      serves: ["A1", "NSA-AUTH-01", "V-242390"],
    }),
  ),
  ...["/livez", "/readyz"].map(
    (path): Attempt => ({
      name: `asks ${path}`,
      as: "anonymous",
      does: read(path),
      expect: "admitted",
      why: "Load balancers ask for the server's health without a token.",
      serves: ["A1", "NSA-AUTH-01"],
    }),
  ),
];
