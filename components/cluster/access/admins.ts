import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { isProtected, type Lifecycle } from "../../contract/lifecycle.ts";
import type { InputProblem } from "../../shared/input/input-error.ts";
import { adminProblems, roleArn } from "./admins-schema.ts";
import type { ClusterAdmin } from "./cluster-admin.ts";

/**
 * Why whoever applies Kubernetes objects would be refused by the cluster, or `undefined` if it is an admin.
 *
 * @param deployer The IAM role, or user, that mints the tokens.
 * @param path The argument to mend: `deployRole` if it was given.
 */
export function deployerProblem(
  deployer: string,
  admins: readonly string[],
  path: "admins" | "deployRole",
): InputProblem | undefined {
  if (admins.includes(deployer)) {
    return undefined;
  }
  const isGiven = path === "deployRole";
  return {
    path,
    received: isGiven ? deployer : admins,
    allowed: isGiven
      ? `one of the admins: ${admins.join(", ")}`
      : `a list with the identity that runs this deployment, ${deployer}`,
    fix: roleArn.test(deployer)
      ? `Add { role: "${deployer}" } to admins, or deploy as one of them: EKS no longer makes a cluster's creator its administrator.`
      : "Deploy as an IAM role, and add that role to admins.",
  };
}

export interface AccessArgs {
  readonly admins: readonly ClusterAdmin[];
  readonly deployRole?: pulumi.Input<string> | undefined;
}

/**
 * Resolves to what is wrong once the admins' roles and the deploying identity are known: it has to be one of
 * them. What isn't known at preview is decided at `up`.
 */
export async function accessProblems(
  { admins, deployRole }: AccessArgs,
  opts: pulumi.InvokeOptions,
): Promise<InputProblem[]> {
  const roles = pulumi.all(admins.map(({ role }) => role));
  const deployer = deployRole === undefined ? ambientIdentity(opts) : pulumi.output(deployRole);
  const path = deployRole === undefined ? "admins" : "deployRole";
  const problems = await settled(
    pulumi.all([roles, deployer]).apply(([known, identity]) => {
      const refused = identity === undefined ? undefined : deployerProblem(identity, known, path);
      const wrong = adminProblems(known);
      return wrong.length === 0 && refused !== undefined ? [refused] : wrong;
    }),
  );
  return problems ?? [];
}

/**
 * The role behind the ambient credentials. A session's own ARN lacks the role's path, so it is asked for;
 * `undefined` where nobody answers, as in a plan without an account.
 */
function ambientIdentity(opts: pulumi.InvokeOptions): pulumi.Output<string | undefined> {
  const { arn } = aws.getCallerIdentityOutput({}, opts);
  return aws.iam.getSessionContextOutput({ arn }, opts).issuerArn.apply((issuer) => issuer || undefined);
}

/** Waits for an output whether or not its value is known: an unknown one is decided later. */
function settled<T>(output: pulumi.Output<T>): Promise<T | undefined> {
  return (output as unknown as { promise(): Promise<T | undefined> }).promise();
}

/**
 * A name for each admin's resources that doesn't change when another is added or removed: the role's path
 * and name, where known.
 */
export function adminNames(roles: readonly unknown[]): string[] {
  const slugs = roles.map((role, index) => {
    const [, , , name] = (typeof role === "string" && roleArn.exec(role)) || [];
    return name === undefined ? String(index) : name.replaceAll("/", "-");
  });
  return slugs.map((slug, index) => (slugs.indexOf(slug) === index ? slug : `${slug}-${index}`));
}

export interface AdminAccessArgs {
  readonly clusterName: pulumi.Input<string>;
  readonly admins: readonly ClusterAdmin[];
  readonly partition: pulumi.Input<string>;
  readonly lifecycle?: Lifecycle | undefined;
}

/**
 * Gives each admin the whole cluster, by an access entry and a policy of EKS.
 *
 * The groups of Kubernetes stay unused: `system:masters` can't be taken away again by RBAC.
 *
 * @returns the associations: whoever depends on them is let in.
 */
export function createAdminAccess(
  name: string,
  { clusterName, admins, partition, lifecycle }: AdminAccessArgs,
  opts: pulumi.CustomResourceOptions,
): aws.eks.AccessPolicyAssociation[] {
  const names = adminNames(admins.map(({ role }) => role));
  const kept = { ...opts, protect: isProtected(lifecycle) };
  return admins.map(({ role }, index) => {
    const child = `${name}-admin-${names[index]}`;
    const entry = new aws.eks.AccessEntry(child, { clusterName, principalArn: role, type: "STANDARD" }, kept);
    return new aws.eks.AccessPolicyAssociation(
      child,
      {
        clusterName,
        principalArn: entry.principalArn,
        policyArn: pulumi.interpolate`arn:${partition}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`,
        accessScope: { type: "cluster" },
      },
      kept,
    );
  });
}
