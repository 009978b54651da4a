import { unknown } from "../../../../policy/lib/value.ts";
import rule from "../../../../policy/rules/ec2/imdsv2-required.ts";
import { instance, launchTemplate, nodeGroup, types } from "../../fixtures.ts";
import { type Case, itJudges } from "../../table.ts";

const options = "metadataOptions";
const tokens = `${options}.httpTokens`;
const hops = `${options}.httpPutResponseHopLimit`;

const cases: Case[] = [
  ["IMDSv1 still answers", tokens, "optional", `violation ${tokens}`],
  ["no setting for tokens", tokens, undefined, `violation ${tokens}`],
  ["tokens that aren't known yet", tokens, unknown, `undecidable ${tokens}`],
  ["two hops, which reaches pods", hops, 2, `violation ${hops}`],
  ["no hop limit: the image's, 2 on AL2023", hops, undefined, `violation ${hops}`],
  ["a hop limit that isn't known yet", hops, unknown, `undecidable ${hops}`],
  ["no options", options, undefined, `violation ${tokens}`, `violation ${hops}`],
  ["options that aren't known yet", options, unknown, `undecidable ${tokens}`, `undecidable ${hops}`],
  ["no metadata service", options, { httpEndpoint: "disabled" }],
];

describe("rule imdsv2-required", () => {
  itJudges(rule, types.launchTemplate, launchTemplate, cases);
  itJudges(rule, types.launchConfiguration, instance, cases);
  itJudges(rule, types.instance, instance, cases);
  itJudges(rule, "aws:ec2/spotInstanceRequest:SpotInstanceRequest", instance, cases);
  itJudges(rule, types.instance, { launchTemplate: { id: unknown } }, [
    ["a change to the template's options", options, { httpTokens: "required" }, `violation ${hops}`],
    ["no template", "launchTemplate", undefined, `violation ${tokens}`, `violation ${hops}`],
    ["a template that isn't known yet", "launchTemplate", unknown, "undecidable launchTemplate"],
  ]);
  itJudges(rule, types.nodeGroup, nodeGroup, [
    ["a template of the same program", "launchTemplate.id", unknown],
    [
      "no template: EKS creates one with hop limit 2",
      "launchTemplate",
      undefined,
      "violation launchTemplate",
    ],
    ["a template that isn't known yet", "launchTemplate", unknown, "undecidable launchTemplate"],
  ]);
});
