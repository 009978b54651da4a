/** A policy, as its pack describes it. */
export interface PolicyInfo {
  readonly name: string;
  /** What holds when the policy is kept, as one sentence. */
  readonly description: string;
  readonly tags: readonly string[];
}
