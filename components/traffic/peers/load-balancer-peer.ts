import type { ComplianceClass } from "../../contract/classes.ts";
import { classes } from "../../contract/classes.ts";
import type { ClusterRef } from "../../contract/cluster-ref.ts";
import {
  type Exposure,
  loadBalancerCidrs,
  loadBalancerPorts,
  visibilities,
} from "../../contract/exposure.ts";
import { didYouMean } from "../../shared/input/closest.ts";
import type { InputProblem } from "../../shared/input/input-error.ts";
import { cidrMistake, contains, isPrivate, parseCidr } from "../../shared/ipv4.ts";
import type { FlowTenant } from "../flows/declared-flow.ts";
import type { FlowEnd } from "../flows/flow-end.ts";

/** The part of a tenant that decides about its exposure. */
export interface ExposedTenant {
  readonly name: string;
  readonly class?: ComplianceClass | undefined;
  readonly workloads: Readonly<Record<string, unknown>>;
  readonly exposure?: readonly Exposure[] | undefined;
}

export type LoadBalancerRanges = Pick<ClusterRef, "publicLoadBalancerCidrs" | "internalLoadBalancerCidrs">;

/** The cluster's ranges that decide about exposures. */
export type ExposureRanges = LoadBalancerRanges &
  Pick<ClusterRef, "vpcCidr" | "serviceCidr" | "additionalCidrs">;

/**
 * The ends that exposures open: for each, the load balancers' subnets and the clients whose addresses are kept. Health
 * checks always come from the load balancers' subnets (Elastic Load Balancing user guide, "Health checks").
 */
export function exposureEnds(
  exposure: readonly Exposure[] | undefined,
  ranges: LoadBalancerRanges,
): FlowEnd[] {
  return (exposure ?? []).flatMap(({ to, port, protocol = "TCP", visibility = "internal", clients = [] }) =>
    [...loadBalancerCidrs(ranges, visibility), ...clients].map(
      (cidr): FlowEnd => ({ direction: "ingress", workload: to, peer: { cidr }, port, protocol }),
    ),
  );
}

/** A tenant whose flows contain those of clients that a load balancer keeps the addresses of, for security groups. */
export function withClients(
  tenant: FlowTenant & { readonly exposure?: readonly Exposure[] | undefined },
): FlowTenant {
  const clients = (tenant.exposure ?? []).flatMap(({ to, port, protocol = "TCP", clients: cidrs = [] }) =>
    cidrs.map((cidr) => ({ from: { cidr }, to, port, protocol, reason: "clients of a load balancer" })),
  );
  return clients.length === 0 ? tenant : { ...tenant, accepts: [...(tenant.accepts ?? []), ...clients] };
}

/** The problems of exposures that their schema can't see. @param at - the start of the tenant's paths */
export function exposureProblems(tenant: ExposedTenant, ranges: ExposureRanges, at: string): InputProblem[] {
  return (tenant.exposure ?? []).flatMap((exposure, index) => {
    const path = `${at}exposure[${index}]`;
    return [
      ...workloadProblems(exposure, tenant, path),
      ...portProblems(exposure, path),
      ...visibilityProblems(exposure, tenant, ranges, path),
      ...(exposure.clients ?? []).flatMap((cidr, item) =>
        clientProblems(cidr, { exposure, tenant, ranges, path: `${path}.clients[${item}]` }),
      ),
    ];
  });
}

function workloadProblems(
  { to }: Exposure,
  { name, workloads }: ExposedTenant,
  path: string,
): InputProblem[] {
  const known = Object.keys(workloads);
  return known.includes(to)
    ? []
    : [
        {
          path: `${path}.to`,
          received: to,
          allowed: `a workload of ${name}: ${known.join(", ")}`,
          fix: didYouMean(to, known, `Add ${to}: {} to the workloads of ${name}.`),
        },
      ];
}

function portProblems({ port }: Exposure, path: string): InputProblem[] {
  return loadBalancerPorts.some(([first, last]) => port >= first && port <= last)
    ? []
    : [
        {
          path: `${path}.port`,
          received: port,
          allowed: loadBalancerPorts.map(([first, last]) => `${first} to ${last}`).join(", "),
          fix: "Kubelets and node ports have the others, which stay closed for load balancers. Let the pods listen elsewhere.",
        },
      ];
}

function visibilityProblems(
  { visibility = "internal" }: Exposure,
  { class: name = "standard" }: ExposedTenant,
  ranges: LoadBalancerRanges,
  path: string,
): InputProblem[] {
  const problem = { path: `${path}.visibility`, received: visibility };
  if (visibility === "public" && !classes[name].publicFlows) {
    return [
      {
        ...problem,
        allowed: `"internal", because the class ${name} has no traffic with public addresses`,
        fix: "Expose a namespace of another class, which calls this one.",
      },
    ];
  }
  if (loadBalancerCidrs(ranges, visibility).length > 0) {
    return [];
  }
  const possible = visibilities.filter((one) => loadBalancerCidrs(ranges, one).length > 0);
  return [
    {
      ...problem,
      allowed:
        possible.length === 0
          ? "no exposure, because the cluster's network names no load balancer subnets"
          : `${possible.map((one) => JSON.stringify(one)).join(" or ")}, for which the network has load balancer subnets`,
      fix:
        `Add ${visibility} to loadBalancers of the ClusterNetwork. ` +
        `For your own VPC, name the subnets' ranges in ${visibility}LoadBalancerCidrs.`,
    },
  ];
}

function clientProblems(
  cidr: string,
  args: {
    readonly exposure: Exposure;
    readonly tenant: ExposedTenant;
    readonly ranges: ExposureRanges;
    readonly path: string;
  },
): InputProblem[] {
  const { path } = args;
  const { visibility = "internal" } = args.exposure;
  const { class: name = "standard" } = args.tenant;
  const { vpcCidr, serviceCidr, additionalCidrs = [] } = args.ranges;
  const range = parseCidr(cidr);
  if (range === undefined) {
    const fix = cidrMistake(cidr);
    const allowed = "an IPv4 range, such as 203.0.113.0/24";
    return [{ path, received: cidr, allowed, ...(fix !== undefined && { fix }) }];
  }
  // A wider range leaves these ranges out of the policy.
  const own = [vpcCidr, ...additionalCidrs, serviceCidr, "169.254.0.0/16"].find((one) =>
    contains(one, range),
  );
  if (own !== undefined) {
    return [
      {
        path,
        received: cidr,
        allowed: `addresses outside ${own}, because clients reach the load balancer from outside the cluster`,
        fix: "Declare pods that call it in accepts, with their namespace.",
      },
    ];
  }
  const isOpen = visibility === "public" && classes[name].publicFlows;
  return isOpen || isPrivate(range)
    ? []
    : [
        {
          path,
          received: cidr,
          allowed: "a private range, because the exposure is internal",
          fix: "Name the connected networks of the clients.",
        },
      ];
}
