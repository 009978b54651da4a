import { cis, mitre, requirement } from "../../../controls/ids.ts";
import type { Attempt, Impostor, Request } from "../support/attempt.ts";
import { create } from "../support/kinds.ts";
import {
  argoCd,
  argoCdApi,
  argoCdController,
  argoCdServer,
  asFlux,
  foreignPipeline,
  forgedGroup,
  helm,
  kustomize,
  otherPipeline,
  pipeline,
  prometheus,
  scraper,
  source,
} from "../support/machines.ts";
import { make, makeForReal, mergePatch, pathOf, read, remove } from "../support/requests.ts";
import { binding, bindings, rbac, role, roles, rule } from "../support/roles.ts";
import { table } from "../support/tables.ts";

const account = ({ namespace, name }: { namespace: string; name: string }) => ({
  kind: "ServiceAccount",
  name,
  namespace,
});
const object = (kind: string, rest: object, namespace = "checkout") => ({
  apiVersion: "v1",
  kind,
  metadata: { name: "attempt", namespace },
  ...rest,
});
const as = (request: Request, headers: Request["headers"]): Request => ({
  ...request,
  ...(headers && { headers }),
});

/** The three ways by which a machine deploys. */
const deployers: readonly { readonly who: Impostor; readonly headers?: Request["headers"] }[] = [
  { who: pipeline },
  { who: argoCdController },
  { who: kustomize, headers: asFlux },
];

const deployment = create("Deployment", "checkout");
const release: readonly Request[] = [
  makeForReal(pathOf("v1", "configmaps", "checkout"), object("ConfigMap", { data: { a: "b" } })),
  makeForReal(pathOf("v1", "secrets", "checkout"), object("Secret", { stringData: { a: "b" } })),
  makeForReal(
    pathOf("v1", "services", "checkout"),
    object("Service", { spec: { ports: [{ port: 8080 }], selector: { app: "attempt" } } }),
  ),
  deployment,
];

