import type * as pulumi from "@pulumi/pulumi";

/** What customer keys are for. One key each: losing or sharing one says nothing of the others. */
export type KeyPurpose = "secrets" | "logs" | "disks";

/** The ARNs of the customer keys that a cluster uses: `EncryptionKeys` is one, keys of one's own fit as well. */
export interface KeyRefs {
  /** Envelope-encrypts the cluster's Kubernetes Secrets. It can't be taken away later; losing it loses the cluster. */
  readonly secrets: pulumi.Input<string>;
  /** Encrypts log groups. */
  readonly logs: pulumi.Input<string>;
  /** Encrypts nodes' disks and persistent volumes. */
  readonly disks: pulumi.Input<string>;
}
