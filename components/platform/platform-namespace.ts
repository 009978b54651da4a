import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type Controls, cis, nsa, pss, requirement } from "../../controls/ids.ts";
import { isProtected } from "../contract/lifecycle.ts";
import { platformMetadata } from "../contract/platform-metadata.ts";
import { reachFacts } from "../contract/reach-facts.ts";
import { createAddressRules } from "../namespace/address-rules.ts";
import { createNetworkPolicies, createServiceAccount, patchDefaultAccount } from "../namespace/guards.ts";
import { knownToAdmission } from "../namespace/known-to-admission.ts";
import { createPodIdentity } from "../namespace/pod-identity.ts";
import { type ProgramLedger, programLedger } from "../namespace/program-ledger.ts";
import { judgedPolicy } from "../namespace/workload-aws-rights.ts";
import { type AwsAccount, lookUpAccount } from "../shared/aws/account.ts";
import { assertNoProblems } from "../shared/input/input-error.ts";
import { addressOpenings } from "../traffic/address-openings.ts";
import type { HalfOpenFlow } from "../traffic/fold.ts";
import { crossProblems } from "../traffic/ledger.ts";
import { capabilitySessions } from "./capability.ts";
import { type CheckedPlatform, checkPlatformNamespace } from "./check-platform-namespace.ts";
import { installationOf, installSoftware } from "./installation.ts";
import { annotationsOf, labelsOf } from "./namespace-marks.ts";
import type { PlatformNamespaceArgs } from "./platform-namespace-args.ts";
import { existsAlready } from "./platform-namespace-schema.ts";
import type { ResolvedSoftware, ResolvedWorkload } from "./resolved-software.ts";
import { fillPolicy, type PlaceholderValues } from "./software/entry-placeholders.ts";
import { catalogue } from "./software/index.ts";
import { openWebhookPorts } from "./webhook-rules.ts";

/**
 * A namespace for software that the platform team runs, such as a controller. Like a tenant's, it starts closed:
 *
 * - NetworkPolicies: default-deny in both directions, with the declared flows open;
 * - Pod Security `restricted`, unless `podSecurity` gives another level with a reason;
 * - service accounts without tokens, unless their pods call the Kubernetes API;
 * - roles in AWS by EKS Pod Identity.
 *
 * In addition, it can have webhooks, access to the API server, other labels on pods, and pods on the node's network.
 * It has the label `casemate.dev/platform`: other admission policies judge it than tenants' namespaces. They let in
 * its images, accounts and exceptions only, and changes only by the platform and its own accounts.
 *
 * With `software`, all facts come from the catalogue. In `kube-system` and other namespaces of Kubernetes, only the objects of
 * the software itself are created.
 *
 * @example
 * ```ts
 * new PlatformNamespace("ingress", { cluster, software: "aws-load-balancer-controller" });
 * ```
 *
 * @example
 * ```ts
 * new PlatformNamespace("backup", {
 *   cluster,
 *   namespace: "backup",
 *   images: ["registry.example.com/backup/agent"],
 *   workloads: { agent: { kubernetesApi: true, webhooks: [{ port: 9443 }] } },
 * });
 * ```
 */
export class PlatformNamespace extends pulumi.ComponentResource {
  /** The requirements and controls that this component serves. */
  static readonly controls: Controls = [
    ...requirement("A3", "A8", "B7", "D2"),
    ...cis("4.1.5", "4.1.6", "4.3.2", "4.5.1"),
    ...nsa("NSA-NET-01", "NSA-NET-03", "NSA-NET-04", "NSA-NET-08"),
    ...pss("namespace/enforce-labels"),
  ];

  /** The namespace's name. */
  readonly namespace: string;
  /** What installs the software, once all is prepared. Empty if others install it. */
  readonly installed: readonly pulumi.Resource[];
  /** All resources of the namespace. Other objects of the same program that belong to the software depend on them. */
  readonly ready: readonly pulumi.Resource[];
  readonly #args: PlatformNamespaceArgs;
  readonly #name: string;
  readonly #software: ResolvedSoftware;
  readonly #halfOpen: readonly HalfOpenFlow[];
  readonly #ledger: ProgramLedger;

