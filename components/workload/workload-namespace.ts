import type * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type Controls, cis, nsa, pss, requirement } from "../../controls/ids.ts";
import { classes } from "../contract/classes.ts";
import { defaultPrefix } from "../contract/identity-prefix.ts";
import { isProtected } from "../contract/lifecycle.ts";
import { platformMetadata } from "../contract/platform-metadata.ts";
import { reachFacts } from "../contract/reach-facts.ts";
import { createAddressRules } from "../namespace/address-rules.ts";
import { createNetworkPolicies, createServiceAccount, patchDefaultAccount } from "../namespace/guards.ts";
import { knownToAdmission } from "../namespace/known-to-admission.ts";
import { createPodIdentity } from "../namespace/pod-identity.ts";
import { type ProgramLedger, programLedger } from "../namespace/program-ledger.ts";
import { judgedPolicy } from "../namespace/workload-aws-rights.ts";
import { assertNoProblems } from "../shared/input/input-error.ts";
import { addressOpenings } from "../traffic/address-openings.ts";
import type { HalfOpenFlow } from "../traffic/fold.ts";
import type { NamedPolicy } from "../traffic/network-policy.ts";
import { withClients } from "../traffic/peers/load-balancer-peer.ts";
import { createAccessEntries } from "./access/access-entries.ts";
import { ownAccountsOf } from "./access/deployer.ts";
import { alone } from "./check-tenants.ts";
import { childNames } from "./child-names.ts";
import { ledgerEntry, ledgerProblems } from "./ledger-entry.ts";
import { createAccess } from "./namespace-access.ts";
import { annotationsOf, labelsOf } from "./namespace-metadata.ts";
import { createPodBoundary } from "./pod-boundary.ts";
import { limitRangeItems, quotaHard, resolveSize } from "./size.ts";
import { workloadsOf } from "./tenant.ts";
import { awsWarnings } from "./tenant-aws-rights.ts";
import { accountsOf, type WorkloadArgs } from "./workload-args.ts";
import type { WorkloadNamespaceArgs } from "./workload-namespace-args.ts";
import { checkNamespaceArgs } from "./workload-namespace-schema.ts";

/**
 * A namespace for one tenant, with all its objects:
 *
 * - Pod Security `restricted`;
 * - NetworkPolicies: default-deny in both directions, with the declared flows open;
 * - a quota and limits;
 * - service accounts without tokens;
 * - rights of users and machines, bound last, so that nobody can deploy before the other objects exist.
 *
 * Pulumi deletes these objects with the Namespace and not before, so that default-deny outlives the workloads.
 *
 * For several namespaces of one program use one `Tenants`, which reports all problems together. The namespaces of
 * separate components are compared as well: a later component is refused if its flows contradict an earlier one.
 *
 * @example
 * ```ts
 * new WorkloadNamespace("payments", {
 *   cluster,
 *   name: "payments",
 *   team: "pay",
 *   access: { developers: ["pay-dev"] },
 *   accepts: [{ from: { namespace: "checkout" }, port: 8443 }],
 * });
 * ```
 */
export class WorkloadNamespace extends pulumi.ComponentResource {
  /** The requirements and controls that this component serves. */
  static readonly controls: Controls = [
    ...requirement("A3", "A8", "B5", "B7", "C2", "D2", "E5", "K3"),
    ...cis("4.1.5", "4.1.6", "4.2.1", "4.2.2", "4.2.3", "4.2.4", "4.2.5", "4.3.2", "4.5.1"),
    ...nsa(
      "NSA-POD-16",
      "NSA-NET-01",
      "NSA-NET-03",
      "NSA-NET-04",
      "NSA-NET-05",
      "NSA-NET-06",
      "NSA-AUTH-03",
      "NSA-AUTH-04",
    ),
    ...pss("namespace/enforce-labels"),
  ];

  /** The namespace's name. */
  readonly namespace: string;
  /** All resources of the namespace. Workloads of the same program must depend on them. */
  readonly ready: readonly pulumi.Resource[];

