import type { Attempt } from "../support/attempt.ts";
import { admitted, type Case, refusedBy } from "../support/cases.ts";
import { collection, workload } from "../support/kinds.ts";
import { make, mergePatch, pathOf } from "../support/requests.ts";
import { target } from "../support/targets.ts";

interface Owner {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

const rbac = "rbac.authorization.k8s.io/v1";
const binding: Owner = { apiVersion: rbac, kind: "RoleBinding", name: "casemate:developer" };
const own: Owner = { apiVersion: "v1", kind: "ConfigMap", name: "mine" };

/** The garbage collector goes by the UID alone; test/lab/life/controllers.test.ts has it look at a real one. */
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

const ofPeople: readonly Case[] = [
  ["developer of cart", "holds off the end of its own rights", held("cart", binding)],
  [
    "developer of cart",
    "holds off the end of a flow",
    held("cart", { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", name: "allow-cartservice" }),
  ],
  ["developer of cart", "holds off the end of what it says is a ConfigMap", held("cart", own)],
  [
    "operator of cart",
    "holds off the end of what it says is of a kind that nobody knows",
    held("cart", { apiVersion: "example.com/v1", kind: "Nothing", name: "x" }),
  ],
  [
    "developer of checkout",
    "ties its Service so that another's deletion waits for it",
    mergePatch(pathOf("v1", "services", "checkout", target), {
      metadata: { ownerReferences: [reference(own, true)] },
    }),
  ],
];

const claimTemplate = (metadata: object) => ({
  metadata: { name: "data", ...metadata },
  spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
});
/** A StatefulSet whose controller makes claims as the template says. */
const claiming = (metadata: object) => {
  const set = workload("StatefulSet", "checkout") as { spec: object };
  return make(collection("StatefulSet", "checkout"), {
    ...set,
    spec: { ...set.spec, volumeClaimTemplates: [claimTemplate(metadata)] },
  });
};
const byTemplate: readonly Case[] = (["developer of checkout", "delegate of checkout"] as const).map((as) => [
  as,
  "holds off the end of the developers' rights by the claims of a StatefulSet",
  claiming({ ownerReferences: [reference(own, true)], finalizers: ["attacker.example/hold"] }),
]);

const ofAccounts: readonly Case[] = [
  ["delegate of checkout", "holds off the end of the developers' rights", held("checkout", binding)],
  [
    "delegate of checkout",
    "holds off the end of what bounds its requests",
    held("checkout", {
      apiVersion: "flowcontrol.apiserver.k8s.io/v1",
      kind: "FlowSchema",
      name: "casemate-checkout",
    }),
  ],
  [
    "delegate of checkout",
    "holds off the end of the developers' rights through a Service's status",
    mergePatch(pathOf("v1", "services", "checkout", `${target}/status`), {
      metadata: { ownerReferences: [reference(binding, true)] },
    }),
  ],
];

/** Holding off the end of a right, or of a flow: what is deleted in the foreground waits for who blocks it. */
export const owners: readonly Attempt[] = [
  ...refusedBy("casemate-owners", [...ofPeople, ...byTemplate, ...ofAccounts], {
    why: "Who has left the team would keep the right to deploy, and a flow that was withdrawn would stay open.",
    serves: ["A2", "E2", "T1098.006"],
  }),
  ...admitted(
    [
      [
        "developer of cart",
        "ties an object of its own to another, which needn't wait for it",
        held("cart", own, false),
      ],
      [
        "developer of checkout",
        "has claims with a label made for a StatefulSet",
        claiming({ labels: { of: "it" } }),
      ],
      ["delegate of checkout", "has an object of its own wait for another", held("checkout", own)],
    ],
    { why: "Operators tie what they make to what it was made for.", serves: ["D5"] },
  ),
];
