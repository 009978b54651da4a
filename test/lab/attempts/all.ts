import { accounts } from "./accounts.attempts.ts";
import { admissionTampering } from "./admission.attempts.ts";
import { annotations } from "./annotations.attempts.ts";
import { anonymous } from "./anonymous.attempts.ts";
import type { Attempt } from "./attempt.ts";
import { authentication } from "./authentication.attempts.ts";
import { bounds } from "./bounds.attempts.ts";
import { certificateRequests } from "./certificates.attempts.ts";
import { clusterObjects } from "./cluster.attempts.ts";
import { compliant } from "./compliant.attempts.ts";
import { counts } from "./counts.attempts.ts";
import { delegations } from "./delegations.attempts.ts";
import { endpoints } from "./endpoints.attempts.ts";
import { ephemeralContainers } from "./ephemeral.attempts.ts";
import { escapes } from "./escapes.attempts.ts";
import { grants } from "./grants.attempts.ts";
import { nodeHoles } from "./holes.attempts.ts";
import { images } from "./images.attempts.ts";
import { impersonation } from "./impersonation.attempts.ts";
import { ingressHosts } from "./ingresses.attempts.ts";
import { interactive } from "./interactive.attempts.ts";
import { marked } from "./marked.attempts.ts";
import { namespaceLabels } from "./namespace-labels.attempts.ts";
import { namespaces } from "./namespaces.attempts.ts";
import { networkPolicies } from "./network-policies.attempts.ts";
import { nodeAttempts } from "./nodes.attempts.ts";
import { otherTenantsThings } from "./other-tenants.attempts.ts";
import { owners } from "./owners.attempts.ts";
import { ownership } from "./ownership.attempts.ts";
import { personaRights } from "./personas.attempts.ts";
import { placement } from "./placement.attempts.ts";
import { quotas } from "./quotas.attempts.ts";
import { gatewayRoutes } from "./routes.attempts.ts";
import { services } from "./services.attempts.ts";
import { storage } from "./storage.attempts.ts";
import { systemPolicies } from "./system-policies.attempts.ts";
import { tokens } from "./tokens.attempts.ts";
import { updates } from "./updates.attempts.ts";
import { volumeClaims } from "./volume-claims.attempts.ts";

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
