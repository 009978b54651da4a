import { accounts } from "../attempts/accounts.ts";
import { admissionTampering } from "../attempts/admission.ts";
import { annotations } from "../attempts/annotations.ts";
import { anonymous } from "../attempts/anonymous.ts";
import { authentication } from "../attempts/authentication.ts";
import { bounds } from "../attempts/bounds.ts";
import { certificateRequests } from "../attempts/certificates.ts";
import { clusterObjects } from "../attempts/cluster.ts";
import { compliant } from "../attempts/compliant.ts";
import { counts } from "../attempts/counts.ts";
import { delegations } from "../attempts/delegations.ts";
import { endpoints } from "../attempts/endpoints.ts";
import { ephemeralContainers } from "../attempts/ephemeral.ts";
import { escapes } from "../attempts/escapes.ts";
import { grants } from "../attempts/grants.ts";
import { nodeHoles } from "../attempts/holes.ts";
import { images } from "../attempts/images.ts";
import { impersonation } from "../attempts/impersonation.ts";
import { ingressHosts } from "../attempts/ingresses.ts";
import { interactive } from "../attempts/interactive.ts";
import { namespaceLabels } from "../attempts/namespace-labels.ts";
import { namespaces } from "../attempts/namespaces.ts";
import { networkPolicies } from "../attempts/network-policies.ts";
import { nodeAttempts } from "../attempts/nodes.ts";
import { otherTenantsThings } from "../attempts/other-tenants.ts";
import { owners } from "../attempts/owners.ts";
import { ownership } from "../attempts/ownership.ts";
import { personaRights } from "../attempts/personas.ts";
import { placement } from "../attempts/placement.ts";
import { marked } from "../attempts/platform-objects.ts";
import { quotas } from "../attempts/quotas.ts";
import { gatewayRoutes } from "../attempts/routes.ts";
import { services } from "../attempts/services.ts";
import { storage } from "../attempts/storage.ts";
import { systemPolicies } from "../attempts/system-policies.ts";
import { tokens } from "../attempts/tokens.ts";
import { updates } from "../attempts/updates.ts";
import { volumeClaims } from "../attempts/volume-claims.ts";
import type { Attempt } from "./attempt.ts";

/** Every attempt of the suite. */
export const attempts: readonly Attempt[] = [
  ...compliant,
  ...escapes,
  ...updates,
  ...ephemeralContainers,
  ...nodeHoles,
  ...images,
  ...placement,
  ...accounts,
  ...tokens,
  ...services,
  ...annotations,
  ...endpoints,
  ...ingressHosts,
  ...gatewayRoutes,
  ...interactive,
  ...marked,
  ...ownership,
  ...owners,
  ...networkPolicies,
  ...systemPolicies,
  ...namespaces,
  ...namespaceLabels,
  ...grants,
  ...delegations,
  ...impersonation,
  ...otherTenantsThings,
  ...personaRights,
  ...certificateRequests,
  ...admissionTampering,
  ...bounds,
  ...quotas,
  ...storage,
  ...volumeClaims,
  ...counts,
  ...nodeAttempts,
  ...clusterObjects,
  ...authentication,
  ...anonymous,
];
