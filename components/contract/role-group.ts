import { roleArn } from "../shared/aws/role-arn.ts";

/** The start of the groups of IAM roles. No prefix of an identity provider may be the start of it, or start with it. */
export const machinePrefix = "casemate:";

/**
 * The group of an IAM role: `casemate:role:111122223333:ci/shop-deploy`. Its access entry has this group, and the
 * namespaces that the role deploys to bind it.
 *
 * The name comes from the role, because EKS allows one access entry for each role. Tenants in several stacks can bind the
 * same group without a change of the entry.
 *
 * Source: EKS user guide, "Create access entries".
 */
export function groupOfRole(role: string): string {
  const [, , accountId, name] = roleArn.exec(role) ?? [];
  return `${machinePrefix}role:${accountId}:${name}`;
}
