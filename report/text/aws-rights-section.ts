import type { AwsRight, PlanDocument } from "../../plan/document.ts";
import { listed, type Style, some, table } from "./style.ts";

/** The rights in AWS, the strongest first. Holders with the same right share a line. Denials are in plan.json. */
export function awsRightLines({ awsRights }: PlanDocument, style: Style): string[] {
  const rights = awsRights.filter(({ denied }) => denied !== true);
  const groups = Map.groupBy(rights, (right) => JSON.stringify([strengthText(right), describe(right)]));
  const rows = [...groups.values()].flatMap((group) => {
    const [first] = group;
    const holders = listed([...new Set(group.map(({ holder }) => holder))].sort(), 4);
    return first === undefined ? [] : [[strengthText(first), `${holders}: ${describe(first)}`]];
  });
  return some(table(rows, style), 40, "in plan.json");
}

function strengthText({ strength, waiver }: AwsRight): string {
  switch (strength) {
    case "everything":
      return "everything";
    case "escalation":
      return waiver === undefined ? "can gain more" : `can gain more, waived until ${waiver.expires}`;
    case "unknown":
      return "not judged";
    case "write":
      return "writes";
    case "read":
      return "reads";
    case "list":
      return "lists";
  }
}

/** `dynamodb:GetItem, dynamodb:Query on arn:aws:dynamodb:…:table/cards, if StringEquals … (Pod Identity)`. */
function describe(right: AwsRight): string {
  const { actions, resources, conditions, policy, through, boundary, stoppedBy = [] } = right;
  const what = actions.length === 0 ? `rights of ${policy}` : listed(actions, 6);
  const where = resources.length === 0 ? "" : ` on ${listed(resources, 3)}`;
  const condition = conditions.length === 0 ? "" : `, if ${listed(conditions, 2)}`;
  const limit = boundary === undefined ? "" : `, within ${boundary.split("/").at(-1)}`;
  const stop = stoppedBy.length === 0 ? "" : `; stopped by ${listed(stoppedBy, 3)}`;
  return `${what}${where}${condition} (${through}${limit})${stop}`;
}

/** Who may assume which roles. Roles that the same principals may assume share a line. */
export function awsTrustLines({ awsTrusts }: PlanDocument, style: Style): string[] {
  const trusts = awsTrusts.filter(({ denied }) => denied !== true);
  const groups = Map.groupBy(trusts, ({ principals }) => principals.join(", "));
  const rows = [...groups]
    .sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map(([principals, group]) => [
      principals === "" ? "nobody" : principals,
      listed([...new Set(group.map(({ role }) => role))], 8),
    ]);
  return some(table(rows, style), 20, "in plan.json");
}

/** Anyone first, then accounts and identity providers, then services of AWS. */
function rank(principals: string): number {
  return principals.includes("anyone") ? 0 : principals.startsWith("Service ") ? 2 : 1;
}
