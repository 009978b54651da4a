/** The label on a Namespace for software that the platform team runs. Only the platform may set it. */
export const platformLabel = "casemate.dev/platform";

/**
 * Annotations on a platform namespace that admission policies read, one value a line. They are on the Namespace itself,
 * so that they can't be missing while it exists: docs/decisions/0009.
 */
export const platformAnnotations = {
  /** Repositories of the images that its pods may run. */
  images: "casemate.dev/images",
  /** `tag` if pods may name images by tag. */
  imageNames: "casemate.dev/image-names",
  /** The service accounts that its pods may run as. */
  accounts: "casemate.dev/accounts",
  /** Pods that may use the node's network: `account`, a space, and their labels `key=value,key=value`. */
  hostNetwork: "casemate.dev/host-network",
  /** Pods that may have more rights than Pod Security's `restricted` allows. The form is the same. */
  privileged: "casemate.dev/privileged",
  /** User names of accounts outside the namespace that may change its objects. With `/` at the end: of an AWS role. */
  managers: "casemate.dev/managers",
} as const;
