/** An IAM policy document in AWS's form. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Readonly<Record<string, unknown>>[];
}

/** An `Allow` statement in AWS's form. */
export type AllowStatement = {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Principal?: "*" | { readonly AWS: string } | { readonly Service: string };
  readonly Action: readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
};

/** A policy document that Casemate writes. It has only `Allow` statements. */
export interface AllowDocument extends PolicyDocument {
  readonly Statement: readonly AllowStatement[];
}

export function policyDocument(...statements: readonly AllowStatement[]): AllowDocument {
  return { Version: "2012-10-17", Statement: statements };
}
