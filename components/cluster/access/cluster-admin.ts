import type * as pulumi from "@pulumi/pulumi";

/** An administrator of the whole cluster. */
export interface ClusterAdmin {
  /**
   * The ARN of an IAM role, path included: `arn:aws:iam::111122223333:role/platform/admin`.
   *
   * Choose a role whose ARN doesn't change. A role of IAM Identity Center gets a new ARN each time its permission set
   * is created again. The entry then stops working (containers-roadmap#2336).
   *
   * A plain string also names the admin's resources. An output can't: the admin's place in the list names them
   * instead. Add new outputs at the end.
   */
  readonly role: pulumi.Input<string>;
}
