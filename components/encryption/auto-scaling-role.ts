import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { AwsAccount } from "../shared/aws/account.ts";
import { InputError } from "../shared/input/input-error.ts";

/** Whether the account has Auto Scaling's service-linked role already, or Casemate creates it. */
export type AutoScalingRole = "existing" | "create";

const serviceName = "autoscaling.amazonaws.com";

/** The inputs of key policies once the role exists. */
export interface AutoScalingRoleCheck {
  /** The account, known only after the role exists in it. */
  readonly account: pulumi.Output<AwsAccount>;
  /** The role, if Casemate creates it. */
  readonly dependsOn: pulumi.Resource[];
}

/** Ensures that Auto Scaling's service-linked role exists. KMS refuses a policy that names a missing role. */
export function ensureAutoScalingRole(
  name: string,
  args: {
    readonly mode: AutoScalingRole;
    readonly source: string;
    readonly account: pulumi.Output<AwsAccount>;
  },
  opts: { readonly parent: pulumi.Resource },
): AutoScalingRoleCheck {
  if (args.mode === "create") {
    const role = new aws.iam.ServiceLinkedRole(
      `${name}-auto-scaling`,
      { awsServiceName: serviceName },
      // The account has only one, which other stacks use. It stays when this stack is destroyed.
      { ...opts, retainOnDelete: true },
    );
    return { account: args.account, dependsOn: [role] };
  }
  const lookup = aws.iam.getRolesOutput(
    { nameRegex: "^AWSServiceRoleForAutoScaling$", pathPrefix: `/aws-service-role/${serviceName}/` },
    opts,
  );
  const account = pulumi.all([args.account, lookup]).apply(([awsAccount, roles]) => {
    assertRoleExists(args.source, roles);
    return awsAccount;
  });
  return { account, dependsOn: [] };
}

/**
 * Passes if the answer has no list, because mocks give none.
 *
 * @throws InputError if the list is empty
 */
function assertRoleExists(source: string, { arns }: { readonly arns?: readonly string[] }): void {
  if (arns?.length === 0) {
    throw new InputError(source, [
      {
        path: "autoScalingRole",
        received: "existing",
        allowed: `"existing" if the account has the role AWSServiceRoleForAutoScaling, which it doesn't have`,
        fix:
          `Create it once: aws iam create-service-linked-role --aws-service-name ${serviceName}, ` +
          `or set autoScalingRole to "create".`,
      },
    ]);
  }
}
