import { mitre, nsa, requirement } from "../../../controls/ids.ts";
import { type ExemptNamespace, tenantNamespaces } from "../../contract/exempt-namespaces.ts";
import { controllerManager, isPlatform, isUser, kubeSystemAccount } from "../cel/actors.ts";
import type { AdmissionPolicy } from "../cel/admission-policy.ts";
import { anyOf, celList } from "../cel/cel.ts";
import { coreRule } from "../cel/resource-rules.ts";

/**
 * ConfigMaps with certificate authorities that pods trust. Kubernetes publishes the first, with the API server's own,
 * and Istio the second.
 */
const authorities = ["kube-root-ca.crt", "istio-ca-root-cert"];

const publishers = isUser(
  kubeSystemAccount("root-ca-cert-publisher"),
  kubeSystemAccount("namespace-controller"),
  controllerManager,
);
/** The request has no name if it deletes a collection, for example with its namespace. */
const name = "(object == null ? oldObject : object).metadata.?name.orValue('')";
/** istiod writes the second. Its charts name its account. No tenant's namespace begins with `istio-`. */
const isIstio = `${name} == 'istio-ca-root-cert' && request.userInfo.username.matches('^system:serviceaccount:istio-[a-z0-9-]+:istiod')`;

/**
 * Only their publishers write the ConfigMaps by which pods know the API server's certificate. A user who writes another
 * authority there can play the API server to all pods of the namespace. If the ConfigMap is also immutable, its
 * publisher can't repair it.
 *
 * Other objects that controllers own by name are out of reach already. The service account `default` has the platform's
 * label, and no persona may write Endpoints, EndpointSlices, ControllerRevisions or another namespace's Leases.
 *
 * Source: `pkg/controller/certificates/rootcacertpublisher/publisher.go` of Kubernetes.
 */
export function rootAuthorityPolicy(exempt: readonly ExemptNamespace[]): AdmissionPolicy {
  return {
    name: "casemate-root-authority",
    summary: "Changes of the ConfigMaps with the certificate authorities that pods trust.",
    controls: [...requirement("B7", "E2"), ...nsa("NSA-AUTH-04"), ...mitre("T1562.001")],
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        namespaceSelector: tenantNamespaces(exempt),
        resourceRules: [coreRule(["CREATE", "UPDATE", "DELETE"], ["configmaps"])],
      },
      matchConditions: [
        { name: "is-authority", expression: `${name} in ${celList(authorities)}` },
        { name: "changed", expression: "request.operation != 'UPDATE' || object != oldObject" },
      ],
      validations: [
        {
          expression: anyOf(publishers, `(${isIstio})`, isPlatform),
          message:
            "Only its publisher writes this ConfigMap: pods trust the certificate authority in it. Use another name for your own.",
          reason: "Forbidden",
        },
      ],
    },
  };
}
