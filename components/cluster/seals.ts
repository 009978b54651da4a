import * as pulumi from "@pulumi/pulumi";
import type { Lifecycle } from "../contract/lifecycle.ts";
import { ClearError } from "../shared/input/clear-error.ts";

/** The five types of control plane logs. CIS EKS 2.1.1. */
export const logTypes = ["api", "audit", "authenticator", "controllerManager", "scheduler"] as const;

/** One property of the cluster that has one safe value. */
export interface Seal {
  /** Its path in `aws.eks.Cluster`, for example `["vpcConfig", "endpointPublicAccess"]`. */
  readonly path: readonly [string, ...string[]];
  /** The safe value. */
  readonly value: pulumi.Input<boolean | string | readonly string[]>;
  /** What another value would do: the end of a sentence that begins "that would". */
  readonly otherwise: string;
}

/**
 * The seals of a hardened cluster.
 *
 * `eks.Cluster` hard-codes the creator as an administrator (pulumi-eks#2373), and AWS's defaults are unsafe for the
 * rest. A transform on the component's child therefore sets each seal, and a check reads it back.
 */
export function seals(
  secretsKeyArn: pulumi.Input<string>,
  lifecycle: Lifecycle | undefined,
): readonly Seal[] {
  return [
    {
      path: ["accessConfig", "authenticationMode"],
      value: "API",
      otherwise: "let the aws-auth ConfigMap grant access",
    },
    {
      path: ["accessConfig", "bootstrapClusterCreatorAdminPermissions"],
      value: false,
      otherwise: "make the cluster's creator an administrator that no plan shows",
    },
    {
      path: ["vpcConfig", "endpointPublicAccess"],
      value: false,
      otherwise: "put the API server on the internet",
    },
    {
      path: ["vpcConfig", "endpointPrivateAccess"],
      value: true,
      otherwise: "leave the API server unreachable from the VPC",
    },
    { path: ["enabledClusterLogTypes"], value: logTypes, otherwise: "leave part of the audit trail out" },
    {
      path: ["encryptionConfig", "provider", "keyArn"],
      value: secretsKeyArn,
      otherwise: "leave Secrets under a key that isn't yours",
    },
    {
      path: ["upgradePolicy", "supportType"],
      value: "STANDARD",
      otherwise: "let the cluster slip into extended support",
    },
    ...(lifecycle === "disposable"
      ? []
      : [
          {
            path: ["deletionProtection"],
            value: true,
            otherwise: "let a single call delete the cluster",
          } satisfies Seal,
        ]),
  ];
}

/** A transform that sets every seal on the cluster, and overwrites what its component has set. */
export function sealTransform(list: readonly Seal[]): pulumi.ResourceTransform {
  return ({ type, props, opts }) =>
    type === "aws:eks/cluster:Cluster"
      ? { props: list.reduce((sum, { path, value }) => withLeaf(sum, path, value), props), opts }
      : undefined;
}

/**
 * Reads every seal back from the registered cluster, because a caller's transforms run after ours.
 *
 * It checks each property separately. An unknown property hides the object around it (pulumi#7854), so a check on
 * whole objects would see nothing at preview.
 *
 * @throws ClearError if a property doesn't have its safe value
 */
export function assertSealed(source: string, cluster: pulumi.Output<unknown>, list: readonly Seal[]): void {
  for (const { path, value, otherwise } of list) {
    pulumi.all([leafOf(cluster, path), value]).apply(([actual, safe]) => {
      if (!isSame(actual, safe)) {
        throw new ClearError(
          `${source}: ${path.join(".")} of the cluster is sealed to ${JSON.stringify(safe)}, but is ` +
            `${JSON.stringify(actual) ?? "not set"}: that would ${otherwise}. ` +
            "Remove the transform that changes it.",
        );
      }
    });
  }
}

/** `props` with one nested property set. The other properties stay the same, outputs included. */
function withLeaf(
  props: Readonly<Record<string, unknown>>,
  [key, ...rest]: readonly [string, ...string[]],
  value: unknown,
): Record<string, unknown> {
  if (!isPath(rest)) {
    return { ...props, [key]: value };
  }
  const inner = props[key];
  return {
    ...props,
    [key]: pulumi.Output.isInstance(inner)
      ? inner.apply((object) => withLeaf(toRecord(object), rest, value))
      : withLeaf(toRecord(inner), rest, value),
  };
}

/**
 * Reads the path by Pulumi's lifted properties. A lifted property is known even if its neighbour isn't, whereas `apply`
 * on the object around both wouldn't run.
 */
function leafOf(cluster: pulumi.Output<unknown>, path: Seal["path"]): pulumi.Output<unknown> {
  return path.reduce((value, key) => Reflect.get(value, key), cluster);
}

function isSame(actual: unknown, safe: unknown): boolean {
  return Array.isArray(safe)
    ? Array.isArray(actual) && safe.every((item) => actual.includes(item))
    : actual === safe;
}

function isPath(keys: readonly string[]): keys is readonly [string, ...string[]] {
  return keys.length > 0;
}

function toRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
