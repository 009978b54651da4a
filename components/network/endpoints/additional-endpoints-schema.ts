import { z } from "zod";
import type { InputProblem } from "../../shared/input/input-error.ts";
import { eachOnce, reporting } from "../../shared/input/reporting.ts";
import { listOf, nonEmpty, optional, strictObject, textLike } from "../../shared/input/schemas.ts";
import { type AdditionalEndpoint, servicesWithActions } from "./additional-endpoints.ts";
import { interfaceServices } from "./endpoint-services.ts";

const service = textLike(
  /^(?!com\.|s3$)[a-z0-9]+([.-][a-z0-9]+)*$/,
  "the last part of an endpoint service's name, such as secretsmanager; S3 has an endpoint in every network",
);
const action = textLike(
  /^[a-z0-9-]+:[A-Za-z0-9]+$/,
  "an IAM action without wildcards, such as sqs:SendMessage",
);
const arn = textLike(/^arn:[^:\s]+:[^:\s]+:[^:\s]*:[^:\s]*:\S+$/, "an ARN");

/** An ARN without an account. The account's own resources have one, so this opens none of them. */
const publicArn = textLike(
  /^arn:[^:\s]+:[^:\s]+:[^:\s]*::\S+$/,
  "an ARN without an account, such as arn:aws:ec2:eu-central-1::image/*",
);

/** The services that a network has endpoints for, in addition to those of every cluster. */
export const additionalEndpointsSchema = listOf(
  strictObject({
    service,
    actions: optional(nonEmpty(z.array(action, "IAM actions").min(1, "at least one IAM action"))),
    resources: optional(nonEmpty(z.array(arn, "ARNs").min(1, "at least one ARN"))),
    publicResources: optional(nonEmpty(z.array(publicArn, "ARNs").min(1, "at least one ARN"))),
  } satisfies Readonly<Record<keyof AdditionalEndpoint, z.ZodType>>).check(
    reporting(["service", "actions"], actionsProblems),
  ),
  "services, each { service } or { service, actions }",
).check(
  eachOnce<AdditionalEndpoint>({
    key: (entry) => entry.service,
    field: "service",
    allowed: "each service once",
    fix: (first) => `It is additionalEndpoints[${first}] already. Put all actions there.`,
  }),
) satisfies z.ZodType<readonly AdditionalEndpoint[]>;

function actionsProblems({ service: name, actions }: AdditionalEndpoint): InputProblem[] {
  if (actions !== undefined || servicesWithActions.includes(name)) {
    return [];
  }
  const hasEndpoint = (interfaceServices as readonly string[]).includes(name);
  return [
    {
      path: "actions",
      received: undefined,
      allowed: "the IAM actions to allow",
      fix: hasEndpoint
        ? `Every network has an endpoint of ${name}. Name the actions that it lacks.`
        : `Services with a default are ${servicesWithActions.join(", ")}.`,
    },
  ];
}
