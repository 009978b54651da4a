import type { Attempt } from "./attempt.ts";
import { make, pathOf } from "./requests.ts";

const held = (owner: { readonly apiVersion: string; readonly kind: string; readonly name: string }) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: {
    name: "hold",
    finalizers: ["attacker.example/hold"],
    ownerReferences: [{ ...owner, uid: "00000000-0000-4000-8000-000000000000", blockOwnerDeletion: true }],
  },
});
const path = pathOf("v1", "configmaps", "cart");
const serves = ["A2", "E2", "T1098.006"] as const;

/** Holding off the end of a right, or of a flow: what is deleted in the foreground waits for who blocks it. */
export const owners: readonly Attempt[] = [
  {
    name: "holds off the end of its own rights",
    as: "developer of cart",
    does: make(
      path,
      held({ apiVersion: "rbac.authorization.k8s.io/v1", kind: "RoleBinding", name: "casemate:developer" }),
    ),
    expect: "refused",
    by: "casemate-owners",
    why: "Who has left the team would keep the right to deploy.",
    serves,
  },
  {
    name: "holds off the end of a flow",
    as: "developer of cart",
    does: make(
      path,
      held({ apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", name: "allow-cartservice" }),
    ),
    expect: "refused",
    by: "casemate-owners",
    why: "A flow that was withdrawn would stay open.",
    serves,
  },
  {
    name: "has an object of its own wait for another",
    as: "developer of cart",
    does: make(path, held({ apiVersion: "v1", kind: "ConfigMap", name: "mine" })),
    expect: "admitted",
    why: "Operators tie what they make to what it was made for.",
    serves: ["D5"],
  },
];
