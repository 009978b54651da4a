import type { InputProblem } from "../shared/input/input-error.ts";

/**
 * Hosts that two tenants claim. The first Ingress would get the traffic of the second.
 *
 * @param prefix - the start of a tenant's paths
 */
export function hostProblems(
  tenants: readonly { readonly name: string; readonly hosts?: readonly string[] | undefined }[],
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
