import { nsa, requirement, stig } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { pathOf, read } from "../support/requests.ts";
import { table } from "../support/tables.ts";

const pods = read(pathOf("v1", "pods", "checkout"));
const basic = (name: string) => ({
  authorization: `Basic ${Buffer.from(`${name}:admin`).toString("base64")}`,
});

/** Requests without a token, or with credentials that the API server must ignore. */
export const attempts: readonly Attempt[] = [
  ...table(
    {
      as: "anonymous",
      expect: "refused",
      by: ["rbac", "authentication"],
      why: "An anonymous caller gets only the server's health.",
      serves: [...requirement("A1"), ...nsa("NSA-AUTH-01"), ...stig("V-242390")],
    },
    [
      { name: "logs in by name and password", does: { ...pods, headers: basic("admin") } },
      {
        name: "names a user in the headers of a trusted proxy",
        does: { ...pods, headers: { "X-Remote-User": "system:admin", "X-Remote-Group": "system:masters" } },
      },
      {
        name: "acts as the platform by impersonation",
        does: {
          ...pods,
          headers: { "Impersonate-User": "oidc:platform-admin", "Impersonate-Group": "oidc:platform" },
        },
      },
      { name: "lists namespaces", does: read("/api/v1/namespaces") },
      { name: "lists a tenant's pods", does: pods },
      { name: "reads a tenant's Secrets", does: read(pathOf("v1", "secrets", "payments")) },
      { name: "lists the API's groups", does: read("/apis") },
      { name: "reads the API's OpenAPI description", does: read("/openapi/v3") },
      { name: "reads the metrics", does: read("/metrics") },
      { name: "reads the cluster's OIDC configuration", does: read("/.well-known/openid-configuration") },
      {
        name: "asks what it may do",
        does: {
          method: "POST",
          path: pathOf("authorization.k8s.io/v1", "selfsubjectrulesreviews"),
          body: {
            apiVersion: "authorization.k8s.io/v1",
            kind: "SelfSubjectRulesReview",
            spec: { namespace: "default" },
          },
        },
      },
      {
        name: "requests a certificate",
        does: {
          method: "POST",
          path: pathOf("certificates.k8s.io/v1", "certificatesigningrequests"),
          body: {},
        },
      },
    ],
  ),
  ...table(
    {
      as: "anonymous",
      expect: "admitted",
      why: "Load balancers ask for the server's health without a token.",
      serves: [...requirement("A1"), ...nsa("NSA-AUTH-01")],
    },
    [
      { name: "asks /livez", does: read("/livez") },
      { name: "asks /readyz", does: read("/readyz") },
    ],
  ),
];