  /** @throws InputError with all problems of `args` */
  constructor(name: string, args: PlatformNamespaceArgs, opts?: pulumi.ComponentResourceOptions) {
    const source = `PlatformNamespace "${name}"`;
    const checked = checkPlatformNamespace(source, args, catalogue);
    const ledger = programLedger(args.cluster);
    enterLedger(source, checked, { ledger, hosts: args.hosts ?? [] });
    super("casemate:platform:PlatformNamespace", name, shownInputs(args, checked), opts);
    const { software, traffic } = checked;
    this.#name = name;
    this.#args = args;
    this.#software = software;
    this.namespace = software.namespace;
    this.#halfOpen = traffic.halfOpen;
    this.#ledger = ledger;

    const account = lookUpAccount(this);
    const own = existsAlready(this.namespace) ? undefined : this.#createNamespace(account);
    const opened = [
      ...this.#openWebhooks(),
      ...createAddressRules(
        name,
        { cluster: args.cluster, openings: addressOpenings([{ name: this.namespace, ...software }]) },
        { parent: this },
      ),
    ];
    const guards = [
      ...createNetworkPolicies(
        (policy) => `${name}-${policy}`,
        { namespace: this.namespace, policies: traffic.policies },
        this.#inside(own),
      ),
      ...(own === undefined ? [] : this.#createAccounts(own)),
    ];
    const prepared = [
      ...(own === undefined ? [] : [own]),
      ...opened,
      ...guards,
      ...this.#createIdentities(account),
    ];
    this.installed = this.#install(account, prepared);
    this.ready = [...prepared, ...this.installed];
    this.registerOutputs({ namespace: this.namespace, halfOpenFlows: this.halfOpenFlows });
  }

  /** Flows that stay closed until another program declares their other end. */
  get halfOpenFlows(): readonly HalfOpenFlow[] {
    return this.#halfOpen.filter(({ missing }) => !this.#ledger.has(missing));
  }

  #createNamespace(account: pulumi.Output<AwsAccount>): k8s.core.v1.Namespace {
    const { cluster, managers = [], hosts = [], lifecycle } = this.#args;
    const labels = labelsOf(this.#software, cluster, lifecycle);
    const annotations = account.apply((where) =>
      annotationsOf(this.#software, {
        managers,
        hosts,
        values: this.#values(where),
        sessions: this.#sessions(where),
      }),
    );
    const { annotations: own, ...metadata } = platformMetadata({ name: this.namespace, labels });
    return new k8s.core.v1.Namespace(
      `${this.#name}-namespace`,
      { metadata: { ...metadata, annotations: annotations.apply((given) => ({ ...own, ...given })) } },
      {
        parent: this,
        provider: cluster.provider,
        protect: isProtected(lifecycle),
        ...(cluster.ready !== undefined && { dependsOn: cluster.ready }),
      },
    );
  }

