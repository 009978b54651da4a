import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { specOf } from "../../../components/admission/cel/admission-policy.ts";
import { admissionPolicies } from "../../../components/admission/policies/index.ts";
import { systemNamespaces } from "../../../components/contract/exempt-namespaces.ts";
import { AdmissionPolicies, type AdmissionPoliciesArgs, InputError } from "../../../components/index.ts";
import { type Deployment, deploy } from "../../harness.ts";
import { refusal } from "../workload/fixtures.ts";

const policyType = "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy";
const bindingType = "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding";

function admission(args: Omit<AdmissionPoliciesArgs, "cluster"> = {}) {
  return deploy(() => {
    const provider = new k8s.Provider("prod", { clusterIdentifier: "prod", kubeconfig: "{}" });
    new AdmissionPolicies("prod", { cluster: { provider }, ...args });
  });
}

describe("AdmissionPolicies", () => {
  it("puts every policy in force, by a binding that denies and audits", async () => {
    const { all } = await admission();
    const policies = all(policyType);
    expect(policies.map(({ inputs }) => inputs["metadata"].name)).to.have.members(
      admissionPolicies(systemNamespaces).map(({ name }) => name),
    );
    for (const { inputs, urn } of policies) {
      const bindings = all(bindingType).filter(
        (each) => each.inputs["spec"].policyName === inputs["metadata"].name,
      );
      expect(bindings, inputs["metadata"].name).to.have.length.within(1, 2);
      for (const binding of bindings) {
        expect(binding.inputs["spec"].validationActions).to.deep.equal(["Deny", "Audit"]);
        expect(binding.dependencies).to.include(urn);
      }
    }
  });

  it("allows images of the account's own registry by default", async () => {
    const own = (await admission()).one(policyType, "prod-images").inputs["spec"];
    expect(JSON.stringify(own)).to.contain("111122223333.dkr.ecr.eu-central-1.");
    const given = (await admission({ registries: ["registry.example.com/shop"] })).one(
      policyType,
      "prod-images",
    );
    expect(JSON.stringify(given.inputs["spec"]))
      .to.contain("registry.example.com/shop")
      .and.not.to.contain("dkr.ecr");
  });

  const exemptNamespaces = [{ name: "istio-system", reason: "the mesh" }];
  /** The bindings of a policy: the selector of each in one line. */
  const selectorsOf = ({ all }: Deployment, policy: string) =>
    all(bindingType)
      .filter(({ inputs }) => inputs["spec"].policyName === policy)
      .map(({ inputs }) => {
        const { matchExpressions = [] } = inputs["spec"].matchResources?.namespaceSelector ?? {};
        return matchExpressions
          .map(({ key, operator, values = [] }: { key: string; operator: string; values?: string[] }) =>
            [key, operator, ...values].join(" "),
          )
          .join(", ");
      });

  it("exempts the namespaces of the system in the policy itself", async () => {
    const { one } = await admission({ exemptNamespaces });
    const { namespaceSelector } = one(policyType, "prod-pods").inputs["spec"].matchConstraints;
    expect(namespaceSelector.matchExpressions).to.deep.equal([
      {
        key: "kubernetes.io/metadata.name",
        operator: "NotIn",
        values: systemNamespaces.map(({ name }) => name),
      },
    ]);
  });

  it("exempts the namespaces of its arguments and the platform's, but never one with a class", async () => {
    expect(selectorsOf(await admission({ exemptNamespaces }), "casemate-pods")).to.deep.equal([
      "casemate.dev/class Exists",
      "casemate.dev/class DoesNotExist, casemate.dev/platform DoesNotExist, kubernetes.io/metadata.name NotIn istio-system",
    ]);
    expect(selectorsOf(await admission(), "casemate-pods")).to.deep.equal([
      "casemate.dev/class Exists",
      "casemate.dev/class DoesNotExist, casemate.dev/platform DoesNotExist",
    ]);
  });

  it("judges the platform's namespaces by the policies that its software can meet", async () => {
    const all = await admission();
    const platform = admissionPolicies(systemNamespaces)
      .map(({ name }) => name)
      .filter((name) => selectorsOf(all, name).includes("casemate.dev/class DoesNotExist"));
    expect(platform).to.deep.equal([
      "casemate-secrets",
      "casemate-ingresses",
      "casemate-routes",
      "casemate-marked",
    ]);
  });

  it("judges each Namespace, also an exempt one, by one binding", async () => {
    expect(selectorsOf(await admission({ exemptNamespaces }), "casemate-namespaces")).to.deep.equal([""]);
  });

  it("binds tenants first, so that an update never leaves them without a policy", async () => {
    const { one } = await admission();
    const tenants = one(bindingType, "prod-pods-tenants");
    expect(one(bindingType, "prod-pods").dependencies).to.include(tenants.urn);
  });

  for (const { what, age, least, most } of [
    { what: "waits until a policy that was just changed is in force", age: 4, least: 900, most: 5000 },
    { what: "doesn't wait for policies that are in force", age: 60, least: 0, most: 900 },
  ]) {
    it(what, async () => {
      const time = new Date(Date.now() - age * 1000).toISOString();
      const created = "2026-01-01T00:00:00Z";
      let waited: number | undefined;
      await deploy(
        async () => {
          const start = Date.now();
          const { ready } = new AdmissionPolicies("prod", {
            cluster: { provider: new k8s.Provider("prod") },
          });
          await new Promise((resolve) => ready.apply(resolve));
          waited = Date.now() - start;
        },
        {
          outputs: (type, name) =>
            type === policyType && name === "prod-images"
              ? { metadata: { creationTimestamp: created, managedFields: [{ time }] } }
              : {},
        },
      );
      expect(waited).to.be.within(least, most);
    });
  }

  it("refuses invalid registries, and exempt namespaces without a reason", async () => {
    let thrown: unknown;
    await deploy(() => {
      try {
        new AdmissionPolicies("prod", {
          cluster: { provider: new k8s.Provider("prod") },
          registries: ["docker.io/*"],
          exemptNamespaces: [{ name: "a", reason: " " }],
        });
      } catch (error) {
        thrown = error;
      }
    });
    expect(thrown).to.be.instanceOf(InputError);
    expect(String(thrown)).to.contain("registries[0]").and.to.contain("exemptNamespaces[0].reason");
  });
});

