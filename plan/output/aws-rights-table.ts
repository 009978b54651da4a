import type { AwsRight, AwsTrust, PlanDocument } from "../document.ts";

/** The rights in AWS as text: one line for each right, then one for each trust. Two plans compare by `diff`. */
export function awsRightsTable({
  awsRights,
  awsTrusts,
}: Pick<PlanDocument, "awsRights" | "awsTrusts">): string {
  return [...awsRights.map(rightLine), ...awsTrusts.map(trustLine)].map((line) => `${line}\n`).join("");
}

/** `write: ServiceAccount payments/api (Pod Identity, Role prod.payments.api): dynamodb:PutItem on arn:aws:…`. */
function rightLine(right: AwsRight): string {
  const { strength, holder, through, identity, policy, denied, actions, resources, conditions } = right;
  const boundary = right.boundary === undefined ? "" : `, within ${right.boundary}`;
  const known = actions.length === 0 ? `rights of ${policy}` : actions.join(", ");
  const source = policy === undefined || actions.length === 0 ? "" : ` by ${policy}`;
  return [
    `${denied === true ? "denied" : strength}: ${holder} (${through}, ${identity}${boundary}): ${known}${source}`,
    ...(resources.length === 0 ? [] : [`on ${resources.join(", ")}`]),
    ...(conditions.length === 0 ? [] : [`if ${conditions.join(", ")}`]),
    ...(right.stoppedBy === undefined ? [] : [`stopped by ${right.stoppedBy.join(", ")}`]),
    ...(right.waiver === undefined ? [] : [`waived until ${right.waiver.expires}`]),
  ].join(" ");
}

/** `Role prod-vpc-cni may be assumed by Service pods.eks.amazonaws.com if StringEquals …`. */
function trustLine({ role, principals, conditions, denied }: AwsTrust): string {
  const may = denied === true ? "may not be assumed by" : "may be assumed by";
  return [
    `Role ${role} ${may} ${principals.join(", ")}`,
    ...(conditions.length === 0 ? [] : [`if ${conditions.join(", ")}`]),
  ].join(" ");
}
