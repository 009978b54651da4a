import type { KeyPurpose } from "../contract/key-ref.ts";
import type { Lifecycle } from "../contract/lifecycle.ts";
import type { AutoScalingRole } from "./auto-scaling-role.ts";

export interface EncryptionKeysArgs {
  /** What keys are made for. @default - all three: `secrets`, `logs` and `disks` */
  readonly purposes?: readonly [KeyPurpose, ...KeyPurpose[]];
  /**
   * The log groups that the `logs` key serves, by name or, with a `*` at the end, by prefix:
   * `auditLogGroupName("prod")`, `flowLogGroupName("prod")`, `/casemate/*`. Needed if a `logs` key is made.
   *
   * @default - none
   */
  readonly logGroups?: readonly string[];
  /**
   * The `disks` key's policy names Auto Scaling's service-linked role, which must exist first. `create` makes
   * it, once for the account, and leaves it there; from then on the account has it, so use `existing`.
   *
   * @default "existing"
   */
  readonly autoScalingRole?: AutoScalingRole;
  /**
   * Whether the `logs` key stays when the stack is destroyed, as the cluster's audit log does: without it
   * nobody could read the log. Schedule its deletion by hand once the log may go.
   *
   * @default true
   */
  readonly keepLogsKey?: boolean;
  /** @default "protected" */
  readonly lifecycle?: Lifecycle;
}
