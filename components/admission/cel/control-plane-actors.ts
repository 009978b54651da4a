import { controllerManager, isUser, kubeSystemAccount, networkPolicyController } from "./actors.ts";
import { allOf, anyOf, celList } from "./cel.ts";

/** Whether nothing outside the metadata changes, but for the top-level fields named. Typed objects aren't maps. */
const sameBut = (...fields: string[]) => {
  const isFree = `key in ${celList(["metadata", ...fields])}`;
  const isSame = "key in dyn(oldObject) && dyn(object)[key] == dyn(oldObject)[key]";
  return allOf(
    `dyn(object).all(key, ${isFree} || (${isSame}))`,
    `dyn(oldObject).all(key, ${isFree} || key in dyn(object))`,
  );
};

/** Whether these fields of the metadata stay as they are. */
export const sameMetadata = (...fields: string[]) =>
  allOf(...fields.map((field) => `object.metadata.?${field} == oldObject.metadata.?${field}`));

const isUpdate = "request.operation == 'UPDATE'";
const isDelete = "request.operation == 'DELETE'";
const isOf = (...resources: string[]) => `request.resource.resource in ${celList(resources)}`;

/** The finalizer by which EKS's controller holds a policy: amazon-network-policy-controller-k8s, `policy_controller.go`. */
const networkPolicyFinalizer = "networking.k8s.aws/resources";
const otherFinalizers = (object: "object" | "oldObject") =>
  `${object}.metadata.?finalizers.orValue([]).filter(name, name != '${networkPolicyFinalizer}')`;

const secretsOf = (object: "object" | "oldObject") => `dyn(${object}).?secrets.orValue([])`;

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
    who: isUser(kubeSystemAccount("namespace-controller")),
    may: isDelete,
  },
  {
    who: isUser(kubeSystemAccount("generic-garbage-collector")),
    may: anyOf(isDelete, `(${allOf(isUpdate, sameMetadata("labels", "annotations"), sameBut())})`),
  },
  {
    who: isUser(networkPolicyController),
    may: allOf(
      isUpdate,
      sameMetadata("labels", "annotations", "ownerReferences"),
      `${otherFinalizers("object")} == ${otherFinalizers("oldObject")}`,
      sameBut(),
    ),
  },
  {
    who: isUser(controllerManager),
    may: allOf(
      isUpdate,
      "request.resource.resource == 'serviceaccounts'",
      sameMetadata("labels", "annotations", "ownerReferences", "finalizers"),
      sameBut("secrets"),
      `${secretsOf("object")}.all(secret, secret in ${secretsOf("oldObject")})`,
    ),
  },
  {
    who: isUser(
      ...["endpoint-controller", "endpointslice-controller", "endpointslicemirroring-controller"].map(
        kubeSystemAccount,
      ),
    ),
    may: isOf("endpoints", "endpointslices"),
  },
  {
    who: `(${anyOf(`request.userInfo.username.startsWith('${kubeSystemAccount("")}')`, isUser("system:kube-scheduler"))})`,
    may: allOf(
      isUpdate,
      isOf("persistentvolumeclaims", "persistentvolumes", "volumeattributesclasses"),
      sameMetadata("labels", "ownerReferences"),
    ),
  },
];

/** Whether the control plane does its own work: CEL. */
export const byControlPlane = anyOf(...controlPlane.map(({ who, may }) => `(${who} && (${may}))`));
