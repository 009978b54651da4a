import { oneOf } from "../shared/input/schemas.ts";

/**
 * Whether a resource can be deleted.
 *
 * - `protected`: Pulumi refuses to delete it. AWS also refuses, for resources with deletion protection.
 * - `disposable`: it can be deleted. Teardown has two steps: set this and run `pulumi up`, then `pulumi destroy`.
 *
 * It applies to VPC, subnets, cluster, keys, audit log, admin entries and namespaces.
 */
export type Lifecycle = "protected" | "disposable";

/** Pulumi's `protect` option for a lifecycle. */
export function isProtected(lifecycle: Lifecycle | undefined): boolean {
  return lifecycle !== "disposable";
}

export const lifecycleSchema = oneOf(["protected", "disposable"]);
