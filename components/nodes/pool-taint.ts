import { classTaints, type NodeClass } from "../contract/node-taints.ts";

/** What a taint does to pods that don't tolerate it. */
export type TaintEffect = "NoSchedule" | "PreferNoSchedule" | "NoExecute";

/**
 * A taint in Kubernetes' notation.
 *
 * @example { key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" }
 */
export interface PoolTaint {
  readonly key: string;
  /** @default "" */
  readonly value?: string;
  readonly effect: TaintEffect;
}

/** The effects, with their names in the EKS API. */
const effects = {
  NoSchedule: "NO_SCHEDULE",
  PreferNoSchedule: "PREFER_NO_SCHEDULE",
  NoExecute: "NO_EXECUTE",
} as const satisfies Readonly<Record<TaintEffect, string>>;

export const taintEffects = Object.keys(effects) as [TaintEffect, TaintEffect, TaintEffect];

/** All taints of a pool: those of its class, then the user's. */
export function poolTaints(nodeClass: NodeClass, taints: readonly PoolTaint[] = []): Required<PoolTaint>[] {
  const ofClass = classTaints(nodeClass).map(
    ({ key, value }) => ({ key, value, effect: "NoSchedule" }) as const,
  );
  return [...ofClass, ...taints.map(({ key, value = "", effect }) => ({ key, value, effect }))];
}

/** The form of the EKS API. */
export function eksTaint({ key, value, effect }: Required<PoolTaint>) {
  return { key, value, effect: effects[effect] };
}
