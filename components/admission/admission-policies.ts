import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type Controls, nsa, owasp, requirement } from "../../controls/ids.ts";
import { type ExemptNamespace, systemNamespaces } from "../contract/exempt-namespaces.ts";
import { platformMetadata } from "../contract/platform-metadata.ts";
import { type AwsAccount, lookUpAccount } from "../shared/aws/account.ts";
import { assertNoProblems, type InputProblem } from "../shared/input/input-error.ts";
import { writtenFor } from "../shared/kubernetes/wait-since-write.ts";
import type { AdmissionPoliciesArgs } from "./admission-policies-args.ts";
import { admissionPoliciesProblems } from "./admission-policies-schema.ts";
import type { AdmissionPolicy } from "./cel/admission-policy.ts";
import { admissionPolicies } from "./policies/index.ts";
import { bindingsOf } from "./policy-bindings.ts";

/**
 * ValidatingAdmissionPolicies, by which the API server itself refuses requests of all users and tools. They need no
 * webhook, fail closed, and are in force before the first namespace.
 *
 * `HardenedCluster` includes them. For your own cluster:
 *
 * @example
 * const admission = new AdmissionPolicies("shop", { cluster, registries: ["registry.example.com/shop"] }); new
 * WorkloadNamespace("checkout", { cluster: { ...cluster, ready: admission.ready }, name: "checkout", team: "shop" });
 */
export class AdmissionPolicies extends pulumi.ComponentResource {
  /** The requirements and controls that this component serves. */
  static readonly controls: Controls = [...requirement("D5"), ...nsa("NSA-POD-16"), ...owasp("K04:2025")];

  /** The bindings, once they are in force. They must exist before the first workload. */
  readonly ready: pulumi.Output<pulumi.Resource[]>;

  /** @throws InputError with all problems of `args` */
  constructor(name: string, args: AdmissionPoliciesArgs, opts?: pulumi.ComponentResourceOptions) {
    const source = `AdmissionPolicies "${name}"`;
    assertNoProblems(source, admissionPoliciesProblems(args));
    const { cluster, ...settings } = args;
    assertNoProblems(source, guardProblems(cluster.provider));
    super("casemate:cluster:AdmissionPolicies", name, settings, opts);
    guarded.add(cluster.provider);
    const inside = {
      parent: this,
      provider: cluster.provider,
      ...(cluster.ready !== undefined && { dependsOn: cluster.ready }),
    };
    const { registries, exemptNamespaces = [] } = settings;
    const allowedForTenants = {
      annotations: settings.trafficAnnotations ?? [],
      storageClasses: settings.storageClasses ?? [],
      volumeAttributesClasses: settings.volumeAttributesClasses ?? [],
    };
    const allowed =
      registries === undefined ? lookUpAccount(this).apply(ownRegistry) : pulumi.output(registries);
    const policies = admissionPolicies(systemNamespaces, allowedForTenants);
    const bound = policies.map((policy) =>
      createPolicy(
        `${name}-${policy.name.replace(/^casemate-/, "")}`,
        { policy, allowed, exemptNamespaces },
        inside,
      ),
    );
    const bindings = bound.flatMap((each) => each.bindings);
    const objects = bound.flatMap((each) => [each.policy, ...each.bindings]);
    this.ready = writtenFor(millisecondsUntilInForce, objects, bindings);
    this.registerOutputs({});
  }
}

/**
 * The time after a write until a policy is in force. An API server looks for new policies once a second, and then
 * compiles them. On a busy machine this took 2.4 s for all of Casemate's. EKS has several API servers.
 *
 * Source: k8s.io/apiserver, pkg/admission/plugin/policy/generic/policy_source.go, `policyRefreshInterval`.
 */
const millisecondsUntilInForce = 5000;

interface BoundPolicy {
  readonly policy: k8s.admissionregistration.v1.ValidatingAdmissionPolicy;
  readonly bindings: readonly k8s.admissionregistration.v1.ValidatingAdmissionPolicyBinding[];
}

/** Providers of clusters that have their policies. A second set would have the same names, and so the same objects. */
const guarded = new WeakSet<k8s.Provider>();

function guardProblems(provider: k8s.Provider): InputProblem[] {
  return guarded.has(provider)
    ? [
        {
          path: "cluster",
          received: provider,
          allowed: "a cluster without AdmissionPolicies",
          fix: "One set is for the whole cluster, and HardenedCluster includes it: give that one the registries of both.",
        },
      ]
    : [];
}

/** The account's private registry. Source: Amazon ECR user guide, "Private registry". */
function ownRegistry({ accountId, region, dnsSuffix }: AwsAccount): readonly string[] {
  return [`${accountId}.dkr.ecr.${region}.${dnsSuffix}`];
}

interface PolicyArgs {
  readonly policy: AdmissionPolicy;
  readonly allowed: pulumi.Output<readonly string[]>;
  readonly exemptNamespaces: readonly ExemptNamespace[];
}

/**
 * The policy, and the bindings that put it in force. Only a spec that needs the registries waits for them. The binding
 * for tenants is created first: in an update, the other one may leave tenants to it.
 */
function createPolicy(
  name: string,
  { policy: { name: policyName, spec, outside }, allowed, exemptNamespaces }: PolicyArgs,
  opts: pulumi.CustomResourceOptions,
): BoundPolicy {
  const policy = new k8s.admissionregistration.v1.ValidatingAdmissionPolicy(
    name,
    {
      metadata: platformMetadata({ name: policyName }),
      spec: (typeof spec === "function"
        ? allowed.apply(spec)
        : spec) as pulumi.Input<k8s.types.input.admissionregistration.v1.ValidatingAdmissionPolicySpec>,
    },
    opts,
  );
  // The selector doesn't depend on the registries.
  const wanted = bindingsOf(
    outside === undefined ? {} : { outside },
    typeof spec === "function" ? spec(["registry.example.com"]) : spec,
    exemptNamespaces,
  );
  const bindings: k8s.admissionregistration.v1.ValidatingAdmissionPolicyBinding[] = [];
  for (const { suffix, namespaceSelector } of wanted) {
    bindings.push(
      new k8s.admissionregistration.v1.ValidatingAdmissionPolicyBinding(
        `${name}${suffix}`,
        {
          metadata: platformMetadata({ name: `${policyName}${suffix}` }),
          spec: {
            policyName,
            validationActions: ["Deny", "Audit"],
            ...(namespaceSelector !== undefined && { matchResources: { namespaceSelector } }),
          } as pulumi.Input<k8s.types.input.admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec>,
        },
        { ...opts, dependsOn: [policy, ...bindings] },
      ),
    );
  }
  return { policy, bindings };
}
