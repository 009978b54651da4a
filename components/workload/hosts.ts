import type { InputProblem } from "../shared/input/input-error.ts";
import type { TenantArgs } from "./tenant.ts";

/**
 * A DNS name of at least two labels, whose first may be `*`: the hosts that an Ingress can have. The last is never
 * all digits, which is what tells a name from an address (RFC 3696, 2).
 */
export const hostPattern =
  /^(?=.{4,253}$)(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+(?![0-9]+$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Hosts that two tenants claim: whichever Ingress came first would get the other's traffic.
 *
 * @param prefix - where the paths of a tenant start
 */
export function hostProblems(
  tenants: readonly TenantArgs[],
  prefix: (index: number) => string,
): InputProblem[] {
  const owners = new Map<string, string>();
  const problems: InputProblem[] = [];
  const claims = tenants.flatMap(({ name, hosts = [] }, index) =>
    hosts.map((host, at) => ({ tenant: name, host, path: `${prefix(index)}hosts[${at}]` })),
  );
  for (const { tenant, host } of claims.toReversed()) {
    owners.set(host, tenant);
  }
  for (const { tenant, host, path } of claims) {
    const owner = [host, wildcardAbove(host)]
      .map((claimed) => owners.get(claimed))
      .find((other) => other !== undefined && other !== tenant);
    if (owner !== undefined) {
      problems.push({
        path,
        received: host,
        allowed: `a host that no other tenant claims; ${owner} claims it`,
      });
    }
  }
  return problems;
}

/** `*.example.com` for `pay.example.com`. */
function wildcardAbove(host: string): string {
  return `*.${host.slice(host.indexOf(".") + 1)}`;
}