  /** The rules belong to no namespace, so they have no parent. They use the AWS provider of this component. */
  #openWebhooks(): pulumi.Resource[] {
    const ports = Object.values(this.#software.workloads).flatMap(({ webhooks }) => webhooks);
    const provider = this.getProvider("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
    return openWebhookPorts(this.#args.cluster, ports, provider === undefined ? {} : { provider });
  }

  #createAccounts(namespace: k8s.core.v1.Namespace): pulumi.Resource[] {
    const { createsServiceAccounts, workloads } = this.#software;
    const opts = { ...this.#inside(namespace), dependsOn: knownToAdmission(namespace) };
    const created = createsServiceAccounts
      ? Map.groupBy(Object.values(workloads), ({ serviceAccount }) => serviceAccount)
      : new Map<string, ResolvedWorkload[]>();
    return [
      patchDefaultAccount(`${this.#name}-default-account`, { namespace: this.namespace }, opts),
      ...Array.from(created, ([account, users]) =>
        createServiceAccount(
          `${this.#name}-account-${account}`,
          {
            name: account,
            namespace: this.namespace,
            kubernetesApi: users.some(({ kubernetesApi }) => kubernetesApi),
          },
          opts,
        ),
      ),
    ];
  }

  #createIdentities(account: pulumi.Output<AwsAccount>): pulumi.Resource[] {
    const { cluster } = this.#args;
    return Object.entries(this.#software.workloads).flatMap(
      ([workload, { serviceAccount, awsPolicy, softwarePolicy }]) => {
        const given =
          awsPolicy === undefined
            ? undefined
            : judgedPolicy(`PlatformNamespace "${this.#name}"`, this.#args.waivers, [workload, awsPolicy]);
        const policy =
          given ??
          (softwarePolicy === undefined
            ? undefined
            : account.apply((where) => fillPolicy(softwarePolicy, this.#values(where))));
        return policy === undefined
          ? []
          : createPodIdentity(
              `${this.#name}-aws-${workload}`,
              {
                clusterName: cluster.clusterName,
                namespace: this.namespace,
                workload,
                serviceAccount,
                policy,
                ...(cluster.permissionsBoundary !== undefined && {
                  permissionsBoundary: cluster.permissionsBoundary,
                }),
              },
              { parent: this, dependsOn: cluster.ready ?? [] },
            );
      },
    );
  }

  #install(account: pulumi.Output<AwsAccount>, dependsOn: pulumi.Resource[]): pulumi.Resource[] {
    const { cluster, software, ...settings } = this.#args;
    const entry = software === undefined ? undefined : catalogue[software];
    return entry === undefined
      ? []
      : installSoftware(
          this.#name,
          {
            entry,
            settings,
            cluster,
            namespace: this.namespace,
            placeholders: account.apply((where) => this.#values(where)),
            options: this.#software.values,
          },
          { parent: this, dependsOn },
        );
  }

  /** Users of the Kubernetes API by which the software acts from outside the cluster. */
  #sessions(account: AwsAccount): string[] {
    const { clusterName } = this.#args.cluster;
    return this.#software.install?.kind === "capability"
      ? [capabilitySessions({ clusterName, namespace: this.namespace }, account)]
      : [];
  }

  /** The values of placeholders in policies and images. */
  #values({ partition, region, accountId }: AwsAccount): PlaceholderValues {
    const { clusterName } = this.#args.cluster;
    return { ...this.#software.values, partition, region, account: accountId, cluster: clusterName };
  }

  #inside(namespace: pulumi.Resource | undefined) {
    const { provider, ready } = this.#args.cluster;
    return {
      parent: this,
      provider,
      ...(namespace === undefined
        ? ready !== undefined && { dependsOn: ready }
        : { dependsOn: [namespace], deletedWith: namespace }),
    };
  }
}

/**
 * Compares the flows with those of other components of the program, and adds them for later ones. In a namespace of Kubernetes,
 * several components may have software, and each declares only its own flows.
 */
function enterLedger(
  owner: string,
  { software: { namespace, workloads, calls, accepts } }: CheckedPlatform,
  { ledger, hosts }: { readonly ledger: ProgramLedger; readonly hosts: readonly string[] },
): void {
  if (existsAlready(namespace)) {
    return;
  }
  const entry = { owner, at: () => "", tenants: [{ name: namespace, workloads, calls, accepts, hosts }] };
  assertNoProblems(owner, crossProblems(entry, ledger.entries));
  ledger.add(entry);
}

/** The component's inputs, which policies and the plan see: what the namespace may do, and why. */
function shownInputs(
  { cluster, ...settings }: PlatformNamespaceArgs,
  { software }: CheckedPlatform,
): Record<string, unknown> {
  const { namespace, podSecurity, install, customResources } = software;
  return {
    ...settings,
    clusterName: cluster.clusterName,
    cluster: reachFacts(cluster),
    namespace,
    podSecurity,
    customResources,
    installation: installationOf(settings, install),
  };
}
