import { orLater } from "../shared/input/plain-form.ts";
import { textLike } from "../shared/input/schemas.ts";

/** The ARN of a policy that limits each role that Casemate creates. AWS's managed policies have no account. */
export const permissionsBoundarySchema = orLater(
  textLike(
    /^arn:[\w-]+:iam::(\d{12}|aws):policy\/\S+$/,
    "the ARN of an IAM policy, such as arn:aws:iam::111122223333:policy/boundary",
  ),
);
