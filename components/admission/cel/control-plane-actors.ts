import { controllerManager, isUser, kubeSystemAccount, networkPolicyController } from "./actors.ts";
import { allOf, anyOf, celList } from "./cel.ts";

/** Whether only the metadata and the given top-level fields change. `dyn`, because typed objects aren't maps. */
const sameBut = (...fields: string[]) => {
  const isFree = `key in ${celList(["metadata", ...fields])}`;
  const isSame = "key in dyn(oldObject) && dyn(object)[key] == dyn(oldObject)[key]";
  return allOf(
    `dyn(object).all(key, ${isFree} || (${isSame}))`,
    `dyn(oldObject).all(key, ${isFree} || key in dyn(object))`,
  );
};

/** Whether these fields of the metadata don't change. */
export const sameMetadata = (...fields: string[]) =>
  allOf(...fields.map((field) => `object.metadata.?${field} == oldObject.metadata.?${field}`));

const isUpdate = "request.operation == 'UPDATE'";
const isDelete = "request.operation == 'DELETE'";
const isOf = (...resources: string[]) => `request.resource.resource in ${celList(resources)}`;

/** The finalizer of EKS's controller on a policy: amazon-network-policy-controller-k8s, `policy_controller.go`. */
const networkPolicyFinalizer = "networking.k8s.aws/resources";
const otherFinalizers = (object: "object" | "oldObject") =>
  `${object}.metadata.?finalizers.orValue([]).filter(name, name != '${networkPolicyFinalizer}')`;

const secretsOf = (object: "object" | "oldObject") => `dyn(${object}).?secrets.orValue([])`;

/**
 * What the control plane itself does to marked objects. Only these actions are allowed:
 *
 * - The namespace controller deletes the objects of a deleted namespace. Otherwise the namespace is never gone.
 * - The garbage collector deletes dependents, and removes its finalizers and owners (foreground deletion, which Pulumi
 *   uses).
 * - EKS's network policy controller adds and removes its finalizer, also on cluster-wide policies. Otherwise no policy
 *   is enforced.
 * - The controller manager itself removes a deleted token's Secret from its service account (`tokens_controller.go`).
 * - The endpoint controllers copy a Service's labels, including the mark, to the slices that they write.
 * - The controller manager, the scheduler, and CSI drivers in kube-system bind, place and attach volumes and claims,
 *   and protect them from deletion. EKS's add-ons run in kube-system.
 *
 * On EKS most are service accounts, because it runs the controller manager with `--use-service-account-credentials`.
 * EKS's audit policy names the first.
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
