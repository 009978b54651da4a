import * as pulumi from "@pulumi/pulumi";
import type { Lifecycle } from "../contract/lifecycle.ts";
import { ClearError } from "../shared/input/clear-error.ts";

/** The five streams of a control plane's logs. CIS EKS 2.1.1. */
export const logTypes = ["api", "audit", "authenticator", "controllerManager", "scheduler"] as const;

/** One property of the cluster that nobody may loosen. */
export interface Seal {
  /** Where it lies in `aws.eks.Cluster`: `["vpcConfig", "endpointPublicAccess"]`. */
  readonly path: readonly [string, ...string[]];
  /** The safe value. */
  readonly value: pulumi.Input<boolean | string | readonly string[]>;
  /** What is lost without it, as the end of "… would". */
  readonly otherwise: string;
}

/**
 * The sealed leaves of a hardened cluster.
 *
 * `eks.Cluster` hard-codes the creator as an administrator (pulumi-eks#2373) and AWS's own defaults leave the
 * rest open, so each is set by a transform on the component's child, and read back.
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
      otherwise: "make whoever creates the cluster an administrator that no plan shows",
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

/** A transform that sets every seal on the cluster, whatever its component has set. */
export function sealTransform(sealed: readonly Seal[]): pulumi.ResourceTransform {
  return ({ type, props, opts }) =>
    type === "aws:eks/cluster:Cluster"
      ? { props: sealed.reduce((sum, { path, value }) => withLeaf(sum, path, value), props), opts }
      : undefined;
}

/**
 * Reads every seal back from the cluster as it was registered, and throws on one that doesn't hold: a
 * caller's transforms run after ours.
 *
 * Each leaf is looked at alone. An unknown hides the object around it (pulumi#7854), so a check on whole
 * objects would see nothing at preview.
 */
export function assertSealed(source: string, cluster: pulumi.Output<unknown>, sealed: readonly Seal[]): void {
  for (const { path, value, otherwise } of sealed) {
    pulumi.all([leafOf(cluster, path), value]).apply(([found, safe]) => {
      if (!isSame(found, safe)) {
        throw new ClearError(
          `${source}: ${path.join(".")} of the cluster is sealed to ${JSON.stringify(safe)}, but is ` +
            `${JSON.stringify(found) ?? "not set"}: that would ${otherwise}. ` +
            "Remove the transform that changes it.",
        );
      }
    });
  }
}

/** `props` with one nested property set; everything beside it stays as it is, outputs included. */
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
      ? inner.apply((known) => withLeaf(toRecord(known), rest, value))
      : withLeaf(toRecord(inner), rest, value),
  };
}

/**
 * Lifted, property by property: a lifted property of an output is known where its neighbour isn't, whereas
 * `apply` on the object around both wouldn't run.
 */
function leafOf(cluster: pulumi.Output<unknown>, path: Seal["path"]): pulumi.Output<unknown> {
  return path.reduce((value, key) => Reflect.get(value, key), cluster);
}

function isSame(found: unknown, safe: unknown): boolean {
  return Array.isArray(safe)
    ? Array.isArray(found) && safe.every((item) => found.includes(item))
    : found === safe;
}

function isPath(keys: readonly string[]): keys is readonly [string, ...string[]] {
  return keys.length > 0;
}

function toRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
