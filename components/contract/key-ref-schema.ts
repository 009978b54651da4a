import type { z } from "zod";
import { orLater, reference } from "../shared/input/plain-form.ts";
import { nonBlank, optionalFields, strictObject } from "../shared/input/schemas.ts";
import type { KeyRefs } from "./key-ref.ts";

/** The ARN of a customer key. */
export const keyArn = orLater(
  nonBlank("a KMS key's ARN, as arn:aws:kms:eu-central-1:111122223333:key/1234abcd"),
);

const keyRefs = {
  secrets: keyArn,
  logs: keyArn,
  disks: keyArn,
} satisfies Readonly<Record<keyof KeyRefs, z.ZodType>>;

/** `EncryptionKeys`, or keys of one's own. */
export const keyRefsSchema = reference(strictObject(keyRefs));

/** The key of logs, of `EncryptionKeys` or of one's own. An `EncryptionKeys` may have no others to read. */
export const logKeyRefSchema = reference(
  strictObject({ ...optionalFields(keyRefs), logs: keyArn }),
  strictObject({ logs: keyArn }),
);
