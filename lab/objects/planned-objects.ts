import { kubernetesObjects } from "../../plan/analysis/kubernetes-objects.ts";
import type { PlanDocument } from "../../plan/document.ts";
import { secretText } from "../../plan/document.ts";
import { objectAt, stringAt } from "../../plan/json.ts";
import type { ObjectAddress } from "../api/object-address.ts";

/**
 * The Kubernetes objects of a plan, ready to apply. A plan has no secret values, so its Secrets have no content.
 */
export function objectsOf(resources: PlanDocument["resources"]): ObjectAddress[] {
  return kubernetesObjects(resources).map(({ apiVersion, kind, name, content }) => {
    const fields = Object.entries(content).filter(([, value]) => value !== secretText);
    return {
      ...Object.fromEntries(fields),
      apiVersion,
      kind,
      metadata: { name, ...objectAt(content["metadata"]) },
    };
  });
}

/** The prefix of users' names and groups in the planned cluster, if the plan has one. */
export function identityPrefix(resources: PlanDocument["resources"]): string | undefined {
  const provider = resources.find(
    ({ type }) => type === "aws:eks/identityProviderConfig:IdentityProviderConfig",
  );
  return stringAt(objectAt(provider?.inputs["oidc"])["groupsPrefix"]);
}
