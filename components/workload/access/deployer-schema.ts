import type { z } from "zod";
import { personas } from "../../contract/persona-rights.ts";
import { roleArnSchema } from "../../shared/aws/role-arn.ts";
import type { InputProblem } from "../../shared/input/input-error.ts";
import { eachOnce, reporting } from "../../shared/input/reporting.ts";
import { dnsLabel, listOf, oneOf, optional, strictObject, textLike } from "../../shared/input/schemas.ts";
import type { Deployer, ServiceAccountRef } from "./deployer.ts";

/** Admission compares each with the subjects of a RoleBinding. */
const limit = 50;

const forms = "{ role }, { namespace, serviceAccount } or { serviceAccount, impersonatedBy }";

/** Service accounts have names of DNS subdomains: Kubernetes, `ValidateServiceAccountName`. */
export const accountName = textLike(
  /^(?!default$)[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/,
  "a service account other than default, such as argocd-application-controller",
);

/** A service account of a namespace of the platform. */
export const serviceAccountRef = strictObject({
  namespace: dnsLabel,
  serviceAccount: accountName,
} satisfies Readonly<Record<keyof ServiceAccountRef, z.ZodType>>);

const deployer = strictObject(
  {
    role: optional(roleArnSchema("ci/shop-deploy")),
    serviceAccount: optional(accountName),
    namespace: optional(dnsLabel),
    impersonatedBy: optional(
      listOf(
        serviceAccountRef,
        "controllers, such as { namespace: flux-system, serviceAccount: kustomize-controller }",
      )
        .refine((list) => list.length > 0, "at least one controller; omit the field if there is none")
        .check(
          eachOnce<ServiceAccountRef>({
            key: ({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`,
            allowed: "each controller once",
          }),
        ),
    ),
    persona: optional(oneOf(personas as readonly ["viewer", "developer", "operator"])),
  } satisfies Readonly<Record<keyof Deployer, z.ZodType>>,
  forms,
).check(reporting(["role", "serviceAccount", "namespace", "impersonatedBy"], formProblems));

/** The machines of a tenant. */
export const deployersSchema = listOf(deployer, forms, [limit, `at most ${limit} deployers`])
  .refine((list) => list.length > 0, "at least one deployer; omit the field to grant no rights")
  .check(
    eachOnce<Deployer>({
      key: ({ role, serviceAccount, namespace = "" }) => role ?? `${namespace}/${serviceAccount}`,
      allowed: "each deployer once",
      fix: (first) => `It is access.deployers[${first}] already; give that one the persona with more rights.`,
    }),
  );

type Form = Pick<Deployer, "role" | "serviceAccount" | "namespace" | "impersonatedBy">;

function formProblems({ role, serviceAccount, namespace, impersonatedBy }: Form): InputProblem[] {
  if ((role === undefined) === (serviceAccount === undefined)) {
    return [
      {
        path: "",
        received: { ...(role && { role }), ...(serviceAccount && { serviceAccount }) },
        allowed: forms,
        fix: "A deployer is an IAM role or a service account. Write one entry for each.",
      },
    ];
  }
  const alien = role === undefined ? [] : Object.entries({ namespace, impersonatedBy });
  return [
    ...alien.flatMap(([path, received]) =>
      received === undefined
        ? []
        : [
            {
              path,
              received,
              allowed: "no other field than persona with role",
              fix: "It belongs to a service account.",
            },
          ],
    ),
    ...(namespace !== undefined && impersonatedBy !== undefined
      ? [
          {
            path: "impersonatedBy",
            received: impersonatedBy,
            allowed: "no namespace with this field",
            fix: "A controller acts as an account of the tenant's own namespace. Omit namespace: Casemate creates the account.",
          },
        ]
      : []),
  ];
}
