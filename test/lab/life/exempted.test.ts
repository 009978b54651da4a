import { expect } from "chai";
import { specOf } from "../../../components/admission/cel/admission-policy.ts";
import { servicesPolicy } from "../../../components/admission/policies/services.ts";
import { bindingsOf } from "../../../components/admission/policy-bindings.ts";
import { systemNamespaces } from "../../../components/contract/exempt-namespaces.ts";
import type { ObjectAddress } from "../../../lab/api/object-address.ts";
import { objectAt } from "../../../plan/json.ts";
import { lab } from "../suite.ts";
import type { Actor } from "../support/attempt.ts";
import { callerOf } from "../support/callers.ts";
import { service } from "../support/objects.ts";
import { pathOf } from "../support/requests.ts";
import { restore } from "../support/stack.ts";
import { waitUntilSettled } from "../support/wait-until-settled.ts";
import { merge, must } from "./cluster.ts";

const policy = servicesPolicy(systemNamespaces);
const isBinding = ({ kind, metadata }: ObjectAddress) =>
  kind === "ValidatingAdmissionPolicyBinding" && metadata.name === policy.name;

/** The answer to a dry run with a Service of type LoadBalancer: its kind, or the message of the refusal. */
async function openService(actor: Actor, namespace: string): Promise<string> {
  const caller = await callerOf(actor);
  const path = `${pathOf("v1", "services", namespace)}?dryRun=All`;
  const { body } = await caller.request("POST", path, service({ type: "LoadBalancer" }));
  const { kind, message } = objectAt(body);
  return `${kind} ${message ?? ""}`;
}

/** `exemptNamespaces` names the namespace of a running tenant, and one that no tenant has. */
describe("after a tenant's namespace was exempted", () => {
  before(async () => {
    const exempt = ["payments", "gitops"].map((name) => ({ name, reason: "for the test" }));
    const [, unmarked] = bindingsOf(policy, specOf(policy, []), exempt);
    const path = `/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings/${policy.name}`;
    const { namespaceSelector } = unmarked ?? {};
    await must("platform", "PATCH", path, { spec: { matchResources: { namespaceSelector } } }, merge);
    await waitUntilSettled(lab());
  });

  after(async () => {
    await restore(isBinding);
  });

  it("is the tenant judged as before", async () => {
    expect(await openService("developer of payments", "payments")).to.contain(
      `ValidatingAdmissionPolicy '${policy.name}'`,
    );
  });

  it("is the other namespace exempt", async () => {
    expect(await openService("platform", "gitops")).to.match(/^Service /);
  });
});
