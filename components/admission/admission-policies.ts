import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type Controls, nsa, owasp, requirement } from "../../controls/ids.ts";
import { systemNamespaces } from "../contract/exempt-namespaces.ts";
import { platformMetadata } from "../contract/platform-metadata.ts";
import { type AwsAccount, lookUpAccount } from "../shared/aws/account.ts";
import { assertNoProblems, type InputProblem } from "../shared/input/input-error.ts";
import { writtenFor } from "../shared/kubernetes/wait-since-write.ts";
import type { AdmissionPoliciesArgs } from "./admission-policies-args.ts";
import { admissionPoliciesProblems } from "./admission-policies-schema.ts";
import type { AdmissionPolicy } from "./cel/admission-policy.ts";
import { admissionPolicies } from "./policies/index.ts";

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
    const policies = admissionPolicies([...systemNamespaces, ...exemptNamespaces], allowedForTenants);
    const bound = policies.map((policy) =>
      createPolicy(`${name}-${policy.name.replace(/^casemate-/, "")}`, { policy, allowed }, inside),
    );
    const bindings = bound.map(({ binding }) => binding);
    const objects = bound.flatMap(({ policy, binding }) => [policy, binding]);
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
  readonly binding: k8s.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
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

/** The policy, and the binding that puts it in force. Only a spec that needs the registries waits for them. */
function createPolicy(
  name: string,
  args: { readonly policy: AdmissionPolicy; readonly allowed: pulumi.Output<readonly string[]> },
  opts: pulumi.CustomResourceOptions,
): BoundPolicy {
  const { name: policyName, spec } = args.policy;
  const metadata = platformMetadata({ name: policyName });
  const policy = new k8s.admissionregistration.v1.ValidatingAdmissionPolicy(
    name,
    {
      metadata,
      spec: (typeof spec === "function"
        ? args.allowed.apply(spec)
        : spec) as pulumi.Input<k8s.types.input.admissionregistration.v1.ValidatingAdmissionPolicySpec>,
    },
    opts,
  );
  const binding = new k8s.admissionregistration.v1.ValidatingAdmissionPolicyBinding(
    name,
    { metadata, spec: { policyName, validationActions: ["Deny", "Audit"] } },
    { ...opts, dependsOn: policy },
  );
  return { policy, binding };
}
