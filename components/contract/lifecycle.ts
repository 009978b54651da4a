import { oneOf } from "../shared/input/schemas.ts";

/**
 * How hard a resource is to lose.
 *
 * - `protected`: the engine refuses to delete it, and AWS too where it can (deletion protection).
 * - `disposable`: it can be destroyed. Teardown is two steps: set this, `pulumi up`, then `pulumi destroy`.
 *
 * VPC, subnets, cluster, keys, audit log, admin entries and namespaces obey it.
 */
export type Lifecycle = "protected" | "disposable";

/** Pulumi's `protect` option for a lifecycle. */
export function isProtected(lifecycle: Lifecycle | undefined): boolean {
  return lifecycle !== "disposable";
}

export const lifecycleSchema = oneOf(["protected", "disposable"]);
