import type * as pulumi from "@pulumi/pulumi";

/** Someone who administers the whole cluster. */
export interface ClusterAdmin {
  /**
   * The ARN of an IAM role, path included: `arn:aws:iam::111122223333:role/platform/admin`.
   *
   * Choose one that lasts. Roles of IAM Identity Center get a new ARN whenever their permission set is
   * made again, and the entry stops working (containers-roadmap#2336).
   *
   * A plain string also names the admin's resources. An output can't, so that admins given as outputs go by their
   * place in the list: add new ones at the end.
   */
  readonly role: pulumi.Input<string>;
}
