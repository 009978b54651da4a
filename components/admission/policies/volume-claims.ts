import { nsa, requirement } from "../../../controls/ids.ts";
import { type ExemptNamespace, tenantNamespaces } from "../../contract/exempt-namespaces.ts";
import { controllerManager, isPlatform, isUser, kubeSystemAccount } from "../cel/actors.ts";
import type { AdmissionPolicy } from "../cel/admission-policy.ts";
import { allOf, anyOf } from "../cel/cel.ts";
import { coreRule } from "../cel/resource-rules.ts";

/** The volume binder writes the name of the volume that it chose into the claim. */
const byBinder = allOf(
  "request.operation == 'UPDATE'",
  isUser(kubeSystemAccount("persistent-volume-binder"), controllerManager),
);
/** Whether the claim had this volume before. */
const isKept = allOf("oldObject != null", "variables.volume == oldObject.spec.?volumeName.orValue('')");

const ownVolume = "a claim gets its own volume. The platform reserves one by the volume's claimRef.";

/**
 * A claim gets its own volume, from a storage class. A claim that names its volume, or selects one by labels, could
 * take any unclaimed volume, even another tenant's with its data. Updates are checked too, because a claim that waits
 * for its first pod can get a volume name later.
 *
 * The platform gives an existing volume to a claim by the volume's `claimRef`. CSI drivers don't provision volumes
 * for a claim with a selector, so a selector always asks for an existing volume.
 *
 * Source: kubernetes.io, "Persistent Volumes", reserving a PersistentVolume.
 */
export function volumeClaimsPolicy(exempt: readonly ExemptNamespace[]): AdmissionPolicy {
  return {
    name: "casemate-volume-claims",
    summary: "Claims that choose their volume themselves.",
    controls: [...requirement("A8", "B5"), ...nsa("NSA-NET-01")],
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        namespaceSelector: tenantNamespaces(exempt),
        resourceRules: [coreRule(["CREATE", "UPDATE"], ["persistentvolumeclaims"])],
      },
      variables: [{ name: "volume", expression: "object.spec.?volumeName.orValue('')" }],
      validations: [
        {
          expression: anyOf("variables.volume == ''", `(${isKept})`, `(${byBinder})`, isPlatform),
          message: `Leave volumeName out: ${ownVolume}`,
          reason: "Forbidden",
        },
        {
          // The field is immutable.
          expression: `request.operation == 'UPDATE' || !has(object.spec.selector) || ${isPlatform}`,
          message: `Leave selector out: ${ownVolume}`,
          reason: "Forbidden",
        },
      ],
    },
  };
}
