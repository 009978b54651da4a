/** An IAM policy document, as AWS writes it. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Readonly<Record<string, unknown>>[];
}

/** A statement that allows something, as AWS writes it. */
export type AllowStatement = {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Principal?: "*" | { readonly AWS: string } | { readonly Service: string };
  readonly Action: readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
};

/** A policy document of Casemate's own: all its statements allow something. */
export interface AllowDocument extends PolicyDocument {
  readonly Statement: readonly AllowStatement[];
}

export function policyDocument(...statements: readonly AllowStatement[]): AllowDocument {
  return { Version: "2012-10-17", Statement: statements };
}
