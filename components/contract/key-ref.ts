import type * as pulumi from "@pulumi/pulumi";

/** What customer keys are for. One key per purpose, so that losing or sharing one doesn't affect the others. */
export type KeyPurpose = "secrets" | "logs" | "disks";

/** The ARNs of the customer keys that a cluster uses. Give an `EncryptionKeys`, or the ARNs of existing keys. */
export interface KeyRefs {
  /** Envelope-encrypts the cluster's Kubernetes Secrets. It can't be removed later; without it the cluster is lost. */
  readonly secrets: pulumi.Input<string>;
  /** Encrypts log groups. */
  readonly logs: pulumi.Input<string>;
  /** Encrypts nodes' disks and persistent volumes. */
  readonly disks: pulumi.Input<string>;
}
