import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Controls, cis, fsbp, requirement } from "../../controls/ids.ts";
import type { KeyPurpose, KeyRefs } from "../contract/key-ref.ts";
import { isProtected, type Lifecycle } from "../contract/lifecycle.ts";
import { type AwsAccount, lookUpAccount } from "../shared/aws/account.ts";
import type { AllowDocument } from "../shared/aws/policy-document.ts";
import { assertNoProblems, InputError } from "../shared/input/input-error.ts";
import { ensureAutoScalingRole } from "./auto-scaling-role.ts";
import type { EncryptionKeysArgs } from "./encryption-keys-args.ts";
import { allPurposes, encryptionKeysProblems } from "./encryption-keys-schema.ts";
import { disksKeyPolicy, logsKeyPolicy, secretsKeyPolicy } from "./key-policies.ts";

/**
 * Customer keys, one per purpose, so that losing or sharing one doesn't affect the others. KMS rotates them every year,
 * and deletes a key only 30 days after the request. Pulumi protects them.
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

  readonly #source: string;
  readonly #arns: ReadonlyMap<KeyPurpose, pulumi.Output<string>>;

  constructor(name: string, args: EncryptionKeysArgs, opts?: pulumi.ComponentResourceOptions) {
    const source = `EncryptionKeys "${name}"`;
    assertNoProblems(source, encryptionKeysProblems(name, args));
    super("casemate:encryption:EncryptionKeys", name, args, opts);
    this.#source = source;
    const { purposes = allPurposes, autoScalingRole: mode = "existing", logGroups = [], lifecycle } = args;
    const { keepLogsKey = true } = args;
    const callerAccount = lookUpAccount(this);
    const { account, dependsOn } = purposes.includes("disks")
      ? ensureAutoScalingRole(name, { mode, source, account: callerAccount }, { parent: this })
      : { account: callerAccount, dependsOn: [] };
    this.#arns = new Map(
      purposes.map((purpose) => {
        const policy = account.apply((awsAccount) => keyPolicy(purpose, awsAccount, logGroups));
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
      const received = [...this.#arns.keys()];
      const fix = `Add "${purpose}" to its purposes.`;
      throw new InputError(this.#source, [
        { path: "purposes", received, allowed: `purposes with "${purpose}", whose key is used`, fix },
      ]);
    }
    return arn;
  }
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
      // KMS' maximum. Administrators can notice a deletion and cancel it.
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
