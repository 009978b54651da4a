import type * as pulumi from "@pulumi/pulumi";
import type { AcceptedFlow, CalledFlow, Protocol } from "../contract/flow.ts";
import { workloadLabel } from "../contract/flow.ts";
import type { PolicyDocument } from "../shared/aws/policy-document.ts";
import type {
  PlatformException,
  PlatformPodSecurity,
  PlatformSettings,
  PlatformWorkloadArgs,
} from "./platform-namespace-args.ts";
import { fillText, type PlaceholderValues, withoutEmptyStatements } from "./software/entry-placeholders.ts";
import type {
  SoftwareAws,
  SoftwareCall,
  SoftwareEntry,
  SoftwareInstall,
  SoftwareListener,
  SoftwarePolicy,
  SoftwareWorkload,
} from "./software/software-entry.ts";

/** A port of nodes that a workload calls. */
export interface NodePort {
  readonly port: number;
  readonly protocol: Protocol;
}

/** A workload with all its defaults. */
export interface ResolvedWorkload {
  readonly labels: Readonly<Record<string, string>>;
  readonly serviceAccount: string;
  readonly kubernetesApi: boolean;
  /** TCP ports that the API server calls. */
  readonly webhooks: readonly number[];
  /** The policy that the user gives. */
  readonly awsPolicy?: pulumi.Input<string | PolicyDocument>;
  /** The entry's policy, with placeholders. */
  readonly softwarePolicy?: SoftwarePolicy;
  /** It asks Pod Identity for roles: its own, or those of other pods. */
  readonly podIdentity: boolean;
  readonly awsEndpoints: readonly string[];
  readonly nodePorts: readonly NodePort[];
  readonly hostNetwork?: PlatformException;
  readonly privileged?: PlatformException;
}

/** The settings of a platform namespace, with the facts of its catalogue entry filled in. */
export interface ResolvedSoftware {
  readonly namespace: string;
  readonly podSecurity: PlatformPodSecurity;
  readonly workloads: Readonly<Record<string, ResolvedWorkload>>;
  /** First the user's calls, then those of `scrapes`, then the entry's. */
  readonly calls: readonly CalledFlow[];
  /** First the user's, then the entry's. */
  readonly accepts: readonly AcceptedFlow[];
  readonly images: readonly string[];
  readonly imageNames: "digest" | "tag";
  readonly createsServiceAccounts: boolean;
  readonly customResources: readonly string[];
  /** The values of the entry's options: `option.zones`. */
  readonly values: PlaceholderValues;
  readonly install?: SoftwareInstall;
}

/**
 * Fills in the facts of a catalogue entry. A field that the user gives replaces the entry's; flows are added to them.
 *
 * Options must be complete: `optionProblems` has checked them.
 */
export function resolveSoftware(
  settings: PlatformSettings,
  entry: SoftwareEntry | undefined,
): ResolvedSoftware {
  const { calls = [], accepts = [], scrapes = [], imageRegistry } = settings;
  const namespace = settings.namespace ?? entry?.namespace ?? "";
  const values = entry === undefined ? {} : optionValues(entry, settings.options ?? {});
  const ofEntry = Object.fromEntries(
    Object.entries(entry?.workloads ?? {}).map(([name, workload]) => [name, fromEntry(workload, values)]),
  );
  const ofUser = Object.fromEntries(
    Object.entries(settings.workloads ?? {}).map(([name, workload]) => [name, fromUser(name, workload)]),
  );
  const known = Object.entries(entry?.workloads ?? {}).filter(([name]) => !(name in ofUser));
  const images = settings.images ?? entry?.images ?? [];
  return {
    namespace,
    podSecurity: settings.podSecurity ?? entry?.podSecurity ?? { level: "restricted" },
    workloads: { ...ofEntry, ...ofUser },
    calls: [
      ...calls,
      ...scrapes.map(
        ({ from, namespace: scraped, workload, port, protocol }): CalledFlow => ({
          to: { namespace: scraped, ...(workload !== undefined && { workload }) },
          port,
          ...(from !== undefined && { from }),
          ...(protocol !== undefined && { protocol }),
        }),
      ),
      ...known.flatMap(([name, { calls: own = [] }]) => own.flatMap((call) => callsOf(name, call, values))),
    ],
    accepts: [
      ...accepts,
      ...known.flatMap(([name, { listens }]) =>
        listens.flatMap((listener) => acceptsOf(name, listener, settings)),
      ),
    ],
    images: imageRegistry === undefined ? images : images.map((image) => copyOf(image, imageRegistry)),
    imageNames: settings.imageNames ?? (entry === undefined ? "digest" : "tag"),
    createsServiceAccounts: settings.createsServiceAccounts ?? entry === undefined,
    customResources: settings.customResources ?? entry?.customResources ?? [],
    values,
    ...(entry !== undefined && { install: entry.install }),
  };
}

