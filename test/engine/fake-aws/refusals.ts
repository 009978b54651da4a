import { isDeepStrictEqual } from "node:util";
import type { Account, Properties } from "./account.ts";
import { accountId, region, roleArns } from "./functions.ts";
import type { Created, Update } from "./service.ts";

type Refusal = (created: Created, account: Account) => string | undefined;

/** Throws AWS's error for the first reason to refuse. */
export function assertCreatable(created: Created, account: Account): void {
  if (account.find(created.type, created.id) !== undefined) {
    throw new Error(`ResourceAlreadyExistsException: ${created.type} ${created.id} already exists`);
  }
  for (const refuse of [malformedDocument, ...(refusals[created.type] ?? [])]) {
    const reason = refuse(created, account);
    if (reason !== undefined) {
      throw new Error(reason);
    }
  }
}

/**
 * What AWS keeps of an update. The provider sends a node group's sizes only if they change, and EKS then refuses a
 * desired size outside the limits (EKS API reference, `UpdateNodegroupConfig`).
 */
export function applied(type: string, { before, next, live }: Update): Properties {
  if (type !== nodeGroupType) {
    return next;
  }
  if (Number(String(next["version"]).split(".")[1]) < Number(String(live["version"]).split(".")[1])) {
    throw new Error(
      `InvalidParameterException: Requested Nodegroup version ${next["version"]} is older than ${live["version"]}`,
    );
  }
  if (isDeepStrictEqual(before["scalingConfig"], next["scalingConfig"])) {
    return { ...next, scalingConfig: live["scalingConfig"] };
  }
  const reason = sizesRefusal(next);
  if (reason !== undefined) {
    throw new Error(reason);
  }
  return next;
}

const nodeGroupType = "aws:eks/nodeGroup:NodeGroup";

function sizesRefusal({ scalingConfig }: Properties): string | undefined {
  const { minSize, maxSize, desiredSize } = scalingConfig as Readonly<Record<string, number>>;
  if (Number(minSize) > Number(desiredSize)) {
    return `InvalidParameterException: Minimum capacity ${minSize} can't be greater than desired size ${desiredSize}`;
  }
  return Number(desiredSize) > Number(maxSize)
    ? `InvalidParameterException: Maximum capacity ${maxSize} can't be less than desired size ${desiredSize}`
    : undefined;
}

/** Throws AWS's error if a resource can't be deleted, for example because another one needs it. */
export function assertDeletable(type: string, id: string, account: Account): void {
  const entity = account.find(type, id);
  if (type === "aws:eks/cluster:Cluster" && entity?.inputs["deletionProtection"] === true) {
    throw new Error(`InvalidRequestException: Cluster ${id} has deletion protection enabled`);
  }
  if (type === "aws:cloudwatch/logGroup:LogGroup" && entity?.inputs["deletionProtectionEnabled"] === true) {
    throw new Error(`ValidationException: Log group ${id} has deletion protection enabled`);
  }
  const users = account.list().filter((user) => {
    const holds = needs[user.type]?.find((need) => need.type === type && need.untilGone);
    return (
      holds !== undefined && references(user.inputs[holds.field], entity?.id ?? id, entity?.outputs["arn"])
    );
  });
  if (users.length > 0) {
    throw new Error(`DependencyViolation: ${id} is in use by ${users.map((user) => user.id).join(", ")}`);
  }
}

interface Need {
  readonly field: string;
  readonly type: string;
  /** AWS refuses to delete a resource that another one needs. */
  readonly untilGone: boolean;
}

const clusterNeed: Need = { field: "clusterName", type: "aws:eks/cluster:Cluster", untilGone: false };

/** The resources that must exist before AWS creates one of a type. */
const needs: Readonly<Record<string, readonly Need[]>> = {
  "aws:ec2/subnet:Subnet": [{ field: "vpcId", type: "aws:ec2/vpc:Vpc", untilGone: true }],
  "aws:ec2/vpcEndpoint:VpcEndpoint": [
    { field: "vpcId", type: "aws:ec2/vpc:Vpc", untilGone: true },
    { field: "subnetIds", type: "aws:ec2/subnet:Subnet", untilGone: true },
    { field: "securityGroupIds", type: "aws:ec2/securityGroup:SecurityGroup", untilGone: true },
  ],
  "aws:ec2/securityGroup:SecurityGroup": [{ field: "vpcId", type: "aws:ec2/vpc:Vpc", untilGone: true }],
  "aws:eks/accessEntry:AccessEntry": [clusterNeed],
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": [clusterNeed],
  "aws:eks/addon:Addon": [clusterNeed],
  "aws:eks/identityProviderConfig:IdentityProviderConfig": [clusterNeed],
  "aws:eks/nodeGroup:NodeGroup": [
    { ...clusterNeed, untilGone: true },
    { field: "nodeRoleArn", type: "aws:iam/role:Role", untilGone: false },
    { field: "subnetIds", type: "aws:ec2/subnet:Subnet", untilGone: true },
  ],
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": [
    clusterNeed,
    { field: "roleArn", type: "aws:iam/role:Role", untilGone: false },
  ],
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": [
    { field: "role", type: "aws:iam/role:Role", untilGone: true },
  ],
};

const refusals: Readonly<Record<string, readonly Refusal[]>> = {
  ...Object.fromEntries(Object.keys(needs).map((type) => [type, [missingNeed]])),
  "aws:cloudwatch/logGroup:LogGroup": [keyForLogs],
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": [missingNeed, associationWithoutEntry],
  "aws:eks/cluster:Cluster": [clusterRole],
  "aws:eks/nodeGroup:NodeGroup": [missingNeed, nodeRole, ({ inputs }) => sizesRefusal(inputs)],
  "aws:kms/key:Key": [unknownPrincipal, lockedOut],
};

