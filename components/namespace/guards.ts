import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { platformMetadata } from "../contract/platform-metadata.ts";
import type { NamedPolicy } from "../shared/kubernetes/network-policy-spec.ts";

/** Creates NetworkPolicies of a namespace. @param nameOf - the name of the resource for a policy */
export function createNetworkPolicies(
  nameOf: (policy: string) => string,
  { namespace, policies }: { readonly namespace: string; readonly policies: readonly NamedPolicy[] },
  opts: pulumi.CustomResourceOptions,
): k8s.networking.v1.NetworkPolicy[] {
  return policies.map(
    ({ name, spec }) =>
      new k8s.networking.v1.NetworkPolicy(
        nameOf(name),
        { metadata: platformMetadata({ name, namespace }), spec },
        opts,
      ),
  );
}

/**
 * Takes the token from the account `default`. Kubernetes creates it with the namespace, so Pulumi patches it: a creation
 * would fail. Server-side apply resolves a race with Kubernetes' controller.
 */
export function patchDefaultAccount(
  name: string,
  { namespace }: { readonly namespace: string },
  opts: pulumi.CustomResourceOptions,
): k8s.core.v1.ServiceAccountPatch {
  return new k8s.core.v1.ServiceAccountPatch(
    name,
    { metadata: platformMetadata({ name: "default", namespace }), automountServiceAccountToken: false },
    opts,
  );
}

/** A service account. Its pods mount a token only if it may call the Kubernetes API. */
export interface AccountArgs {
  readonly name: string;
  readonly namespace: string;
  readonly kubernetesApi: boolean;
}

export function createServiceAccount(
  resourceName: string,
  { name, namespace, kubernetesApi }: AccountArgs,
  opts: pulumi.CustomResourceOptions,
): k8s.core.v1.ServiceAccount {
  return new k8s.core.v1.ServiceAccount(
    resourceName,
    { metadata: platformMetadata({ name, namespace }), automountServiceAccountToken: kubernetesApi },
    opts,
  );
}