/** The values of an entry's options, for placeholders. */
function optionValues(
  { options = {} }: SoftwareEntry,
  given: Readonly<Record<string, string | readonly string[]>>,
): PlaceholderValues {
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => [`option.${name}`, given[name] ?? option.default ?? ""]),
  );
}

function fromUser(name: string, args: PlatformWorkloadArgs): ResolvedWorkload {
  const { labels, serviceAccount = name, kubernetesApi = false, webhooks = [], awsPolicy } = args;
  return {
    labels: labels ?? { [workloadLabel]: name },
    serviceAccount,
    kubernetesApi,
    webhooks: webhooks.map(({ port }) => port),
    ...(awsPolicy !== undefined && { awsPolicy }),
    podIdentity: awsPolicy !== undefined,
    awsEndpoints: args.awsEndpoints ?? [],
    nodePorts: args.kubelets === true ? [{ port: 10250, protocol: "TCP" }] : [],
    ...(args.hostNetwork !== undefined && { hostNetwork: args.hostNetwork }),
    ...(args.privileged !== undefined && { privileged: args.privileged }),
  };
}

function fromEntry(workload: SoftwareWorkload, values: PlaceholderValues): ResolvedWorkload {
  const { labels, serviceAccount, kubernetesApi = false, listens, calls = [], aws } = workload;
  return {
    labels,
    serviceAccount,
    kubernetesApi,
    webhooks: [...new Set(listens.filter(({ from }) => from.includes("api-server")).map(({ port }) => port))],
    ...awsOf(aws, values),
    nodePorts: calls.flatMap((call) =>
      "nodes" in call ? [{ port: call.port, protocol: call.protocol ?? "TCP" }] : [],
    ),
    ...(workload.hostNetwork !== undefined && { hostNetwork: workload.hostNetwork }),
    ...(workload.privileged !== undefined && { privileged: workload.privileged }),
  };
}

/** What it may do in AWS. Empty options leave out statements and endpoints. A policy without statements is no role. */
function awsOf(
  aws: SoftwareAws | undefined,
  values: PlaceholderValues,
): Pick<ResolvedWorkload, "softwarePolicy" | "podIdentity" | "awsEndpoints"> {
  const policy = aws?.policy && withoutEmptyStatements(aws.policy, values);
  const hasRole = policy !== undefined && policy.Statement.length > 0;
  const further = Object.entries(aws?.optionEndpoints ?? {}).flatMap(([option, endpoints]) =>
    (values[`option.${option}`] ?? "").length > 0 ? endpoints : [],
  );
  return {
    ...(hasRole && { softwarePolicy: policy }),
    podIdentity: hasRole || aws?.forOtherPods === true,
    awsEndpoints: [...(aws?.endpoints ?? []), ...further],
  };
}

/** The flows of an entry's call. Calls of nodes are no flows, because no tenant may declare them. */
function callsOf(from: string, call: SoftwareCall, values: PlaceholderValues): CalledFlow[] {
  const { port, reason } = call;
  const flow = { from, port, reason, ...(call.protocol !== undefined && { protocol: call.protocol }) };
  if ("nodes" in call) {
    return [];
  }
  if ("cidr" in call) {
    return fillText(call.cidr, values).map((cidr) => ({ ...flow, to: { cidr } }));
  }
  const { workload } = call;
  return "namespace" in call
    ? [{ ...flow, to: { namespace: call.namespace, ...(workload !== undefined && { workload }) } }]
    : [{ ...flow, to: { workload: call.workload } }];
}

/**
 * The flows that an entry's port lets in. The API server's are apart, because it has addresses and no namespace; the
 * kubelet's always pass. A peer's call opens both of its ends, so that other pods of the namespace stay out.
 */
function acceptsOf(
  to: string,
  { port, protocol, from, name }: SoftwareListener,
  settings: PlatformSettings,
): AcceptedFlow[] {
  const { scrapedBy, tenants = [], loadBalancerCidrs = [] } = settings;
  const flow = { to, port, ...(protocol !== undefined && { protocol }) };
  return from.flatMap((caller): AcceptedFlow[] => {
    switch (caller) {
      case "scrapers":
        return scrapedBy === undefined ? [] : [{ ...flow, from: scrapedBy }];
      case "tenants":
        return tenants.map((tenant) => ({ ...flow, from: { namespace: tenant } }));
      case "load-balancers":
        return loadBalancerCidrs.map((cidr) => ({
          ...flow,
          from: { cidr },
          reason: `load balancers, to the port ${name}`,
        }));
      default:
        return [];
    }
  });
}

/** The same repository in another registry: `registry.k8s.io/kas/agent` is `example.com/kas/agent`. */
function copyOf(repository: string, registry: string): string {
  const [, ...path] = repository.split("/");
  return [registry, ...path].join("/");
}
