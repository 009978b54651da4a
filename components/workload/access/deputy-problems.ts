import type { Waiver } from "../../contract/waiver.ts";
import type { InputProblem } from "../../shared/input/input-error.ts";
import { reachOfDeputy } from "./grantable.ts";
import type { TenantAccess } from "./tenant-access.ts";

/** The control that a waiver names to let a tenant write custom resources whose controllers reach further. */
export const deputyControl = "custom-resource-deputy";

/** Custom resources whose controllers use their own rights for the tenant, without a waiver. */
export function deputyProblems(
  { customResources = [] }: TenantAccess,
  waivers: readonly Waiver[],
): InputProblem[] {
  if (waivers.some(({ control }) => control === deputyControl)) {
    return [];
  }
  return customResources.flatMap(({ apiGroup }, index) => {
    const reach = reachOfDeputy(apiGroup);
    return reach === undefined
      ? []
      : [
          {
            path: `access.customResources[${index}].apiGroup`,
            received: apiGroup,
            allowed: `a group whose controller reaches no further than the namespace; here ${reach}`,
            fix: `If the controller is limited to the namespace, add a waiver of ${deputyControl} that says how.`,
          },
        ];
  });
}
