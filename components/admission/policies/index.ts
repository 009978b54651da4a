import type { ExemptNamespace } from "../../contract/exempt-namespaces.ts";
import type { AdmissionPolicy } from "../cel/admission-policy.ts";
import { exposurePolicy } from "./exposures.ts";
import { finalizersPolicy } from "./finalizers.ts";
import { imagesPolicy } from "./images.ts";
import { ingressesPolicy } from "./ingresses.ts";
import { interactivePolicy } from "./interactive.ts";
import { namespacesPolicy } from "./namespaces.ts";
import { networkPoliciesPolicy } from "./network-policies.ts";
import { nodeClassPolicy } from "./node-class.ts";
import { operatedAccountsPolicy } from "./operated-accounts.ts";
import { ownersPolicy } from "./owners.ts";
import { placementPolicy } from "./placement.ts";
import { platformImagesPolicy } from "./platform-images.ts";
import { markedInKubeSystemPolicy, markedPolicy } from "./platform-objects.ts";
import { platformPodsPolicy } from "./platform-pods.ts";
import { platformWritersPolicy } from "./platform-writers.ts";
import { podBindingsPolicy } from "./pod-bindings.ts";
import { podsPolicy } from "./pods.ts";
import { resourcesPolicy } from "./resources.ts";
import { roleBindingsPolicy } from "./role-bindings.ts";
import { rootAuthorityPolicy } from "./root-authority.ts";
import { routesPolicy } from "./routes.ts";
import { secretsPolicy } from "./secrets.ts";
import { serviceAccountsPolicy } from "./service-accounts.ts";
import { servicesPolicy } from "./services.ts";
import { sizesPolicy } from "./sizes.ts";
import { templateRequestsPolicy } from "./template-requests.ts";
import { templatesPolicy } from "./templates.ts";
import { volumeClaimsPolicy } from "./volume-claims.ts";
import { workloadLabelsPolicy } from "./workload-labels.ts";

/** What the platform allows tenants in addition to the defaults. */
export interface AllowedForTenants {
  /** Keys of annotations on Ingresses, Gateways and routes. */
  readonly annotations?: readonly string[];
  readonly storageClasses?: readonly string[];
  readonly volumeAttributesClasses?: readonly string[];
}

/**
 * Every admission policy of a cluster.
 *
 * @param exemptNamespaces - the namespaces that no policy checks in any case: the system's. Bindings leave out those that
 *   the cluster's owner exempts, unless they are tenants'.
 */
export function admissionPolicies(
  exemptNamespaces: readonly ExemptNamespace[],
  { annotations = [], storageClasses = [], volumeAttributesClasses = [] }: AllowedForTenants = {},
): AdmissionPolicy[] {
  return [
    imagesPolicy(exemptNamespaces),
    podsPolicy(exemptNamespaces),
    templatesPolicy(exemptNamespaces),
    resourcesPolicy(exemptNamespaces),
    placementPolicy(exemptNamespaces),
    podBindingsPolicy(exemptNamespaces),
    serviceAccountsPolicy(exemptNamespaces),
    secretsPolicy(exemptNamespaces),
    volumeClaimsPolicy(exemptNamespaces, { storageClasses, volumeAttributesClasses }),
    servicesPolicy(exemptNamespaces),
    ingressesPolicy(exemptNamespaces, annotations),
    exposurePolicy(exemptNamespaces),
    routesPolicy(exemptNamespaces, annotations),
    roleBindingsPolicy(exemptNamespaces),
    markedPolicy(exemptNamespaces),
    markedInKubeSystemPolicy,
    networkPoliciesPolicy(exemptNamespaces),
    operatedAccountsPolicy(exemptNamespaces),
    ownersPolicy(exemptNamespaces),
    finalizersPolicy(exemptNamespaces),
    rootAuthorityPolicy(exemptNamespaces),
    workloadLabelsPolicy(exemptNamespaces),
    templateRequestsPolicy(exemptNamespaces),
    sizesPolicy(exemptNamespaces),
    namespacesPolicy(exemptNamespaces),
    interactivePolicy(exemptNamespaces),
    nodeClassPolicy,
    platformImagesPolicy(exemptNamespaces),
    platformPodsPolicy(exemptNamespaces),
    platformWritersPolicy(exemptNamespaces),
  ];
}
