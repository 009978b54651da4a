import { type Controls, nsa, requirement } from "../../../controls/ids.ts";
import type { Attempt, Impostor, Preparation } from "../support/attempt.ts";
import { make, makeForReal, pathOf } from "../support/requests.ts";
import { capabilityUser } from "../support/software-scene.ts";
import { table } from "../support/tables.ts";

const namespace = "argocd";
const apiGroup = "rbac.authorization.k8s.io";
const ofSessions: Controls = [...requirement("B3", "E2"), ...nsa("NSA-AUTH-03")];

function session(name: string, user: string): Impostor {
  return { name, identity: () => ({ certificate: user }) };
}

/** EKS gives a capability's role its rights in the namespace. The lab's rights are those of this test. */
function rightsOf(user: string): readonly Preparation[] {
  const metadata = { name: "attempt" };
  const writing = { apiGroups: [""], resources: ["configmaps"], verbs: ["create"] };
  const rules = { apiVersion: `${apiGroup}/v1`, kind: "Role", metadata, rules: [writing] };
  const binding = {
    apiVersion: `${apiGroup}/v1`,
    kind: "RoleBinding",
    metadata,
    roleRef: { apiGroup, kind: "Role", name: "attempt" },
    subjects: [{ apiGroup, kind: "User", name: user }],
  };
  const path = (resource: string) => pathOf("rbac.authorization.k8s.io/v1", resource, namespace);
  return [
    { as: "platform", ...makeForReal(path("roles"), rules) },
    { as: "platform", ...makeForReal(path("rolebindings"), binding) },
  ];
}

const write = make(pathOf("v1", "configmaps", namespace), {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "attempt" },
});

/** A capability of EKS acts from outside the cluster, by sessions of its AWS role. */
export const attempts: readonly Attempt[] = [
  ...table(
    { does: write, expect: "admitted", why: "A capability works in its namespace.", serves: ofSessions },
    [
      {
        name: "writes in the capability's namespace",
        as: session("session of the capability's role", `${capabilityUser}session`),
        given: rightsOf(`${capabilityUser}session`),
      },
    ],
  ),
  ...table(
    {
      does: write,
      expect: "refused",
      by: "casemate-platform-writers",
      why: "Only sessions of the capability's own role may act in its namespace.",
      serves: ofSessions,
    },
    [
      ["session of a role with a longer name", `${capabilityUser.slice(0, -1)}-copy/session`],
      [
        "session of a role of another account",
        `${capabilityUser.replace("111122223333", "999988887777")}session`,
      ],
    ].map(([name = "", user = ""]) => ({
      name: "writes in the capability's namespace",
      as: session(name, user),
      given: rightsOf(user),
    })),
  ),
];
