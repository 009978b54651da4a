import type * as pulumi from "@pulumi/pulumi";
import type { Lifecycle } from "../contract/lifecycle.ts";
import type { RetentionDays } from "./retention.ts";

export interface AuditLogArgs {
  /** The cluster's name in EKS. */
  readonly clusterName: string;
  /** The ARN of the key for the log. Its policy must allow `auditLogGroupName(clusterName)`. */
  readonly keyArn: pulumi.Input<string>;
  /**
   * How long audit logs are kept, in days: a retention period of CloudWatch Logs, 90 or more. CIS EKS 2.1.2 requires 365.
   *
   * @default 365
   */
  readonly retentionDays?: RetentionDays;
  /** @default "protected" */
  readonly lifecycle?: Lifecycle;
}
