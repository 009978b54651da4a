import { nsa, requirement } from "../../../controls/ids.ts";
import { type ExemptNamespace, tenantNamespaces } from "../../contract/exempt-namespaces.ts";
import { controllerManager, isPlatform, isUser, kubeSystemAccount } from "../cel/actors.ts";
import type { AdmissionPolicy } from "../cel/admission-policy.ts";
import { allOf, anyOf } from "../cel/cel.ts";
import { coreRule } from "../cel/resource-rules.ts";

/** Writes the name of the volume that it found into the claim. */
const byBinder = allOf(
  "request.operation == 'UPDATE'",
  isUser(kubeSystemAccount("persistent-volume-binder"), controllerManager),
);
/** Whether the claim had this volume before. */
const isKept = allOf("oldObject != null", "variables.volume == oldObject.spec.?volumeName.orValue('')");

const ownVolume = "a claim gets a volume of its own. The platform reserves one by the volume's claimRef.";

/**
 * A claim gets a volume of its own, from a storage class. One that names its volume, or selects one by labels, takes any
 * that lies unclaimed, another tenant's included, with what is on it. One that waits for its first pod can be given a
 * name later.
 *
 * The platform gives a volume that is there to a claim by the volume's `claimRef`. No CSI driver provisions for a claim
 * with a selector, so whoever has one wants a volume that is there.
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
          // The API keeps it as it was made.
          expression: `request.operation == 'UPDATE' || !has(object.spec.selector) || ${isPlatform}`,
          message: `Leave selector out: ${ownVolume}`,
          reason: "Forbidden",
        },
      ],
    },
  };
}
