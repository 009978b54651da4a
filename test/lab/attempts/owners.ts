import { mitre, requirement } from "../../../controls/ids.ts";
import type { Attempt } from "../support/attempt.ts";
import { collection, workload } from "../support/kinds.ts";
import { make, mergePatch, pathOf } from "../support/requests.ts";
import { table } from "../support/tables.ts";
import { target } from "../support/targets.ts";

interface Owner {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

const rbac = "rbac.authorization.k8s.io/v1";
const binding: Owner = { apiVersion: rbac, kind: "RoleBinding", name: "casemate:developer" };
const ownConfigMap: Owner = { apiVersion: "v1", kind: "ConfigMap", name: "mine" };

/** The garbage collector reads only the UID. test/lab/life/controllers.test.ts uses a real one. */
const reference = (owner: Owner, blocks: boolean) => ({
  ...owner,
  uid: "00000000-0000-4000-8000-000000000000",
  ...(blocks && { blockOwnerDeletion: true }),
});
const dependentOf = (tenant: string, owner: Owner, blocks = true) =>
  make(pathOf("v1", "configmaps", tenant), {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: {
      name: "hold",
      ownerReferences: [reference(owner, blocks)],
    },
  });

const claimTemplate = (metadata: object) => ({
  metadata: { name: "data", ...metadata },
  spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
});
/** A StatefulSet whose claims have this metadata. */
const claiming = (metadata: object) => {
  const set = workload("StatefulSet", "checkout") as { spec: object };
  return make(collection("StatefulSet", "checkout"), {
    ...set,
    spec: { ...set.spec, volumeClaimTemplates: [claimTemplate(metadata)] },
  });
};
const claimed = {
  name: "delays the deletion of the developers' rights by the claims of a StatefulSet",
  does: claiming({ ownerReferences: [reference(ownConfigMap, true)] }),
};

/** Delayed deletions of a right or a flow: foreground deletion waits for dependents that block it. */
export const attempts: readonly Attempt[] = [
  ...table(
    {
      expect: "refused",
      by: "casemate-owners",
      why: "A former team member would keep the right to deploy, and a removed flow would stay open.",
      serves: [...requirement("A2", "E2"), ...mitre("T1098.006")],
    },
    [
      {
        as: "developer of cart",
        name: "delays the deletion of its rights",
        does: dependentOf("cart", binding),
      },
      {
        as: "developer of cart",
        name: "delays the deletion of a flow",
        does: dependentOf("cart", {
          apiVersion: "networking.k8s.io/v1",
          kind: "NetworkPolicy",
          name: "allow-cartservice",
        }),
      },
      {
        as: "developer of cart",
        name: "delays the deletion of a right that it names as a ConfigMap",
        does: dependentOf("cart", ownConfigMap),
      },
      {
        as: "operator of cart",
        name: "delays the deletion of a right that it names as an unknown kind",
        does: dependentOf("cart", { apiVersion: "example.com/v1", kind: "Nothing", name: "x" }),
      },
      {
        as: "developer of checkout",
        name: "adds a blocking owner to its existing Service",
        does: mergePatch(pathOf("v1", "services", "checkout", target), {
          metadata: { ownerReferences: [reference(ownConfigMap, true)] },
        }),
      },
      { as: "developer of checkout", ...claimed },
      { as: "delegate of checkout", ...claimed },

      {
        as: "delegate of checkout",
        name: "delays the deletion of the developers' rights",
        does: dependentOf("checkout", binding),
      },
      {
        as: "delegate of checkout",
        name: "delays the deletion of the limits of its requests",
        does: dependentOf("checkout", {
          apiVersion: "flowcontrol.apiserver.k8s.io/v1",
          kind: "FlowSchema",
          name: "casemate-checkout",
        }),
      },
      {
        as: "delegate of checkout",
        name: "delays the deletion of the developers' rights through a Service's status",
        does: mergePatch(pathOf("v1", "services", "checkout", `${target}/status`), {
          metadata: { ownerReferences: [reference(binding, true)] },
        }),
      },
    ],
  ),
  ...table(
    {
      expect: "admitted",
      why: "Operators set owners on the objects that they create.",
      serves: [...requirement("D5")],
    },
    [
      {
        as: "developer of cart",
        name: "adds an owner to its own object, without blocking the owner's deletion",
        does: dependentOf("cart", ownConfigMap, false),
      },
      {
        as: "developer of checkout",
        name: "creates a StatefulSet with a label on its claims",
        does: claiming({ labels: { of: "it" } }),
      },
      {
        as: "delegate of checkout",
        name: "blocks the deletion of one own object by another",
        does: dependentOf("checkout", ownConfigMap),
      },
    ],
  ),
];
