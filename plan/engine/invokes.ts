import type { JsonObject } from "../json.ts";
import type { Account } from "./placeholders.ts";

/**
 * The answers of providers' functions, for a plan that asks no provider. A function without an answer here returns its
 * arguments. Its other results are then undefined instead of invented.
 */
export function answerInvoke(token: string, args: JsonObject, account: Account): JsonObject {
  return answers[token]?.(account, args) ?? args;
}

type Answer = (account: Account, args: JsonObject) => JsonObject;

const answers: Readonly<Record<string, Answer>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": ({ accountId }) => ({
    accountId,
    arn: `arn:aws:sts::${accountId}:assumed-role/planner/plan`,
    id: accountId,
    userId: "AROAPLANNEROFCASEMATE:plan",
  }),
  // No issuer: the plan doesn't know which identity will run `pulumi up`.
  "aws:iam/getSessionContext:getSessionContext": (_, { arn }) => ({ arn, id: arn }),
  "aws:index/getRegion:getRegion": ({ region }) => ({ region, name: region, id: region }),
  "aws:index/getPartition:getPartition": () => ({
    partition: "aws",
    dnsSuffix: "amazonaws.com",
    reverseDnsPrefix: "com.amazonaws",
    id: "aws",
  }),
  "aws:ec2/getPrefixList:getPrefixList": (_, args) => ({ ...args, id: `pl-${args["name"]}`, cidrBlocks: [] }),
  "aws:index/getAvailabilityZones:getAvailabilityZones": ({ region }) => ({
    id: region,
    groupNames: [region],
    names: ["a", "b", "c"].map((zone) => `${region}${zone}`),
    zoneIds: [1, 2, 3].map((zone) => `${zoneIdPrefix(region)}-az${zone}`),
  }),
};

/** The start of a region's zone ids, for example `euc1` for `eu-central-1`. */
function zoneIdPrefix(region: string): string {
  const [area = "", direction = "", number = ""] = region.split("-");
  return `${area}${direction.replace(/(north|south|east|west|central)/g, (word) => word.charAt(0))}${number}`;
}
