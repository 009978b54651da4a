import { celList } from "./cel.ts";

/** Whether nothing outside the metadata changes, but for the top-level fields named. Typed objects aren't maps. */
const sameBut = (...fields: string[]) =>
  `dyn(object).all(key, key in ${celList(["metadata", ...fields])} || (key in dyn(oldObject) && dyn(object)[key] == dyn(oldObject)[key])) && dyn(oldObject).all(key, key in ${celList(["metadata", ...fields])} || key in dyn(object))`;

/** Whether these fields of the metadata stay as they are. */
export const sameMetadata = (...fields: string[]) =>
  fields.map((field) => `object.metadata.?${field} == oldObject.metadata.?${field}`).join(" && ");

function isUser(...names: readonly string[]): string {
  return `request.userInfo.username in ${celList(names)}`;
}

/** The finalizer by which EKS's controller holds a policy: amazon-network-policy-controller-k8s, `policy_controller.go`. */
const networkPolicyFinalizer = "networking.k8s.aws/resources";
const otherFinalizers = (object: "object" | "oldObject") =>
  `${object}.metadata.?finalizers.orValue([]).filter(name, name != '${networkPolicyFinalizer}')`;

/**
 * What the control plane does to marked objects of its own accord, and no more than that:
 *
 * - the namespace controller deletes what a deleted namespace holds. Without it the namespace hangs for ever;
 * - the garbage collector deletes dependents, and takes its finalizers and owners off (foreground deletion, which
 *   Pulumi uses);
 * - EKS's network policy controller adds and removes its finalizer, on cluster-wide policies as well. Without it no
 *   policy is enforced;
 * - the controller manager itself takes a deleted token's Secret off its service account (`tokens_controller.go`);
 * - what finds a Service's pods copies the Service's labels, the mark among them, to the slices that it writes;
 * - volumes and claims are bound, placed, attached and kept from deletion: by the controller manager, the scheduler, and
 *   CSI drivers that run in kube-system, as EKS's add-ons do.
 *
 * Most are service accounts on EKS, as with every control plane that runs the controller manager with
 * `--use-service-account-credentials`; EKS's audit policy names the first.
 */
const controlPlane: readonly { readonly who: string; readonly may: string }[] = [
  {
    who: isUser("system:serviceaccount:kube-system:namespace-controller"),
    may: "request.operation == 'DELETE'",
  },
  {
    who: isUser("system:serviceaccount:kube-system:generic-garbage-collector"),
    may: `request.operation == 'DELETE' || (request.operation == 'UPDATE' && ${sameMetadata("labels", "annotations")} && ${sameBut()})`,
  },
  {
    who: isUser("eks:network-policy-controller"),
    may: `request.operation == 'UPDATE' && ${sameMetadata("labels", "annotations", "ownerReferences")} && ${otherFinalizers("object")} == ${otherFinalizers("oldObject")} && ${sameBut()}`,
  },
  {
    who: isUser("system:kube-controller-manager"),
    may: `request.operation == 'UPDATE' && request.resource.resource == 'serviceaccounts' && ${sameMetadata("labels", "annotations", "ownerReferences", "finalizers")} && ${sameBut("secrets")} && dyn(object).?secrets.orValue([]).all(secret, secret in dyn(oldObject).?secrets.orValue([]))`,
  },
  {
    who: isUser(
      "system:serviceaccount:kube-system:endpoint-controller",
      "system:serviceaccount:kube-system:endpointslice-controller",
      "system:serviceaccount:kube-system:endpointslicemirroring-controller",
    ),
    may: "request.resource.resource in ['endpoints', 'endpointslices']",
  },
  {
    who: `(request.userInfo.username.startsWith('system:serviceaccount:kube-system:') || ${isUser("system:kube-scheduler")})`,
    may: `request.operation == 'UPDATE' && request.resource.resource in ['persistentvolumeclaims', 'persistentvolumes', 'volumeattributesclasses'] && ${sameMetadata("labels", "ownerReferences")}`,
  },
];

/** Whether the control plane does its own work: CEL. */
export const byControlPlane = controlPlane.map(({ who, may }) => `(${who} && (${may}))`).join(" || ");
