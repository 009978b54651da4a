/** The description of a policy from its pack. */
export interface PolicyInfo {
  readonly name: string;
  /** One sentence that is true for every program that follows the policy. */
  readonly description: string;
  readonly tags: readonly string[];
}
