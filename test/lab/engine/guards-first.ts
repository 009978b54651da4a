import { expect } from "chai";
import type { Appearance } from "./history.ts";

/** The objects that must exist in a namespace before people get rights in it. */
const guardKinds = ["LimitRange", "NetworkPolicy", "ResourceQuota", "ServiceAccount"];

/**
 * Checks that a namespace was created after every admission policy was bound, and that people got their rights after all its
 * guards existed. Until then, only the platform can create pods in it.
 *
 * @param appearances - of one stack, from nothing; the account `default` appears when the platform has patched it
 */
export function expectGuardsFirst(appearances: readonly Appearance[]): void {
  const all = appearances.map(({ key, revision }) => ({ ...parseKey(key), revision }));
  const ofKinds = (...kinds: string[]) => all.filter(({ kind }) => kinds.includes(kind));
  const policies = ofKinds("ValidatingAdmissionPolicyBinding");
  const [namespaces, bindings] = [ofKinds("Namespace"), ofKinds("RoleBinding")];
  expect(policies, "admission policies").to.not.be.empty;
  expect(namespaces, "namespaces").to.not.be.empty;
  expect(bindings, "role bindings").to.not.be.empty;
  const lastPolicy = Math.max(...policies.map(({ revision }) => revision));
  for (const { name, revision } of namespaces) {
    expect(revision, `${name} after the policies`).to.be.above(lastPolicy);
  }
  for (const { namespace, name, revision } of bindings) {
    const guards = ofKinds(...guardKinds).filter((guard) => guard.namespace === namespace);
    expect(
      guards.map((guard) => `${guard.kind} ${guard.name}`),
      `guards of ${namespace}`,
    ).to.include.members([
      "LimitRange limits",
      "NetworkPolicy default-deny",
      "ResourceQuota quota",
      "ServiceAccount default",
    ]);
    for (const guard of guards) {
      expect(revision, `${name} in ${namespace} after ${guard.kind} ${guard.name}`).to.be.above(
        guard.revision,
      );
    }
  }
}

function parseKey(key: string): { readonly kind: string; readonly namespace: string; readonly name: string } {
  const [kind = "", path = ""] = key.split(" ");
  const [name = "", namespace = ""] = path.split("/").reverse();
  return { kind, namespace, name };
}
