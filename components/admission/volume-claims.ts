import { isPlatform } from "./cel.ts";
import { type ExemptNamespace, tenantNamespaces } from "./exempt-namespaces.ts";
import type { AdmissionPolicy } from "./policy.ts";

/**
 * A claim gets a volume of its own, from a storage class. One that names its volume takes any that lies unclaimed,
 * another tenant's included, with what is on it.
 *
 * The platform gives a volume that is there to a claim by the volume's `claimRef`. Creations only: the volume controller
 * writes the name of what it found into the claim.
 *
 * Source: kubernetes.io, "Persistent Volumes", reserving a PersistentVolume.
 */
export function volumeClaimsPolicy(exempt: readonly ExemptNamespace[]): AdmissionPolicy {
  return {
    name: "casemate-volume-claims",
    summary: "Claims that choose their volume themselves.",
    controls: ["A8", "B5", "NSA-NET-01"],
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        namespaceSelector: tenantNamespaces(exempt),
        resourceRules: [
          {
            apiGroups: [""],
            apiVersions: ["v1"],
            operations: ["CREATE"],
            resources: ["persistentvolumeclaims"],
          },
        ],
      },
      validations: [
        {
          expression: `object.spec.?volumeName.orValue('') == '' || ${isPlatform}`,
          message:
            "Leave volumeName out: a claim gets a volume of its own. The platform reserves one by the volume's claimRef.",
          reason: "Forbidden",
        },
      ],
    },
  };
}
