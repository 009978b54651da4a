import { nsa, requirement } from "../../../controls/ids.ts";
import { namespaceAnnotations } from "../../contract/classes.ts";
import { type ExemptNamespace, tenantNamespaces } from "../../contract/exempt-namespaces.ts";
import { defaultStorageClass } from "../../contract/storage-class-names.ts";
import { controllerManager, isPlatform, isUser, kubeSystemAccount } from "../cel/actors.ts";
import type { AdmissionPolicy } from "../cel/admission-policy.ts";
import { allOf, anyOf, celList } from "../cel/cel.ts";
import { linesOf } from "../cel/namespace-fields.ts";
import { coreRule } from "../cel/resource-rules.ts";

/** The volume binder writes the name of the volume that it chose into the claim. */
const byBinder = allOf(
  "request.operation == 'UPDATE'",
  isUser(kubeSystemAccount("persistent-volume-binder"), controllerManager),
);
/** Whether the claim had this volume before. */
const isKept = allOf("oldObject != null", "variables.volume == oldObject.spec.?volumeName.orValue('')");

/** Whether the cluster and the tenant both name the class. */
const mayName = (
  variable: "class" | "attributes",
  ofCluster: readonly string[],
  ofTenant: Parameters<typeof linesOf>[0],
) => `(variables.${variable} in ${celList(ofCluster)} && variables.${variable} in ${linesOf(ofTenant)})`;

const ownVolume = "a claim gets its own volume. The platform reserves one by the volume's claimRef.";

/**
 * A claim gets its own volume, from a storage class. A claim that names its volume, or selects one by labels, could
 * take any unclaimed volume, even another tenant's with its data. Updates are checked too, because a claim that waits
 * for its first pod can get a volume name later.
 *
 * A class decides about a volume's encryption, its price, and its driver. The `gp2` of EKS doesn't encrypt under the
 * customer key. So claims name the cluster's default, or a class that both the cluster's and the tenant's declarations
 * list.
 *
 * The platform gives an existing volume to a claim by the volume's `claimRef`. CSI drivers don't provision volumes
 * for a claim with a selector, so a selector always asks for an existing volume.
 *
 * Source: kubernetes.io, "Persistent Volumes", reserving a PersistentVolume.
 */
export function volumeClaimsPolicy(
  exempt: readonly ExemptNamespace[],
  classes: {
    readonly storageClasses: readonly string[];
    readonly volumeAttributesClasses: readonly string[];
  },
): AdmissionPolicy {
  return {
    name: "casemate-volume-claims",
    summary:
      "Claims that choose their volume themselves, or a storage class that the platform doesn't allow.",
    controls: [...requirement("A8", "B5"), ...nsa("NSA-NET-01")],
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        namespaceSelector: tenantNamespaces(exempt),
        resourceRules: [coreRule(["CREATE", "UPDATE"], ["persistentvolumeclaims"])],
      },
      variables: [
        { name: "volume", expression: "object.spec.?volumeName.orValue('')" },
        { name: "class", expression: "object.spec.?storageClassName.orValue('')" },
        { name: "attributes", expression: "object.spec.?volumeAttributesClassName.orValue('')" },
      ],
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
        {
          // Without a class, a claim gets only volumes that the platform reserves for it. The field is immutable.
          expression: anyOf(
            "request.operation == 'UPDATE'",
            `variables.class in ${celList(["", defaultStorageClass])}`,
            mayName("class", classes.storageClasses, namespaceAnnotations.storageClasses),
            isPlatform,
          ),
          message: `Leave storageClassName out, or name ${defaultStorageClass}: other classes may leave volumes unencrypted.`,
          messageExpression: `'StorageClass ' + variables.class + ' is refused here. Leave storageClassName out, or name ${defaultStorageClass}. The platform allows others by storageClasses, of the cluster and of the tenant.'`,
          reason: "Forbidden",
        },
        {
          expression: anyOf(
            "variables.attributes == ''",
            "(oldObject != null && variables.attributes == oldObject.spec.?volumeAttributesClassName.orValue(''))",
            mayName(
              "attributes",
              classes.volumeAttributesClasses,
              namespaceAnnotations.volumeAttributesClasses,
            ),
            isPlatform,
          ),
          message:
            "Leave volumeAttributesClassName out: the platform allows classes by volumeAttributesClasses, of the cluster and of the tenant.",
          reason: "Forbidden",
        },
      ],
    },
  };
}
