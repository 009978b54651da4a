import { setTimeout as sleep } from "node:timers/promises";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import {
  type ExemptNamespace,
  exemptNamespaceProblems,
  systemNamespaces,
} from "../admission/exempt-namespaces.ts";
import { imagesPolicyName } from "../admission/images.ts";
import { admissionPolicies } from "../admission/policies.ts";
import type { AdmissionPolicy, PolicySpec } from "../admission/policy.ts";
import { registryProblems } from "../admission/registries.ts";
import { type AwsAccount, lookUpAccount } from "../shared/aws-account.ts";
import { assertNoProblems, type InputProblem } from "../shared/input-error.ts";
import { platformMetadata } from "../shared/platform-metadata.ts";
import type { ClusterRef } from "./cluster-ref.ts";

/** What admission may be told. */
export interface AdmissionArgs {
  /**
   * Where images may come from, as `111122223333.dkr.ecr.eu-central-1.amazonaws.com` or, narrower, with a path:
   * `registry.example.com/shop`. Always by digest.
   *
   * @default - the private registry (ECR) of the account, in its region
   */
  readonly registries?: readonly [string, ...string[]];
  /**
   * Namespaces whose objects aren't judged, beside those of Kubernetes and AWS: for the platform's own software
   * that can't comply.
   *
   * @default - none
   */
  readonly exemptNamespaces?: readonly ExemptNamespace[];
}

export interface AdmissionPoliciesArgs extends AdmissionArgs {
  /** The cluster to guard. */
  readonly cluster: Pick<ClusterRef, "provider" | "ready">;
}

/**
 * What the API server itself refuses, whoever asks and by whatever tool: ValidatingAdmissionPolicies, which need no
 * webhook, fail closed, and are in force before the first namespace.
 *
 * `HardenedCluster` brings them. For a cluster of one's own:
 *
 * @example
 * const admission = new AdmissionPolicies("shop", { cluster, registries: ["registry.example.com/shop"] });
 * new WorkloadNamespace("checkout", { cluster: { ...cluster, ready: admission.ready }, name: "checkout", team: "shop" });
 *
 * Serves A5, A10, B3, D1, D5, E2. Controls: CIS EKS 4.1.5, 4.1.6; NSA-POD-03, 04, 16, 17, 19; NSA-NET-16.
 */
export class AdmissionPolicies extends pulumi.ComponentResource {
  /** The bindings, once they are in force: what has to stand before workloads are let in. */
  readonly ready: pulumi.Output<pulumi.Resource[]>;

  /** @throws InputError with all that is wrong in `args` */
  constructor(name: string, args: AdmissionPoliciesArgs, opts?: pulumi.ComponentResourceOptions) {
    const { cluster, ...judged } = args;
    assertNoProblems(`AdmissionPolicies "${name}"`, admissionProblems(judged));
    super("casemate:cluster:AdmissionPolicies", name, judged, opts);
    const inside = {
      parent: this,
      provider: cluster.provider,
      ...(cluster.ready !== undefined && { dependsOn: cluster.ready }),
    };
    const { registries, exemptNamespaces = [] } = judged;
    const exempt = [...systemNamespaces, ...exemptNamespaces];
    const ownRegistry = registries === undefined ? lookUpAccount(this).apply(registryOf) : undefined;
    const made = admissionPolicies({ registries: registries ?? [], exemptNamespaces: exempt }).map(
      (policy) =>
        policy.name === imagesPolicyName && ownRegistry !== undefined
          ? createPolicy(
              name,
              policy.name,
              ownRegistry.apply((registry) => specOf(policy.name, [registry], exempt)),
              inside,
            )
          : createPolicy(name, policy.name, policy.spec, inside),
    );
    this.ready = inForce(made);
    this.registerOutputs({});
  }
}

/**
 * How long after its writing a policy can still not be in force: an API server looks once a second whether there are
 * new ones, and compiles them then. Seen to take 2.4 s for all of ours on a busy machine; EKS has several API servers.
 *
 * Source: k8s.io/apiserver, pkg/admission/plugin/policy/generic/policy_source.go, `policyRefreshInterval`.
 */
const millisecondsUntilInForce = 5000;

interface PolicyInForce {
  readonly policy: k8s.admissionregistration.v1.ValidatingAdmissionPolicy;
  readonly binding: k8s.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
}

/** The bindings, after a wait if a policy or a binding was only just made or changed. */
function inForce(made: readonly PolicyInForce[]): pulumi.Output<pulumi.Resource[]> {
  const objects = made.flatMap(({ policy, binding }) => [policy, binding]);
  return pulumi.all(objects.map(({ metadata }) => metadata)).apply(async (all) => {
    // There are no times yet at preview.
    const written = all.flatMap(({ creationTimestamp, managedFields }) =>
      [creationTimestamp, ...(managedFields ?? []).map(({ time }) => time)].flatMap(
        (time) => Date.parse(time ?? "") || [],
      ),
    );
    const left = Math.max(...written) + millisecondsUntilInForce - Date.now();
    // Bounded, whatever the clocks say.
    await sleep(Math.min(Math.max(left, 0), millisecondsUntilInForce));
    return made.map(({ binding }) => binding);
  });
}

/** What is wrong with the arguments. */
export function admissionProblems({ registries, exemptNamespaces = [] }: AdmissionArgs): InputProblem[] {
  return [
    ...(registries === undefined ? [] : registryProblems(registries)),
    ...exemptNamespaceProblems(exemptNamespaces),
  ];
}

/** The account's private registry. Source: Amazon ECR user guide, "Private registry". */
function registryOf({ accountId, region, dnsSuffix }: AwsAccount): string {
  return `${accountId}.dkr.ecr.${region}.${dnsSuffix}`;
}

function specOf(
  name: string,
  registries: readonly string[],
  exemptNamespaces: readonly ExemptNamespace[],
): PolicySpec {
  const policies: readonly AdmissionPolicy[] = admissionPolicies({ registries, exemptNamespaces });
  const policy = policies.find((each) => each.name === name);
  if (policy === undefined) {
    throw new Error(`no admission policy ${name}`);
  }
  return policy.spec;
}

/** The policy, and the binding that puts it in force. */
function createPolicy(
  parentName: string,
  name: string,
  spec: pulumi.Input<PolicySpec>,
  opts: pulumi.CustomResourceOptions,
): PolicyInForce {
  const child = `${parentName}-${name.replace(/^casemate-/, "")}`;
  const metadata = platformMetadata({ name });
  const policy = new k8s.admissionregistration.v1.ValidatingAdmissionPolicy(
    child,
    {
      metadata,
      spec: spec as pulumi.Input<k8s.types.input.admissionregistration.v1.ValidatingAdmissionPolicySpec>,
    },
    opts,
  );
  const binding = new k8s.admissionregistration.v1.ValidatingAdmissionPolicyBinding(
    child,
    { metadata, spec: { policyName: name, validationActions: ["Deny", "Audit"] } },
    { ...opts, dependsOn: policy },
  );
  return { policy, binding };
}