  readonly #args: WorkloadNamespaceArgs;
  readonly #name: string;
  readonly #halfOpen: readonly HalfOpenFlow[];
  readonly #ledger: ProgramLedger;

  /** @throws InputError with all problems of `args` */
  constructor(name: string, args: WorkloadNamespaceArgs, opts?: pulumi.ComponentResourceOptions) {
    const source = `WorkloadNamespace "${name}"`;
    const { policies, halfOpen, isPart } = checkNamespaceArgs(source, args);
    const { cluster, ...tenant } = args;
    const ledger = programLedger(cluster);
    if (!isPart) {
      const entry = ledgerEntry(source, [args], alone);
      assertNoProblems(source, ledgerProblems(entry, ledger.entries));
      ledger.add(entry);
    }
    const facts = isPart ? {} : { cluster: reachFacts(cluster) };
    const { clusterName, hasIdentityProvider } = cluster;
    // The pack warns of groups that can't sign in.
    const people = hasIdentityProvider === undefined ? {} : { hasIdentityProvider };
    const inputs = { clusterName, ...people, ...tenant, ...facts };
    super("casemate:workload:WorkloadNamespace", name, inputs, opts);
    this.#name = name;
    this.#args = args;
    this.namespace = tenant.name;
    this.#halfOpen = halfOpen;
    this.#ledger = ledger;
    if (!isPart) {
      createAddressRules(
        name,
        { cluster, openings: addressOpenings([withClients(tenant)]) },
        { parent: this },
      );
    }

    const namespace = this.#createNamespace();
    const guards = [
      ...this.#createPolicies(namespace, policies),
      ...this.#createBounds(namespace),
      ...this.#createAccounts(namespace),
    ];
    const identities = [...this.#createIdentities(), ...this.#createAccessEntries()];
    const { groupsPrefix = defaultPrefix, hasTenantRoles = false } = cluster;
    const access = createAccess(
      name,
      {
        namespace: this.namespace,
        access: tenant.access ?? {},
        hasHosts: (tenant.hosts ?? []).length > 0,
        groupsPrefix,
        hasTenantRoles,
      },
      { inNamespace: this.#inside(namespace), guards },
    );
    this.ready = [namespace, ...guards, ...identities, ...access];
    for (const warning of awsWarnings(tenant, cluster)) {
      pulumi.log.warn(warning, this).catch(() => {});
    }
    this.registerOutputs({ namespace: this.namespace, halfOpenFlows: this.halfOpenFlows });
  }

  /** Flows that stay closed until another program declares their other end. */
  get halfOpenFlows(): readonly HalfOpenFlow[] {
    return this.#halfOpen.filter(({ missing }) => !this.#ledger.has(missing));
  }

  #createNamespace(): k8s.core.v1.Namespace {
    const { cluster, name, lifecycle } = this.#args;
    const labels = labelsOf(this.#args, cluster);
    const annotations = annotationsOf(this.#args, cluster.groupsPrefix ?? defaultPrefix, cluster);
    return new k8s.core.v1.Namespace(
      `${this.#name}-namespace`,
      { metadata: platformMetadata({ name, labels, annotations }) },
      {
        parent: this,
        provider: cluster.provider,
        protect: isProtected(lifecycle),
        ...(cluster.ready === undefined ? {} : { dependsOn: cluster.ready }),
      },
    );
  }

  #createPolicies(namespace: pulumi.Resource, policies: readonly NamedPolicy[]): pulumi.Resource[] {
    return createNetworkPolicies(
      (policy) => `${this.#name}-${childNames.networkPolicy(policy)}`,
      { namespace: this.namespace, policies },
      this.#inside(namespace),
    );
  }

  #createBounds(namespace: pulumi.Resource): pulumi.Resource[] {
    const size = resolveSize(this.#args.size);
    return [
      new k8s.core.v1.ResourceQuota(
        `${this.#name}-quota`,
        {
          metadata: this.#metadata("quota"),
          spec: { hard: quotaHard(size, { loadBalancers: this.#args.exposure?.length ?? 0 }) },
        },
        this.#inside(namespace),
      ),
      new k8s.core.v1.LimitRange(
        `${this.#name}-limits`,
        { metadata: this.#metadata("limits"), spec: { limits: limitRangeItems(size) } },
        this.#inside(namespace),
      ),
    ];
  }

  /**
   * No pod gets a token by default. The accounts wait until admission knows the Namespace's hosts and groups, because
   * workloads and rights depend on the accounts.
   */
  #createAccounts(namespace: k8s.core.v1.Namespace): pulumi.Resource[] {
    const opts = { ...this.#inside(namespace), dependsOn: knownToAdmission(namespace) };
    return [
      patchDefaultAccount(`${this.#name}-default-account`, { namespace: this.namespace }, opts),
      ...this.#serviceAccounts().map(({ account, kubernetesApi }) =>
        createServiceAccount(
          `${this.#name}-${childNames.serviceAccount(account)}`,
          { name: account, namespace: this.namespace, kubernetesApi },
          opts,
        ),
      ),
    ];
  }

  /** The accounts of workloads that no operator creates, and of deployers that controllers impersonate. */
  #serviceAccounts(): { readonly account: string; readonly kubernetesApi: boolean }[] {
    return [
      ...Object.entries(workloadsOf(this.#args)).flatMap(
        ([account, { kubernetesApi = false, operatedBy }]) =>
          operatedBy === undefined ? [{ account, kubernetesApi }] : [],
      ),
      ...ownAccountsOf(this.#args.access?.deployers ?? []).map(({ name: account }) => ({
        account,
        kubernetesApi: false,
      })),
    ];
  }

  #createAccessEntries(): pulumi.Resource[] {
    const provider = this.getProvider("aws:eks/accessEntry:AccessEntry") as aws.Provider | undefined;
    return createAccessEntries(this.#args.access?.deployers ?? [], this.#args.cluster, provider);
  }

  #createIdentities(): pulumi.Resource[] {
    const { cluster, name: namespace } = this.#args;
    const hasPolicy = Object.values(workloadsOf(this.#args)).some(({ awsPolicy }) => awsPolicy !== undefined);
    const permissionsBoundary = hasPolicy ? this.#boundary() : undefined;
    return Object.entries(workloadsOf(this.#args)).flatMap(([name, workload]) => {
      const { awsPolicy } = workload;
      const [account = name] = accountsOf(name, workload);
      return awsPolicy === undefined
        ? []
        : createPodIdentity(
            `${this.#name}-${childNames.identity(name)}`,
            {
              clusterName: cluster.clusterName,
              namespace,
              workload: name,
              serviceAccount: account,
              policy: this.#judged(name, awsPolicy),
              permissionsBoundary,
            },
            { parent: this, dependsOn: cluster.ready ?? [] },
          );
    });
  }

  /** The cluster's boundary for roles of pods. If the class demands one and the cluster has none, a new one. */
  #boundary(): pulumi.Input<string> | undefined {
    const { cluster, name: namespace, class: className = "standard" } = this.#args;
    if (cluster.permissionsBoundary !== undefined || !classes[className].boundary) {
      return cluster.permissionsBoundary;
    }
    return createPodBoundary(this.#name, { clusterName: cluster.clusterName, namespace }, { parent: this });
  }

  #judged(workload: string, policy: NonNullable<WorkloadArgs["awsPolicy"]>) {
    return judgedPolicy(`WorkloadNamespace "${this.#name}"`, this.#args.waivers, [workload, policy]);
  }

  /** Names have no random suffixes, so that users can find policies by name and diffs stay readable. */
  #metadata(name: string) {
    return platformMetadata({ name, namespace: this.namespace });
  }

  #inside(namespace: pulumi.Resource) {
    return {
      parent: this,
      provider: this.#args.cluster.provider,
      dependsOn: [namespace],
      deletedWith: namespace,
    };
  }
}
