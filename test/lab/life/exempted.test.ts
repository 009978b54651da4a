import { expect } from "chai";
import { specOf } from "../../../components/admission/cel/admission-policy.ts";
import { imagesPolicy } from "../../../components/admission/policies/images.ts";
import { bindingsOf } from "../../../components/admission/policy-bindings.ts";
import { systemNamespaces } from "../../../components/contract/exempt-namespaces.ts";
import type { ObjectAddress } from "../../../lab/api/object-address.ts";
import { objectAt } from "../../../plan/json.ts";
import { lab } from "../suite.ts";
import type { Actor } from "../support/attempt.ts";
import { callerOf } from "../support/callers.ts";
import { collection, workload } from "../support/kinds.ts";
import { restore } from "../support/stack.ts";
import { waitUntilSettled } from "../support/wait-until-settled.ts";
import { digest, type Place } from "../support/workloads.ts";
import { merge, must } from "./cluster.ts";

const policy = imagesPolicy(systemNamespaces);
const isBinding = ({ kind, metadata }: ObjectAddress) =>
  kind === "ValidatingAdmissionPolicyBinding" && metadata.name === policy.name;

/** The answer to a dry run with an image of another registry: its kind, or the message of the refusal. */
async function runForeignImage(actor: Actor, namespace: Place): Promise<string> {
  const caller = await callerOf(actor);
  const deployment = workload("Deployment", namespace, (_, container) => {
    container.image = `docker.io/stranger/app@${digest}`;
  });
  const path = `${collection("Deployment", namespace)}?dryRun=All`;
  const { body } = await caller.request("POST", path, deployment);
  const { kind, message } = objectAt(body);
  return `${kind} ${message ?? ""}`;
}

/** `exemptNamespaces` names the namespace of a running tenant, and one that no tenant has. */
describe("after a tenant's namespace was exempted", () => {
  before(async () => {
    const exempt = ["checkout", "gitops"].map((name) => ({ name, reason: "for the test" }));
    const [, unmarked] = bindingsOf(policy, specOf(policy, ["registry.example.com"]), exempt);
    const path = `/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings/${policy.name}`;
    const { namespaceSelector } = unmarked ?? {};
    await must("platform", "PATCH", path, { spec: { matchResources: { namespaceSelector } } }, merge);
    await waitUntilSettled(lab());
  });

  after(async () => {
    await restore(isBinding);
  });

  it("is the tenant judged as before", async () => {
    expect(await runForeignImage("developer of checkout", "checkout")).to.contain(
      `ValidatingAdmissionPolicy '${policy.name}'`,
    );
  });

  it("is the other namespace exempt", async () => {
    expect(await runForeignImage("gitops", "gitops")).to.match(/^Deployment /);
  });
});
