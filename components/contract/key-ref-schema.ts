import type { z } from "zod";
import { orLater, reference } from "../shared/input/plain-form.ts";
import { nonBlank, optionalFields, strictObject } from "../shared/input/schemas.ts";
import type { KeyRefs } from "./key-ref.ts";

/** The ARN of a customer key. */
export const keyArn = orLater(
  nonBlank("a KMS key's ARN, such as arn:aws:kms:eu-central-1:111122223333:key/1234abcd"),
);

const keyRefs = {
  secrets: keyArn,
  logs: keyArn,
  disks: keyArn,
} satisfies Readonly<Record<keyof KeyRefs, z.ZodType>>;

/** An `EncryptionKeys`, or the user's own keys. */
export const keyRefsSchema = reference(strictObject(keyRefs));

/** The key for logs, of an `EncryptionKeys` or the user's own. The other keys may be missing. */
export const logKeyRefSchema = reference(
  strictObject({ ...optionalFields(keyRefs), logs: keyArn }),
  strictObject({ logs: keyArn }),
);
