import { groupOfRole } from "../../../components/contract/role-group.ts";
import type { Impostor } from "./attempt.ts";

/** The machines that the example's tenant `checkout` names in `access.deployers`, and others that it doesn't name. */

export const argoCd = { namespace: "argocd", name: "argocd-application-controller" } as const;
export const kustomizeController = { namespace: "flux-system", name: "kustomize-controller" } as const;
export const helmController = { namespace: "flux-system", name: "helm-controller" } as const;
export const prometheus = { namespace: "monitoring", name: "prometheus-k8s" } as const;
/** In the same namespaces, and named by no tenant. */
export const argoCdServer = { namespace: "argocd", name: "argocd-server" } as const;
export const sourceController = { namespace: "flux-system", name: "source-controller" } as const;

export const machineAccounts = [
  argoCd,
  kustomizeController,
  helmController,
  prometheus,
  argoCdServer,
  sourceController,
];

/** The account of `checkout` that Flux impersonates. */
export const fluxUser = "system:serviceaccount:checkout:flux";
export const asFlux = { "Impersonate-User": fluxUser };

const pipelineRole = "arn:aws:iam::111122223333:role/ci/orders-deploy";

/** EKS's authenticator gives a session of a role this user name, and the groups of its access entry. */
export const pipeline = roleSession("the pipeline's role", "orders-deploy", [groupOfRole(pipelineRole)]);

/** A role of another pipeline, with an access entry for another tenant. */
export const otherPipeline = roleSession("another pipeline's role", "web-deploy", [
  groupOfRole("arn:aws:iam::111122223333:role/ci/web-deploy"),
]);

/** The same path and name in another account. */
export const foreignPipeline = roleSession("a role of the same name in another account", "orders-deploy", [
  groupOfRole("arn:aws:iam::444455556666:role/ci/orders-deploy"),
]);

/** A user whose identity provider names a group like a role's. The API server adds the cluster's prefix. */
export const forgedGroup: Impostor = {
  name: "a person in a group with the name of the role's",
  identity: () => ({ person: "mallory", groups: [groupOfRole(pipelineRole)] }),
};

export const argoCdController = account("Argo CD's controller", argoCd);
export const argoCdApi = account("Argo CD's server", argoCdServer);
export const kustomize = account("Flux's kustomize-controller", kustomizeController);
export const helm = account("Flux's helm-controller", helmController);
export const source = account("Flux's source-controller", sourceController);
export const scraper = account("Prometheus", prometheus);

function account(name: string, of: { readonly namespace: string; readonly name: string }): Impostor {
  return { name, identity: () => ({ serviceAccount: of.name, namespace: of.namespace }) };
}

function roleSession(name: string, role: string, groups: readonly string[]): Impostor {
  return {
    name,
    identity: () => ({ certificate: `arn:aws:sts::111122223333:assumed-role/${role}/run-1`, groups }),
  };
}
