import { type Lab, platform } from "../../../lab/lab.ts";
import { type JsonObject, listAt, objectAt } from "../../../plan/json.ts";
import { until } from "../until.ts";

const policies = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies";

/** Waits until the controllers have written what they think of policies and quotas, and no object changes any more. */
export async function settled(lab: Lab): Promise<void> {
  const caller = await lab.as(platform);
  const items = async (path: string) =>
    listAt(objectAt((await caller.request("GET", path)).body)["items"]).map((item) => {
      const { metadata, status } = objectAt(item);
      return { ...objectAt(status), generation: objectAt(metadata)["generation"] } as JsonObject;
    });
  await until(
    "all policies are type-checked, and all quotas counted",
    async () =>
      (await items(policies)).every((policy) => policy["generation"] === policy["observedGeneration"]) &&
      (await items("/api/v1/resourcequotas")).every((quota) => quota["used"] !== undefined),
    60,
  );
}
