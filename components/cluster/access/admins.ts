import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { isProtected, type Lifecycle } from "../../contract/lifecycle.ts";
import { roleArn } from "../../shared/aws/role-arn.ts";
import type { InputProblem } from "../../shared/input/input-error.ts";
import { adminProblems } from "./admins-schema.ts";
import type { ClusterAdmin } from "./cluster-admin.ts";

/**
 * The problem of a deploying identity that the cluster would refuse, or `undefined` if it is an admin.
 *
 * @param deployer The ARN of the IAM role, or user, that applies Kubernetes objects.
 * @param path The argument to fix: `deployRole` if the user gave it.
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
      ? `Add { role: "${deployer}" } to admins, or deploy as one of them: the cluster's creator doesn't become an administrator.`
      : "Deploy as an IAM role, and add that role to admins.",
  };
}

export interface AccessArgs {
  readonly admins: readonly ClusterAdmin[];
  readonly deployRole?: pulumi.Input<string> | undefined;
}

/**
 * Resolves to the problems of the admins' roles and of the deploying identity, which must be one of them. What isn't
 * known at preview, `up` checks.
 */
export async function accessProblems(
  { admins, deployRole }: AccessArgs,
  opts: pulumi.InvokeOptions,
): Promise<InputProblem[]> {
  const roles = pulumi.all(admins.map(({ role }) => role));
  const deployer = deployerOf(deployRole, opts);
  const path = deployRole === undefined ? "admins" : "deployRole";
  const problems = await valueIfKnown(
    pulumi.all([roles, deployer]).apply(([arns, identity]) => {
      const refusal = identity === undefined ? undefined : deployerProblem(identity, arns, path);
      const roleProblems = adminProblems(arns);
      return roleProblems.length === 0 && refusal !== undefined ? [refusal] : roleProblems;
    }),
  );
  return problems ?? [];
}

/** The role that applies Kubernetes objects. `undefined` if no account says who runs the program. */
export function deployerOf(
  deployRole: pulumi.Input<string> | undefined,
  opts: pulumi.InvokeOptions,
): pulumi.Output<string | undefined> {
  return deployRole === undefined ? ambientIdentity(opts) : pulumi.output(deployRole);
}

/**
 * The role of the ambient credentials. A session's ARN lacks the role's path, so a lookup returns the role's ARN.
 * `undefined` if no account answers, for example in a plan.
 */
function ambientIdentity(opts: pulumi.InvokeOptions): pulumi.Output<string | undefined> {
  const { arn } = aws.getCallerIdentityOutput({}, opts);
  return aws.iam.getSessionContextOutput({ arn }, opts).issuerArn.apply((issuer) => issuer || undefined);
}

/** Resolves to the output's value, or to `undefined` if it is unknown at preview. `apply` wouldn't run then. */
export function valueIfKnown<T>(output: pulumi.Output<T>): Promise<T | undefined> {
  return (output as unknown as { promise(): Promise<T | undefined> }).promise();
}

/**
 * A name for each admin's resources: the role's path and name, if known. The name of one admin doesn't change when
 * you add or remove another.
 */
export function adminNames(roles: readonly unknown[]): string[] {
  const slugs = roles.map((role, index) => {
    const [, , , name] = (typeof role === "string" && roleArn.exec(role)) || [];
    return name === undefined ? String(index) : name.replaceAll("/", "-");
  });
  return slugs.map((slug, index) => (slugs.indexOf(slug) === index ? slug : `${slug}-${index}`));
}

/** The admins' roles that are plain texts. */
export function knownRoles(admins: readonly ClusterAdmin[]): string[] {
  return admins.flatMap(({ role }) => (typeof role === "string" ? [role] : []));
}

export interface AdminAccessArgs {
  readonly clusterName: pulumi.Input<string>;
  readonly admins: readonly ClusterAdmin[];
  readonly partition: pulumi.Input<string>;
  /** See `deployerOf`. */
  readonly deployer: pulumi.Output<string | undefined>;
  readonly lifecycle?: Lifecycle | undefined;
}

/**
 * Makes each admin an administrator of the whole cluster, by an access entry and an access policy of EKS.
 *
 * No group of Kubernetes is used, because RBAC can't revoke the rights of `system:masters`.
 *
 * Only the access of the deploying role is protected. Without it, no later update could restore anything. Other admins
 * join and leave by ordinary updates. The last admin is always the deploying role.
 *
 * @returns the associations: resources that need the admins' access must depend on them
 */
export function createAdminAccess(
  name: string,
  { clusterName, admins, partition, deployer, lifecycle }: AdminAccessArgs,
  opts: pulumi.CustomResourceOptions,
): aws.eks.AccessPolicyAssociation[] {
  const names = adminNames(admins.map(({ role }) => role));
  return admins.map(({ role }, index) => {
    const entryOpts = {
      ...opts,
      protect: isProtected(lifecycle),
      transforms: isProtected(lifecycle) ? [protectOnlyDeployer(role, deployer)] : [],
    };
    const child = `${name}-admin-${names[index]}`;
    const entry = new aws.eks.AccessEntry(
      child,
      { clusterName, principalArn: role, type: "STANDARD" },
      entryOpts,
    );
    return new aws.eks.AccessPolicyAssociation(
      child,
      {
        clusterName,
        principalArn: entry.principalArn,
        policyArn: pulumi.interpolate`arn:${partition}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`,
        accessScope: { type: "cluster" },
      },
      entryOpts,
    );
  });
}

/**
 * Takes the protection from another role than the deploying one. It is a transform, because options must be known at
 * registration, and the deploying role may be known only after a lookup. An unknown role stays protected.
 */
function protectOnlyDeployer(
  role: pulumi.Input<string>,
  deployer: pulumi.Output<string | undefined>,
): pulumi.ResourceTransform {
  return async ({ props, opts }) => {
    const known = await valueIfKnown(pulumi.all([role, deployer]));
    const [admin, deploying] = known ?? [];
    return admin === undefined || deploying === undefined || admin === deploying
      ? undefined
      : { props, opts: { ...opts, protect: false } };
  };
}
