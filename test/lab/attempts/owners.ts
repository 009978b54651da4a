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
const own: Owner = { apiVersion: "v1", kind: "ConfigMap", name: "mine" };

/** The garbage collector reads only the UID. test/lab/life/controllers.test.ts uses a real one. */
const reference = (owner: Owner, blocks: boolean) => ({
  ...owner,
  uid: "00000000-0000-4000-8000-000000000000",
  ...(blocks && { blockOwnerDeletion: true }),
});
const held = (tenant: string, owner: Owner, blocks = true) =>
  make(pathOf("v1", "configmaps", tenant), {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: {
      name: "hold",
      finalizers: ["attacker.example/hold"],
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
  name: "holds off the end of the developers' rights by the claims of a StatefulSet",
  does: claiming({ ownerReferences: [reference(own, true)], finalizers: ["attacker.example/hold"] }),
};

/** Delaying the deletion of a right or a flow: foreground deletion waits for dependents that block it. */
export const attempts: readonly Attempt[] = [
  ...table(
    {
      expect: "refused",
      by: "casemate-owners",
      why: "Who has left the team would keep the right to deploy, and a flow that was withdrawn would stay open.",
      serves: [...requirement("A2", "E2"), ...mitre("T1098.006")],
    },
    [
      { as: "developer of cart", name: "holds off the end of its own rights", does: held("cart", binding) },
      {
        as: "developer of cart",
        name: "holds off the end of a flow",
        does: held("cart", {
          apiVersion: "networking.k8s.io/v1",
          kind: "NetworkPolicy",
          name: "allow-cartservice",
        }),
      },
      {
        as: "developer of cart",
        name: "holds off the end of what it says is a ConfigMap",
        does: held("cart", own),
      },
      {
        as: "operator of cart",
        name: "holds off the end of what it says is of a kind that nobody knows",
        does: held("cart", { apiVersion: "example.com/v1", kind: "Nothing", name: "x" }),
      },
      {
        as: "developer of checkout",
        name: "ties its Service so that another's deletion waits for it",
        does: mergePatch(pathOf("v1", "services", "checkout", target), {
          metadata: { ownerReferences: [reference(own, true)] },
        }),
      },
      { as: "developer of checkout", ...claimed },
      { as: "delegate of checkout", ...claimed },

      {
        as: "delegate of checkout",
        name: "holds off the end of the developers' rights",
        does: held("checkout", binding),
      },
      {
        as: "delegate of checkout",
        name: "holds off the end of what bounds its requests",
        does: held("checkout", {
          apiVersion: "flowcontrol.apiserver.k8s.io/v1",
          kind: "FlowSchema",
          name: "casemate-checkout",
        }),
      },
      {
        as: "delegate of checkout",
        name: "holds off the end of the developers' rights through a Service's status",
        does: mergePatch(pathOf("v1", "services", "checkout", `${target}/status`), {
          metadata: { ownerReferences: [reference(binding, true)] },
        }),
      },
    ],
  ),
  ...table(
    {
      expect: "admitted",
      why: "Operators tie what they make to what it was made for.",
      serves: [...requirement("D5")],
    },
    [
      {
        as: "developer of cart",
        name: "ties an object of its own to another, which needn't wait for it",
        does: held("cart", own, false),
      },
      {
        as: "developer of checkout",
        name: "has claims with a label made for a StatefulSet",
        does: claiming({ labels: { of: "it" } }),
      },
      {
        as: "delegate of checkout",
        name: "has an object of its own wait for another",
        does: held("checkout", own),
      },
    ],
  ),
];
