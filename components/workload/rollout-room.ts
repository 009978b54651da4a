import type { NamespaceSize } from "./namespace-size.ts";
import { parseQuantity } from "./quantity.ts";

/** Compute in cores and bytes. */
export interface Compute {
  readonly cpu: number;
  readonly memory: number;
  readonly ephemeralStorage: number;
}

/**
 * The share of a full namespace that a rolling update adds at most, for Deployments of two replicas or more. By default a
 * Deployment starts a quarter of its replicas in addition, rounded up: one of two, one of three, two of five. Two replicas
 * have at most the largest pod each, so two of five is the highest share of the others.
 *
 * Source: kubernetes.io, "Deployments", maxSurge.
 */
const surgeShare = 2 / 5;

/** The pods that a rolling update adds by default. */
export function surgeOf(pods: number): number {
  return Math.ceil(pods / 4);
}

/** The size's compute with room for rollouts: one more of the largest pod, or the surge of many small ones. */
export function withRollouts(size: NamespaceSize): Compute {
  const whole = numbers(size);
  const pod = largestPod(size);
  const room = (field: keyof Compute) => whole[field] + Math.max(whole[field] * surgeShare, pod[field]);
  return { cpu: room("cpu"), memory: room("memory"), ephemeralStorage: room("ephemeralStorage") };
}

/** The most that one pod may use. */
export function largestPod(size: NamespaceSize): Compute {
  const whole = numbers(size);
  const share = (field: keyof Compute, step: number) => {
    const given = size.largestPod?.[field];
    const most = Math.floor(whole[field] / Math.min(2, whole.pods) / step + 1e-9) * step;
    return given === undefined ? Math.max(step, most) : quantity(given);
  };
  return {
    cpu: share("cpu", 0.001),
    memory: share("memory", 1),
    ephemeralStorage: share("ephemeralStorage", 1),
  };
}

/** The quantities of a size as numbers. */
export function numbers(size: NamespaceSize): Compute & { readonly storage: number; readonly pods: number } {
  return {
    cpu: quantity(size.cpu),
    memory: quantity(size.memory),
    ephemeralStorage: quantity(size.ephemeralStorage),
    storage: quantity(size.storage),
    pods: size.pods,
  };
}

function quantity(text: string | number): number {
  const value = parseQuantity(text);
  if (value === undefined) {
    throw new Error(`not a quantity: ${text}`);
  }
  return value;
}
