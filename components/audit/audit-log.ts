import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Controls, cis, mitre, nsa, requirement } from "../../controls/ids.ts";
import { isProtected } from "../contract/lifecycle.ts";
import { assertNoProblems } from "../shared/input/input-error.ts";
import type { AuditLogArgs } from "./audit-log-args.ts";
import { auditLogProblems } from "./audit-log-schema.ts";
import { policyTamperingPattern, refusalPattern } from "./tampering-patterns.ts";

/** The log group that EKS writes a cluster's control-plane logs to; for the `logGroups` of `EncryptionKeys`. */
export function auditLogGroupName(clusterName: string): string {
  return `/aws/eks/${clusterName}/cluster`;
}

/**
 * The log group of a cluster's control-plane logs, the audit log among them: encrypted under a customer key,
 * with a retention, and kept when the stack is destroyed.
 *
 * Make it before the cluster: EKS makes a group that is missing, without key or retention. A group that is
 * there already, from an earlier stack or made by EKS, is adopted and brought to these settings.
 *
 * Two metrics in the namespace `Casemate/<cluster>`: `PolicyTampering` counts what an alarm should be put on, changes of
 * admission policies and webhooks and refused changes of what the platform owns; `AdmissionRefusals` counts whatever
 * one of Casemate's policies refused.
 *
 * @example
 * const log = new AuditLog("prod", { clusterName: "prod", keyArn: keys.logs });
 *
 * @throws InputError if `clusterName`, `retentionDays` or `lifecycle` can't be used
 */
export class AuditLog extends pulumi.ComponentResource {
  /** The requirements and controls that it serves. */
  static readonly controls: Controls = [
    ...requirement("A9", "E2", "E3"),
    ...cis("2.1.2"),
    ...nsa("NSA-LOG-03", "NSA-LOG-05"),
    ...mitre("T1562.001"),
  ];

  readonly logGroupName: string;
  readonly logGroupArn: pulumi.Output<string>;
  /** What must stand before the cluster. */
  readonly ready: pulumi.Resource[];

  constructor(name: string, args: AuditLogArgs, opts?: pulumi.ComponentResourceOptions) {
    assertNoProblems(`AuditLog "${name}"`, auditLogProblems(args));
    super("casemate:audit:AuditLog", name, args, opts);
    const logGroup = createLogGroup(name, args, { parent: this });
    const count = (metric: string, pattern: string) =>
      countEvents(name, { clusterName: args.clusterName, logGroup, metric, pattern }, { parent: this });
    count("PolicyTampering", policyTamperingPattern);
    count("AdmissionRefusals", refusalPattern);
    this.logGroupName = auditLogGroupName(args.clusterName);
    this.logGroupArn = logGroup.arn;
    this.ready = [logGroup];
    this.registerOutputs({ logGroupName: this.logGroupName, logGroupArn: this.logGroupArn });
  }
}

function createLogGroup(
  name: string,
  args: AuditLogArgs,
  opts: { readonly parent: pulumi.Resource },
): aws.cloudwatch.LogGroup {
  const logGroup = auditLogGroupName(args.clusterName);
  const isKept = isProtected(args.lifecycle);
  return new aws.cloudwatch.LogGroup(
    `${name}-audit`,
    {
      name: logGroup,
      kmsKeyId: args.keyArn,
      retentionInDays: args.retentionDays ?? 365,
      deletionProtectionEnabled: isKept,
    },
    {
      ...opts,
      protect: isKept,
      retainOnDelete: true,
      transforms: [(resource) => adopt(resource, findLogGroup(opts.parent, logGroup))],
    },
  );
}

function countEvents(
  name: string,
  args: {
    readonly clusterName: string;
    readonly logGroup: aws.cloudwatch.LogGroup;
    readonly metric: string;
    readonly pattern: string;
  },
  opts: pulumi.CustomResourceOptions,
): void {
  const { clusterName, logGroup, metric, pattern } = args;
  new aws.cloudwatch.LogMetricFilter(
    `${name}-${metric}`,
    {
      name: `${clusterName}-${metric}`,
      logGroupName: logGroup.name,
      pattern,
      metricTransformation: { namespace: `Casemate/${clusterName}`, name: metric, value: "1" },
    },
    opts,
  );
}

/**
 * Imports the log group if it exists. The engine heeds an import only for a resource that its state doesn't
 * have, and then updates what differs in the same deployment (pulumi/pulumi, step_generator.go; CLI 3.199 on).
 * It has to be a transform, because only a transform can wait for the answer.
 */
async function adopt(
  { props, opts }: pulumi.ResourceTransformArgs,
  existing: Promise<string | undefined>,
): Promise<pulumi.ResourceTransformResult | undefined> {
  const id = await existing;
  if (id === undefined) {
    return undefined;
  }
  const adopted: pulumi.CustomResourceOptions = { ...opts, import: id };
  return { props, opts: adopted };
}

/** The name of the log group, if the account has it. Mocks don't say, and then it is new. */
async function findLogGroup(parent: pulumi.Resource, name: string): Promise<string | undefined> {
  const found: { readonly logGroupNames?: readonly string[] } = await aws.cloudwatch.getLogGroups(
    { logGroupNamePrefix: name },
    { parent },
  );
  return found.logGroupNames?.find((candidate) => candidate === name);
}
