import type * as pulumi from "@pulumi/pulumi";
import type { Lifecycle } from "../contract/lifecycle.ts";
import type { RetentionDays } from "./retention.ts";

export interface AuditLogArgs {
  /** The name that the cluster will have in EKS. */
  readonly clusterName: string;
  /** The key for the log; its policy must serve `auditLogGroupName(clusterName)`. */
  readonly keyArn: pulumi.Input<string>;
  /** Days, 90 or more, as CloudWatch Logs offers them. CIS EKS 2.1.2 asks for 365. @default 365 */
  readonly retentionDays?: RetentionDays;
  /** @default "protected" */
  readonly lifecycle?: Lifecycle;
}