describe("the arguments of AdmissionPolicies", () => {
  it("have no unknown fields", async () => {
    const lines = await refusal(
      (cluster) => new AdmissionPolicies("x", { cluster, registry: ["registry.example.com"] } as never),
    );
    expect(lines).to.deep.equal([
      'AdmissionPolicies "x": registry: received ["registry.example.com"]; allowed: a known field. Its fields are ' +
        "cluster, registries, exemptNamespaces, trafficAnnotations, storageClasses, volumeAttributesClasses.",
    ]);
  });

  it("are plain values", async () => {
    const lines = await refusal(
      (cluster) => new AdmissionPolicies("x", { cluster, registries: pulumi.output(["a.io"]) } as never),
    );
    expect(lines).to.deep.equal([
      'AdmissionPolicies "x": registries: received an output that is not known yet; allowed: a plain value, known at ' +
        "preview.",
    ]);
  });
});

describe("every admission policy", () => {
  for (const policy of admissionPolicies(systemNamespaces)) {
    const { name, summary } = policy;
    const spec = specOf(policy, ["r.example.com"]);
    it(`${name} fails closed and names the fix`, () => {
      expect(name).to.match(/^casemate-[a-z-]+$/);
      expect(spec.failurePolicy).to.equal("Fail");
      expect(summary).to.match(/\.$/);
      for (const { message, messageExpression } of spec.validations) {
        expect(message ?? messageExpression, name)
          .to.be.a("string")
          .and.not.to.equal("");
      }
    });
  }
});
