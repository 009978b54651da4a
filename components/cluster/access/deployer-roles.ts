import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { groupOfRole } from "../../contract/role-group.ts";
import { roleArn, roleArnSchema } from "../../shared/aws/role-arn.ts";
import { eachOnce } from "../../shared/input/reporting.ts";
import { listOf } from "../../shared/input/schemas.ts";

/** The roles of pipelines. They are plain texts: the groups that namespaces bind come from them. */
export const deployerRolesSchema = listOf(
  roleArnSchema("ci/shop-deploy") as z.ZodType<string, string>,
  "ARNs of IAM roles, such as [arn:aws:iam::111122223333:role/ci/shop-deploy]",
).check(eachOnce({ key: (role) => role, allowed: "each role once" }));

/**
 * An access entry for each role, with the role's group and without rights: the namespaces whose `access` names the role
 * bind its group.
 */
export function createDeployerEntries(
  name: string,
  { clusterName, roles }: { readonly clusterName: string; readonly roles: readonly string[] },
  opts: pulumi.CustomResourceOptions,
): aws.eks.AccessEntry[] {
  return roles.map((role) => {
    const [, , accountId, path = ""] = roleArn.exec(role) ?? [];
    return new aws.eks.AccessEntry(
      `${name}-deployer-${accountId}-${path.replaceAll("/", "-")}`,
      { clusterName, principalArn: role, type: "STANDARD", kubernetesGroups: [groupOfRole(role)] },
      opts,
    );
  });
}
