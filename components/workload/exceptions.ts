import type { Waiver } from "../contract/waiver.ts";
import type { InputProblem } from "../shared/input/input-error.ts";
import { deputyProblems } from "./access/deputy-problems.ts";
import type { TenantArgs } from "./tenant.ts";

/** The control of Pod Security, and the id of the pack's rule. */
export const podSecurityControl = "namespace-restricted-pod-security";

/** The waiver of a control; undefined if the tenant has none. */
export function waiverOf({ waivers = [] }: Pick<TenantArgs, "waivers">, control: string): Waiver | undefined {
  return waivers.find((waiver) => waiver.control === control);
}

/** Exceptions of a tenant without the waiver that each needs. */
export function exceptionProblems(tenant: TenantArgs): InputProblem[] {
  const { access = {}, podSecurity = "restricted", waivers = [] } = tenant;
  const waiver = waiverOf(tenant, podSecurityControl);
  return [
    ...deputyProblems(access, waivers),
    ...(podSecurity === "baseline" && waiver === undefined
      ? [
          {
            path: "podSecurity",
            received: podSecurity,
            allowed: `"restricted", or "baseline" with a waiver of ${podSecurityControl}`,
            fix: `Add { control: ${podSecurityControl}, reason, owner, expires } to waivers.`,
          },
        ]
      : []),
  ];
}

/** The text of the exception on the Namespace, which admission and the pack read: until when, and who owns it. */
export function podSecurityException(tenant: TenantArgs): string | undefined {
  const waiver = waiverOf(tenant, podSecurityControl);
  return tenant.podSecurity === "baseline" && waiver !== undefined
    ? `baseline until ${waiver.expires} (${waiver.owner.replaceAll(/\s+/g, " ")})`
    : undefined;
}
