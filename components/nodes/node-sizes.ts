/** The sizes of a node group. */
export interface PoolSizes {
  readonly minSize: number;
  readonly maxSize: number;
  readonly desiredSize: number;
}

/** Settings that a node group can't change: another value creates a new group. */
export interface FixedSettings {
  readonly amiType?: string | undefined;
  readonly capacityType?: string | undefined;
  readonly instanceTypes?: readonly string[] | undefined;
  readonly subnetIds?: readonly string[] | undefined;
  /** The minor version of Kubernetes. It can only be raised. */
  readonly version?: string | undefined;
}

/** A node group in the account. */
export interface RunningPool {
  readonly sizes: PoolSizes;
  readonly fixed: FixedSettings;
}

export interface SizeDecision {
  readonly desiredSize: number;
  /** The last update's desired size stays, because an autoscaler sets it in the account. */
  readonly keepsLast: boolean;
  /** What the user must know before the update. */
  readonly notes: readonly string[];
}

/**
 * The desired size that a node group must get.
 *
 * Without a change of sizes, Casemate leaves it to the autoscaler. With one, EKS refuses limits that don't hold the
 * desired size (EKS API reference, `UpdateNodegroupConfig`). The number of running nodes then stays, within the new
 * limits. A new group that replaces another one starts with as many nodes as the other one has. Otherwise, most pods
 * would have no node when the old group goes.
 *
 * @param running - `undefined` for a new pool, and if no account answers
 */
export function decideSize(
  { minSize, maxSize }: Omit<PoolSizes, "desiredSize">,
  wanted: FixedSettings,
  running: RunningPool | undefined,
): SizeDecision {
  if (running === undefined) {
    return { desiredSize: minSize, keepsLast: true, notes: [] };
  }
  const { sizes } = running;
  const desiredSize = Math.min(Math.max(sizes.desiredSize, minSize), maxSize);
  const replaced = changedSettings(wanted, running.fixed);
  const isBack = isOlder(wanted.version, running.fixed.version);
  const isResized = sizes.minSize !== minSize || sizes.maxSize !== maxSize;
  return {
    desiredSize,
    keepsLast: replaced.length === 0 && !isBack && !isResized,
    notes: [
      ...(replaced.length === 0 ? [] : [replacementNote(replaced, desiredSize)]),
      ...(isBack
        ? [
            `EKS can't take nodes from ${running.fixed.version} back to ${wanted.version} in place. Run pulumi up with ` +
              "--target-replace and the node group's URN: docs/runbooks/upgrade-kubernetes.md.",
          ]
        : []),
      ...(sizes.desiredSize <= maxSize
        ? []
        : [
            `${sizes.desiredSize} nodes run, and maxSize is ${maxSize}: EKS drains and stops ` +
              `${sizes.desiredSize - maxSize} of them.`,
          ]),
    ],
  };
}

/** EKS user guide, "Delete a managed node group from your cluster": a node that isn't drained after 5 minutes stops. */
function replacementNote(replaced: readonly string[], desiredSize: number): string {
  return (
    `A new ${replaced.join(", ")} replaces the node group: EKS first starts a group of ${desiredSize} nodes, and then ` +
    "deletes the old one. It evicts the old group's pods, and waits at most 5 minutes for each node. Pods that a " +
    "disruption budget keeps longer are stopped."
  );
}

/** The settings that differ. A setting that isn't known counts as equal. */
function changedSettings(wanted: FixedSettings, running: FixedSettings): string[] {
  const keys: readonly (keyof FixedSettings)[] = ["amiType", "capacityType", "instanceTypes", "subnetIds"];
  return keys.filter((key) => {
    const [one, other] = [wanted[key], running[key]];
    return one !== undefined && other !== undefined && text(one) !== text(other);
  });
}

function isOlder(one: string | undefined, other: string | undefined): boolean {
  return Number(one?.split(".")[1]) < Number(other?.split(".")[1]);
}

/** EKS gives lists of subnets in any order. */
function text(value: string | readonly string[]): string {
  return typeof value === "string" ? value : [...value].sort().join(" ");
}
