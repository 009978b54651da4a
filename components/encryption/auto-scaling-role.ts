import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { AwsAccount } from "../shared/aws/account.ts";
import { InputError } from "../shared/input/input-error.ts";

/** Whether the account has Auto Scaling's service-linked role already, or it is made here. */
export type AutoScalingRole = "existing" | "create";

const serviceName = "autoscaling.amazonaws.com";

/** What key policies may be built from once the role is sure to exist. */
export interface AutoScalingRoleCheck {
  /** The account, after the role was found in it. */
  readonly account: pulumi.Output<AwsAccount>;
  /** The role, if it is made here. */
  readonly dependsOn: pulumi.Resource[];
}

/** Sees to it that Auto Scaling's service-linked role exists: KMS refuses a policy that names a missing one. */
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
      // There is one for the whole account, and others use it: it stays when this stack goes.
      { ...opts, retainOnDelete: true },
    );
    return { account: args.account, dependsOn: [role] };
  }
  const found = aws.iam.getRolesOutput(
    { nameRegex: "^AWSServiceRoleForAutoScaling$", pathPrefix: `/aws-service-role/${serviceName}/` },
    opts,
  );
  const account = pulumi.all([args.account, found]).apply(([known, roles]) => {
    assertRoleExists(args.source, roles);
    return known;
  });
  return { account, dependsOn: [] };
}

/**
 * An answer without a list, as mocks give, says nothing and passes.
 *
 * @throws InputError if the list is there and empty
 */
function assertRoleExists(source: string, { arns }: { readonly arns?: readonly string[] }): void {
  if (arns?.length === 0) {
    throw new InputError(source, [
      {
        path: "autoScalingRole",
        received: "existing",
        allowed: `"existing" where the account has the role AWSServiceRoleForAutoScaling, and it has none`,
        fix:
          `Make it once: aws iam create-service-linked-role --aws-service-name ${serviceName}, ` +
          `or set autoScalingRole to "create".`,
      },
    ]);
  }
}