/** Machines that a tenant names in `access.deployers`, and what they must not do. */
export const attempts: readonly Attempt[] = [
  ...deployers.flatMap(({ who, headers }): Attempt[] => [
    {
      name: "deploys a release to its tenant",
      as: who,
      does: release.map((request) => as(request, headers)),
      expect: "admitted",
      why: "The tenant names it as a deployer, with a developer's rights.",
      serves: [...requirement("B7")],
    },
    ...table(
      {
        as: who,
        expect: "refused",
        by: "rbac",
        why: "A deployer has rights in the namespaces that name it, and in no others.",
        serves: [...requirement("B7", "D2"), ...cis("4.1.8"), ...mitre("T1078")],
      },
      [
        {
          name: "deploys to another tenant",
          does: as(create("Deployment", "storefront"), headers),
        },
        {
          name: "reads another tenant's Secrets",
          does: as(read(pathOf("v1", "secrets", "payments")), headers),
        },
        { name: "reads the Secrets of all namespaces", does: as(read("/api/v1/secrets"), headers) },
        {
          name: "binds a role of its tenant's namespace",
          does: as(make(bindings, binding(account(argoCdServer))), headers),
        },
        {
          name: "deletes its tenant's default-deny",
          does: as(
            remove(pathOf("networking.k8s.io/v1", "networkpolicies", "checkout", "default-deny")),
            headers,
          ),
        },
        {
          name: "declares hosts on its tenant's Namespace",
          does: as(
            mergePatch("/api/v1/namespaces/checkout", {
              metadata: { annotations: { "casemate.dev/hosts": "pay.example.com" } },
            }),
            headers,
          ),
        },
      ],
    ),
    {
      name: "deploys a container with a writable root filesystem to its tenant",
      as: who,
      does: as(
        create("Deployment", "checkout", (_, container) => {
          container.securityContext = { ...container.securityContext, readOnlyRootFilesystem: false };
        }),
        headers,
      ),
      expect: "refused",
      by: "casemate-pods",
      why: "Admission judges machines like people.",
      serves: [...requirement("B7", "C2")],
    },
  ]),
  {
    name: "deploys as the tenant's account for Flux",
    as: helm,
    does: as(deployment, asFlux),
    expect: "admitted",
    why: "The tenant names two controllers that may act as this account.",
    serves: [...requirement("B7")],
  },
  ...table(
    {
      expect: "refused",
      by: "rbac",
      why: "Only what the tenant's access names may act in its namespace.",
      serves: [...requirement("B7", "D2"), ...cis("4.1.8"), ...mitre("T1078")],
    },
    [
      { as: kustomize, name: "deploys to a tenant under its own name", does: deployment },
      {
        as: kustomize,
        name: "acts as a workload of a tenant",
        does: read(pathOf("v1", "secrets", "checkout"), {
          "Impersonate-User": "system:serviceaccount:checkout:checkoutservice",
        }),
      },
      {
        as: kustomize,
        name: "acts as an administrator",
        does: read(pathOf("v1", "secrets", "checkout"), {
          "Impersonate-User": "x",
          "Impersonate-Group": "system:masters",
        }),
      },
      {
        as: kustomize,
        name: "acts as the tenant's account with an additional group",
        does: read(pathOf("v1", "secrets", "checkout"), { ...asFlux, "Impersonate-Group": "oidc:platform" }),
      },
      {
        as: source,
        name: "acts as the tenant's account for Flux",
        does: as(deployment, asFlux),
      },
      {
        as: "developer of checkout",
        name: "acts as its own tenant's account for Flux",
        does: as(deployment, asFlux),
      },
      { as: otherPipeline, name: "deploys to a tenant that doesn't name it", does: deployment },
      { as: foreignPipeline, name: "deploys to a tenant that names the other account's", does: deployment },
      { as: forgedGroup, name: "deploys to the tenant that names the role", does: deployment },
      { as: argoCdApi, name: "deploys to a tenant that names another account of Argo CD", does: deployment },
      {
        as: scraper,
        name: "reads Secrets of a tenant that names it as a viewer",
        does: read(pathOf("v1", "secrets", "checkout")),
      },
      { as: scraper, name: "deploys to a tenant that names it as a viewer", does: deployment },
      {
        as: scraper,
        name: "lists pods of a tenant that doesn't name it",
        does: read(pathOf("v1", "pods", "payments")),
      },
      {
        as: "developer of checkout",
        name: "requests a token of the account for Flux",
        does: makeForReal(pathOf("v1", "serviceaccounts", "checkout", "flux/token"), {
          apiVersion: "authentication.k8s.io/v1",
          kind: "TokenRequest",
          spec: {},
        }),
      },
    ],
  ),
  {
    name: "lists pods and endpoints of a tenant that names it as a viewer",
    as: scraper,
    does: [
      read(pathOf("v1", "pods", "checkout")),
      read(pathOf("v1", "services", "checkout")),
      read(pathOf("discovery.k8s.io/v1", "endpointslices", "checkout")),
    ],
    expect: "admitted",
    why: "Prometheus finds what it scrapes by these.",
    serves: [...requirement("B7")],
  },
  {
    name: "runs a pod with a token as the account for Flux",
    as: "developer of checkout",
    does: create("Pod", "checkout", (spec) => {
      spec.serviceAccountName = "flux";
      spec.automountServiceAccountToken = true;
    }),
    expect: "refused",
    by: "casemate-service-accounts",
    why: "A pod with the deployer's token would act as the deployer.",
    serves: [...requirement("A3", "B7"), ...cis("4.1.6")],
  },
  {
    name: "binds an account of the platform that the tenant names to a Role",
    as: "platform",
    given: [{ as: "platform", ...makeForReal(roles, role(rule("", "pods", "get"))) }],
    does: make(bindings, binding(account(prometheus))),
    expect: "admitted",
    why: "Charts of the platform's software, such as Prometheus', bring bindings like this.",
    serves: [...requirement("B7")],
  },
  ...table(
    {
      expect: "refused",
      by: "casemate-role-bindings",
      why: "The tenant's access names the machines, and the platform binds them.",
      serves: [...requirement("B7", "D5"), ...cis("4.1.8"), ...mitre("T1098.006")],
    },
    [
      {
        as: "platform",
        name: "binds an account of the platform that the tenant doesn't name",
        does: make(bindings, binding(account(argoCdServer))),
      },
      {
        as: "platform",
        name: "binds the group of a role that the tenant doesn't name",
        does: make(
          bindings,
          binding({
            apiGroup: "rbac.authorization.k8s.io",
            kind: "Group",
            name: "casemate:role:111122223333:ci/web-deploy",
          }),
        ),
      },
      {
        as: "platform",
        name: "binds a machine of one tenant in the namespace of another",
        does: make(pathOf(rbac, "rolebindings", "payments"), {
          ...binding(account(argoCd), "ClusterRole", "casemate:developer"),
          metadata: { name: "attempt", namespace: "payments" },
        }),
      },
      {
        as: "platform",
        name: "binds a user with the name of a machine that the tenant names",
        does: make(
          bindings,
          binding({
            apiGroup: "rbac.authorization.k8s.io",
            kind: "User",
            name: "system:serviceaccount:argocd:argocd-application-controller",
          }),
        ),
      },
      {
        as: "namespace admin of checkout",
        name: "binds an account of the platform that its tenant names",
        given: [{ as: "platform", ...makeForReal(roles, role(rule("", "configmaps", "get"))) }],
        does: make(bindings, binding(account(argoCd))),
      },
      {
        as: "delegate of checkout",
        name: "binds the group of the role that its tenant names",
        does: make(
          bindings,
          binding({
            apiGroup: "rbac.authorization.k8s.io",
            kind: "Group",
            name: "casemate:role:111122223333:ci/orders-deploy",
          }),
        ),
      },
      {
        as: "delegate of checkout",
        name: "lets an account of the platform impersonate a workload's account",
        given: [
          {
            as: "platform",
            ...makeForReal(roles, role({ ...rule("", "serviceaccounts", "impersonate") })),
          },
        ],
        does: make(bindings, binding(account(argoCd))),
      },
    ],
  ),
];
