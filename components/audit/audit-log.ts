import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Controls, cis, mitre, nsa, requirement } from "../../controls/ids.ts";
import { isProtected } from "../contract/lifecycle.ts";
import { assertNoProblems } from "../shared/input/input-error.ts";
import type { AuditLogArgs } from "./audit-log-args.ts";
import { auditLogProblems } from "./audit-log-schema.ts";
import { defaultRetentionDays } from "./retention.ts";
import { policyTamperingPattern, refusalPattern } from "./tampering-patterns.ts";

/** The log group to which EKS writes a cluster's control plane logs. Use it in `logGroups` of `EncryptionKeys`. */
export function auditLogGroupName(clusterName: string): string {
  return `/aws/eks/${clusterName}/cluster`;
}

/**
 * The log group of a cluster's control plane logs, the audit log included. It is encrypted under a customer key and has
 * a retention period. `pulumi destroy` keeps it.
 *
 * Create it before the cluster. Otherwise EKS creates the log group without a key or retention. If the log group exists
 * already, from an earlier stack or from EKS, Pulumi imports and updates it.
 *
 * It has two metrics in the namespace `Casemate/<cluster>`:
 *
 * - `PolicyTampering` counts changes of admission policies and webhooks, and refused changes of objects that the
 *   platform owns. Create an alarm on it.
 * - `AdmissionRefusals` counts every request that Casemate's policies refused.
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
  /** The cluster must depend on these. */
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
      retentionInDays: args.retentionDays ?? defaultRetentionDays,
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
 * Imports the log group if it exists. The engine uses an import only for a resource that its state doesn't have. It then
 * updates differences in the same deployment (pulumi/pulumi, step_generator.go; CLI 3.199 on).
 *
 * Only a transform can wait for the answer of the account.
 */
async function adopt(
  { props, opts }: pulumi.ResourceTransformArgs,
  existing: Promise<string | undefined>,
): Promise<pulumi.ResourceTransformResult | undefined> {
  const id = await existing;
  if (id === undefined) {
    return undefined;
  }
  const importOpts: pulumi.CustomResourceOptions = { ...opts, import: id };
  return { props, opts: importOpts };
}

/** The name of the log group, if the account has it. `undefined` under mocks, which give no list. */
async function findLogGroup(parent: pulumi.Resource, name: string): Promise<string | undefined> {
  const lookup: { readonly logGroupNames?: readonly string[] } = await aws.cloudwatch.getLogGroups(
    { logGroupNamePrefix: name },
    { parent },
  );
  return lookup.logGroupNames?.find((candidate) => candidate === name);
}
