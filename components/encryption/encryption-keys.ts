import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Controls, cis, fsbp, requirement } from "../../controls/ids.ts";
import type { KeyPurpose, KeyRefs } from "../contract/key-ref.ts";
import { isProtected, type Lifecycle } from "../contract/lifecycle.ts";
import { type AwsAccount, lookUpAccount } from "../shared/aws/account.ts";
import type { AllowDocument } from "../shared/aws/policy-document.ts";
import { assertNoProblems, type InputProblem } from "../shared/input/input-error.ts";
import { componentNameProblems, lifecycleProblems } from "../shared/input/names.ts";
import { type AutoScalingRole, ensureAutoScalingRole } from "./auto-scaling-role.ts";
import { disksKeyPolicy, logsKeyPolicy, secretsKeyPolicy } from "./key-policies.ts";

const allPurposes: readonly KeyPurpose[] = ["secrets", "logs", "disks"];

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

/**
 * Customer keys, one per purpose: rotated every year, protected, and deleted 30 days after they are told to.
 *
 * @example
 * const keys = new EncryptionKeys("prod", {
 *   logGroups: [auditLogGroupName("prod"), flowLogGroupName("prod")],
 * });
 *
 * @throws InputError if an argument can't be used, and at preview if the account has no
 *   `AWSServiceRoleForAutoScaling`
 */
export class EncryptionKeys extends pulumi.ComponentResource implements KeyRefs {
  /** The requirements and controls that it serves. */
  static readonly controls: Controls = [...requirement("A6", "B4"), ...cis("5.3.1"), ...fsbp("KMS.4")];

  readonly #arns: ReadonlyMap<KeyPurpose, pulumi.Output<string>>;

  constructor(name: string, args: EncryptionKeysArgs, opts?: pulumi.ComponentResourceOptions) {
    const source = `EncryptionKeys "${name}"`;
    assertNoProblems(source, problemsOf(name, args));
    super("casemate:encryption:EncryptionKeys", name, args, opts);
    const { purposes = allPurposes, autoScalingRole: mode = "existing", logGroups = [], lifecycle } = args;
    const { keepLogsKey = true } = args;
    const lookedUp = lookUpAccount(this);
    const { account, dependsOn } = purposes.includes("disks")
      ? ensureAutoScalingRole(name, { mode, source, account: lookedUp }, { parent: this })
      : { account: lookedUp, dependsOn: [] };
    this.#arns = new Map(
      purposes.map((purpose) => {
        const policy = account.apply((known) => keyPolicy(purpose, known, logGroups));
        const isKept = purpose === "logs" && keepLogsKey;
        return [
          purpose,
          createKey(name, { purpose, policy, lifecycle, isKept }, { parent: this, dependsOn }),
        ];
      }),
    );
    this.registerOutputs(Object.fromEntries(this.#arns));
  }

  get secrets(): pulumi.Output<string> {
    return this.#arnOf("secrets");
  }

  get logs(): pulumi.Output<string> {
    return this.#arnOf("logs");
  }

  get disks(): pulumi.Output<string> {
    return this.#arnOf("disks");
  }

  #arnOf(purpose: KeyPurpose): pulumi.Output<string> {
    const arn = this.#arns.get(purpose);
    if (arn === undefined) {
      throw new Error(`These EncryptionKeys have no ${purpose} key: add "${purpose}" to their purposes.`);
    }
    return arn;
  }
}

const logGroupAllowed =
  "names of log groups: 1 to 512 letters, digits and . - _ / #, and a * at the end only, behind a prefix";

function problemsOf(name: string, args: EncryptionKeysArgs): InputProblem[] {
  const { purposes = allPurposes, logGroups = [], autoScalingRole, lifecycle } = args;
  const modes: readonly unknown[] = ["existing", "create", undefined];
  return [
    ...componentNameProblems(name, 100),
    ...purposesProblems(purposes),
    ...logGroups
      .map((logGroup, index) => ({
        path: `logGroups[${index}]`,
        received: logGroup,
        allowed: logGroupAllowed,
      }))
      .filter(({ received }) => !/^[A-Za-z0-9._/#-]{1,511}(\*|[A-Za-z0-9._/#-])?$/.test(received)),
    ...(logGroups.length === 0 && purposes.includes("logs")
      ? [{ path: "logGroups", received: args.logGroups, allowed: logGroupAllowed, fix: "Name at least one." }]
      : []),
    ...(modes.includes(autoScalingRole)
      ? []
      : [{ path: "autoScalingRole", received: autoScalingRole, allowed: '"existing" or "create"' }]),
    ...lifecycleProblems(lifecycle),
  ];
}

function purposesProblems(purposes: readonly KeyPurpose[]): InputProblem[] {
  const isFine =
    purposes.length > 0 &&
    purposes.every((purpose) => allPurposes.includes(purpose)) &&
    new Set(purposes).size === purposes.length;
  const allowed = `at least one of ${allPurposes.map((purpose) => `"${purpose}"`).join(", ")}, each once`;
  return isFine ? [] : [{ path: "purposes", received: purposes, allowed }];
}

function keyPolicy(purpose: KeyPurpose, account: AwsAccount, logGroups: readonly string[]): AllowDocument {
  switch (purpose) {
    case "secrets":
      return secretsKeyPolicy(account);
    case "logs":
      return logsKeyPolicy(account, logGroups);
    case "disks":
      return disksKeyPolicy(account);
  }
}

function createKey(
  name: string,
  args: {
    readonly purpose: KeyPurpose;
    readonly policy: pulumi.Output<AllowDocument>;
    readonly lifecycle: Lifecycle | undefined;
    readonly isKept: boolean;
  },
  opts: { readonly parent: pulumi.Resource; readonly dependsOn: pulumi.Resource[] },
): pulumi.Output<string> {
  const { purpose } = args;
  const key = new aws.kms.Key(
    `${name}-${purpose}`,
    {
      description: `${name}: ${purpose}`,
      enableKeyRotation: true,
      // The longest that KMS offers: time to notice, and to cancel.
      deletionWindowInDays: 30,
      policy: pulumi.jsonStringify(args.policy),
    },
    { ...opts, protect: isProtected(args.lifecycle), retainOnDelete: args.isKept },
  );
  new aws.kms.Alias(
    `${name}-${purpose}`,
    { name: `alias/casemate/${name}/${purpose}`, targetKeyId: key.keyId },
    { parent: opts.parent },
  );
  return key.arn;
}
