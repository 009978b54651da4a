import { expect } from "chai";
import { listAt, objectAt } from "../../../plan/json.ts";
import { ask } from "../support/callers.ts";
import { waitUntil } from "../support/wait-until.ts";

/** The API server reports an expression with a type error as a warning, and fails later requests of that kind. */
describe("the admission policies", () => {
  it("are type-checked by the API server without a warning", async function () {
    this.timeout(300_000);
    const path = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies";
    const policies = await waitUntil(
      "the controller manager has looked at every policy",
      async () =>
        listAt(objectAt((await ask("platform", { method: "GET", path })).body)["items"]).map(objectAt),
      (all) =>
        all.every(
          ({ metadata, status }) =>
            objectAt(status)["observedGeneration"] === objectAt(metadata)["generation"],
        ),
      // It checks each expression against every kind: a minute of processor time for all policies.
      240,
    );
    expect(policies).to.not.deep.equal([]);
    const warnings = policies.map(({ status }) =>
      listAt(objectAt(objectAt(status)["typeChecking"])["expressionWarnings"]),
    );
    expect(warnings.flat()).to.deep.equal([]);
  });
});