function missingNeed({ type, inputs }: Created, account: Account): string | undefined {
  for (const need of needs[type] ?? []) {
    for (const wanted of [inputs[need.field] ?? []].flat()) {
      const there = account.list(need.type).some(({ id, outputs }) => references(wanted, id, outputs["arn"]));
      // Resources from before the stack, for example an existing VPC, are not in the account.
      const madeHere = account.list(need.type).length > 0 || need === clusterNeed;
      if (!there && madeHere) {
        return `ResourceNotFoundException: ${need.field} ${String(wanted)} of ${type} doesn't exist`;
      }
    }
  }
  return undefined;
}

/** An association belongs to an access entry, which must exist first. */
function associationWithoutEntry({ inputs }: Created, account: Account): string | undefined {
  const id = `${inputs["clusterName"]}:${inputs["principalArn"]}`;
  return account.find("aws:eks/accessEntry:AccessEntry", id) === undefined
    ? `ResourceNotFoundException: The specified principalArn could not be found: ${inputs["principalArn"]}`
    : undefined;
}

function clusterRole({ inputs }: Created, account: Account): string | undefined {
  return lacking(String(inputs["roleArn"]), ["AmazonEKSClusterPolicy"], account);
}

/** Nodes that start before their role has its rights can't join. */
function nodeRole({ inputs }: Created, account: Account): string | undefined {
  const role = String(inputs["nodeRoleArn"]).split("/").at(-1);
  const may = ["aws:iam/rolePolicyAttachment:RolePolicyAttachment", "aws:iam/rolePolicy:RolePolicy"]
    .flatMap((type) => account.list(type))
    .some((policy) => policy.inputs["role"] === role);
  return may ? undefined : `NodeCreationFailure: ${role} has no policy when it is used`;
}

function lacking(roleArn: string, policies: readonly string[], account: Account): string | undefined {
  const role = roleArn.split("/").at(-1);
  const attached = account
    .list("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
    .filter(({ inputs }) => inputs["role"] === role)
    .map(({ inputs }) => String(inputs["policyArn"]).split("/").at(-1));
  const missing = policies.filter((policy) => !attached.includes(policy));
  return missing.length > 0
    ? `InvalidParameterException: ${roleArn} lacks ${missing.join(", ")} when it is used`
    : undefined;
}

/** Policy documents are JSON text. */
function malformedDocument({ inputs }: Created): string | undefined {
  for (const field of ["policy", "assumeRolePolicy", "configurationValues"]) {
    const text = inputs[field];
    if (typeof text === "string") {
      try {
        JSON.parse(text);
      } catch {
        return `MalformedPolicyDocument: ${field} is not JSON: ${text.slice(0, 80)}`;
      }
    }
  }
  return undefined;
}

/** KMS requires that every principal of a key policy exists. */
function unknownPrincipal({ inputs }: Created, account: Account): string | undefined {
  const known = [...roleArns(account), `arn:aws:iam::${accountId}:root`];
  const unknown = statements(inputs["policy"])
    .flatMap(({ Principal }) => [(Principal as Properties)?.["AWS"] ?? []].flat())
    .filter((principal) => principal !== "*" && !known.includes(String(principal)));
  return unknown.length > 0
    ? `MalformedPolicyDocumentException: Policy contains a statement with one or more invalid principals: ${unknown}`
    : undefined;
}

/** KMS's lockout safety check: at least one principal may change the policy later. */
function lockedOut({ inputs }: Created): string | undefined {
  const canChange = statements(inputs["policy"]).some(({ Action }) =>
    [Action].flat().some((action) => ["kms:*", "kms:Put*", "kms:PutKeyPolicy"].includes(String(action))),
  );
  return inputs["policy"] !== undefined && !canChange
    ? "MalformedPolicyDocumentException: The new key policy will not allow you to update the key policy in the future."
    : undefined;
}

/** CloudWatch Logs tests the key with the log group's ARN in the encryption context. */
function keyForLogs({ id, inputs }: Created, account: Account): string | undefined {
  const key = account.list("aws:kms/key:Key").find(({ outputs }) => outputs["arn"] === inputs["kmsKeyId"]);
  if (key === undefined) {
    return undefined;
  }
  const group = `arn:aws:logs:${region}:${accountId}:log-group:${id}`;
  const allowed = statements(key.inputs["policy"]).some(({ Principal, Condition }) => {
    const services = [(Principal as Properties)?.["Service"] ?? []].flat().map(String);
    const bounds = Object.values((Condition ?? {}) as Record<string, Properties>).flatMap((operator) =>
      Object.entries(operator)
        .filter(([name]) => name === "kms:EncryptionContext:aws:logs:arn")
        .flatMap(([, value]) => [value].flat()),
    );
    return (
      services.some((service) => service.startsWith("logs.")) &&
      bounds.some((bound) => glob(String(bound), group))
    );
  });
  return allowed
    ? undefined
    : `InvalidParameterException: The specified KMS key does not exist or is not allowed to be used with Arn '${group}'`;
}

function statements(policy: unknown): Record<string, unknown>[] {
  return typeof policy === "string"
    ? ([JSON.parse(policy).Statement].flat() as Record<string, unknown>[])
    : [];
}

function glob(pattern: string, text: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(`^${escaped}$`).test(text);
}

function references(value: unknown, id: string, arn: unknown): boolean {
  return [value].flat().some((one) => one === id || (one !== undefined && one === arn));
}
