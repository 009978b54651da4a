import type { Actor, Attempt, Tenant } from "./attempt.ts";
import { create, kinds, type WorkloadKind } from "./kinds.ts";
import type { Change } from "./workloads.ts";

/** A row of a table: the fields that the table doesn't share. A row may also replace a shared field. */
type Row<Whole, Shared extends keyof Whole> = Omit<Whole, Shared> & Partial<Whole>;

/**
 * Attempts as a table: `shared` holds the fields that are the same in all rows, each row holds the others. The
 * compiler refuses a row that leaves out a field that an attempt needs.
 */
export function table<Shared extends keyof Attempt>(
  shared: Pick<Attempt, Shared>,
  rows: readonly Row<Attempt, Shared>[],
): readonly Attempt[] {
  return rows.map((row) => ({ ...shared, ...row }) as Attempt);
}

/** An attempt to run a pod that is compliant but for one change, in each of several kinds. */
export interface PodAttempt extends Omit<Attempt, "name" | "as" | "does"> {
  /** Completes the name `runs a Pod …`. For example: `that mounts the node's root by hostPath`. */
  readonly variant: string;
  readonly change: Change;
  readonly kinds: readonly WorkloadKind[];
  readonly tenant: Tenant;
  /** The layer that refuses the kinds that hold a template. @default - `by` */
  readonly byInTemplates?: Attempt["by"] & {};
}

/** Attempts to run pods as a table: a row is tried in each of its kinds, by an actor whose role has the kind. */
export function podTable<Shared extends keyof PodAttempt>(
  shared: Pick<PodAttempt, Shared>,
  rows: readonly Row<PodAttempt, Shared>[],
): readonly Attempt[] {
  return rows.flatMap((row) => {
    const { variant, change, kinds, tenant, by, byInTemplates, ...rest } = {
      ...shared,
      ...row,
    } as PodAttempt;
    return kinds.map((kind): Attempt => {
      const layer = kind === "Pod" ? by : (byInTemplates ?? by);
      return {
        name: `runs a ${kind} ${variant}`,
        as: holderOf(kind, tenant),
        does: create(kind, tenant, change),
        ...(layer !== undefined && { by: layer }),
        ...rest,
      };
    });
  });
}

/** An actor whose role has the kind, so that admission and not RBAC must refuse it. */
export function holderOf(kind: WorkloadKind, tenant: Tenant): Actor {
  return kinds[kind].ofDevelopers ? `developer of ${tenant}` : "gitops";
}
