import { expect } from "chai";
import { type Persona, personas, rights } from "../../../components/contract/persona-rights.ts";

/** The API server's question: may the persona use this verb on this resource? */
function may(persona: Persona, verb: string, resource: string, group = ""): boolean {
  return rights[persona].some(
    (rule) =>
      rule.apiGroups.includes(group) && rule.resources.includes(resource) && rule.verbs.includes(verb),
  );
}

const rbac = "rbac.authorization.k8s.io";

describe("rights", () => {
  it("name all resources and verbs without wildcards", () => {
    const names = personas.flatMap((persona) =>
      rights[persona].flatMap(({ apiGroups, resources, verbs }) => [...apiGroups, ...resources, ...verbs]),
    );
    expect(names.filter((name) => name.includes("*"))).to.deep.equal([]);
  });

  it("name no subresource that adds images or connections to pods without a deployment", () => {
    const resources = personas.flatMap((persona) => rights[persona].flatMap((rule) => rule.resources));
    for (const resource of ["pods/ephemeralcontainers", "pods/proxy", "services/proxy", "pods/resize"]) {
      expect(resources).not.to.include(resource);
    }
  });

  const never: [string, string, string?][] = [
    ["create", "networkpolicies", "networking.k8s.io"],
    ["update", "networkpolicies", "networking.k8s.io"],
    ["delete", "networkpolicies", "networking.k8s.io"],
    ["update", "resourcequotas"],
    ["delete", "resourcequotas"],
    ["patch", "limitranges"],
    ["delete", "limitranges"],
    ["update", "namespaces"],
    ["patch", "namespaces"],
    ["delete", "namespaces"],
    ["list", "namespaces"],
    ["create", "roles", rbac],
    ["create", "rolebindings", rbac],
    ["patch", "rolebindings", rbac],
    ["bind", "roles", rbac],
    ["bind", "clusterroles", rbac],
    ["escalate", "roles", rbac],
    ["impersonate", "serviceaccounts"],
    ["impersonate", "users"],
    ["impersonate", "groups"],
    ["create", "serviceaccounts"],
    ["patch", "serviceaccounts"],
    ["create", "serviceaccounts/token"],
    ["create", "daemonsets", "apps"],
    ["create", "endpoints"],
    ["create", "endpointslices", "discovery.k8s.io"],
    ["get", "pods/proxy"],
    ["create", "pods/proxy"],
    ["get", "services/proxy"],
    ["patch", "pods/ephemeralcontainers"],
    ["update", "pods/ephemeralcontainers"],
    ["patch", "pods/resize"],
    ["create", "pods/eviction"],
    ["get", "nodes"],
    ["get", "nodes/proxy"],
    ["deletecollection", "pods"],
  ];
  for (const persona of personas) {
    for (const [verb, resource, group] of never) {
      it(`let no ${persona} ${verb} ${resource}`, () => {
        expect(may(persona, verb, resource, group)).to.equal(false);
      });
    }
  }

  const table: [string, string, string, boolean, boolean, boolean][] = [
    ["get", "pods/log", "", true, true, true],
    ["list", "pods", "", true, true, true],
    ["list", "networkpolicies", "networking.k8s.io", true, true, true],
    ["list", "resourcequotas", "", true, true, true],
    ["get", "secrets", "", false, true, true],
    ["list", "secrets", "", false, true, true],
    ["watch", "secrets", "", false, true, true],
    ["patch", "secrets", "", false, true, true],
    ["create", "pods", "", false, true, true],
    ["create", "deployments", "apps", false, true, true],
    ["patch", "deployments/scale", "apps", false, true, true],
    ["delete", "statefulsets", "apps", false, true, true],
    ["create", "jobs", "batch", false, true, true],
    ["create", "cronjobs", "batch", false, true, true],
    ["create", "horizontalpodautoscalers", "autoscaling", false, true, true],
    ["create", "poddisruptionbudgets", "policy", false, true, true],
    ["create", "ingresses", "networking.k8s.io", false, true, true],
    ["create", "persistentvolumeclaims", "", false, true, true],
    ["create", "pods/exec", "", false, false, true],
    ["get", "pods/exec", "", false, false, true],
    ["get", "pods/attach", "", false, false, true],
    ["create", "pods/attach", "", false, false, true],
    ["get", "pods/portforward", "", false, false, true],
    ["create", "pods/portforward", "", false, false, true],
  ];
  for (const [verb, resource, group, ...expected] of table) {
    it(`to ${verb} ${resource}: ${personas.filter((_, index) => expected[index]).join(", ")}`, () => {
      expect(personas.map((persona) => may(persona, verb, resource, group))).to.deep.equal(expected);
    });
  }
});
