import type { KeyPurpose } from "../contract/key-ref.ts";
import type { Lifecycle } from "../contract/lifecycle.ts";
import type { AutoScalingRole } from "./auto-scaling-role.ts";

export interface EncryptionKeysArgs {
  /** The purposes, each with its own key. @default - all three: `secrets`, `logs` and `disks` */
  readonly purposes?: readonly [KeyPurpose, ...KeyPurpose[]];
  /**
   * The log groups that may use the `logs` key, by name or, with a `*` at the end, by prefix. For example
   * `auditLogGroupName("prod")`, `flowLogGroupName("prod")` or `/casemate/*`. Required if `purposes` has `logs`.
   *
   * @default - none
   */
  readonly logGroups?: readonly string[];
  /**
   * Whether the account has Auto Scaling's service-linked role already. It must exist before the `disks` key, whose
   * policy names it. `create` creates it once for the account, and `pulumi destroy` keeps it. Stacks after that use
   * `existing`.
   *
   * @default "existing"
   */
  readonly autoScalingRole?: AutoScalingRole;
  /**
   * Whether `pulumi destroy` keeps the `logs` key, like the cluster's audit log. Without the key, nobody can read the
   * log. Schedule the key's deletion yourself once you no longer need the log.
   *
   * @default true
   */
  readonly keepLogsKey?: boolean;
  /** @default "protected" */
  readonly lifecycle?: Lifecycle;
}
