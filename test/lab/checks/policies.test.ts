import { expect } from "chai";
import { listAt, objectAt } from "../../../plan/json.ts";
import { ask } from "../support/callers.ts";
import { waitUntil } from "../support/wait-until.ts";

/** What is wrong with an expression for some kind shows as a warning, and when a request of that kind comes. */
describe("the admission policies", () => {
  it("are type-checked by the API server, which finds nothing", async () => {
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
    );
    expect(policies).to.not.deep.equal([]);
    const warnings = policies.map(({ status }) =>
      listAt(objectAt(objectAt(status)["typeChecking"])["expressionWarnings"]),
    );
    expect(warnings.flat()).to.deep.equal([]);
  });
});
