/** A statement of an IAM policy document that allows something, as AWS writes it. */
export type PolicyStatement = {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Principal?: "*" | { readonly AWS: string } | { readonly Service: string };
  readonly Action: readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
};

/** An IAM policy document, as AWS writes it. */
export type PolicyDocument = {
  readonly Version: "2012-10-17";
  readonly Statement: readonly PolicyStatement[];
};

export function policyDocument(...statements: readonly PolicyStatement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}
