import { eachOnce } from "../shared/input/reporting.ts";
import { listOf, textLike } from "../shared/input/schemas.ts";

/** The name of the cluster's default StorageClass. It encrypts volumes under a customer key. */
export const defaultStorageClass = "gp3-encrypted";

/** Names of StorageClasses or VolumeAttributesClasses, each once: DNS subdomains. */
export const classNames = listOf(
  textLike(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/, "the name of a class, such as gp3-encrypted"),
  "names of classes, such as [gp3-encrypted]",
).check(eachOnce({ key: (value) => value, allowed: "each class once" }));
