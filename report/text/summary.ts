import type { PlanDocument } from "../../plan/document.ts";
import { accessLines } from "./access-section.ts";
import { awsRightLines, awsTrustLines } from "./aws-rights-section.ts";
import { halfOpenLines, stoppedLines, unjudgedLines, unselectedLines } from "./flow-sections.ts";
import { namespaceLines } from "./namespaces-section.ts";
import { notPlannedLines, platformLines } from "./platform-section.ts";
import { matrixLines, reachabilityLines } from "./reachability-section.ts";
import { componentLines, resourceCount } from "./resources-section.ts";
import type { Style } from "./style.ts";
import { controlCount, formatViolations, violationCount, waiverLines } from "./violations-section.ts";

/** The text of a plan for users: resources, namespaces, traffic, platform software, access, waivers and violations. */
export function formatSummary(plan: PlanDocument, style: Style): string {
  const sections: [title: string, note: string, lines: readonly string[]][] = [
    ["Resources", resourceCount(plan), componentLines(plan, style)],
    ["Namespaces", "what each may use", namespaceLines(plan, style)],
    ["Namespaces that reach each other", "", matrixLines(plan, style)],
    ["Reachability", "all other traffic between pods is refused", reachabilityLines(plan, style)],
    [
      "Half-open flows",
      `${plan.halfOpen.length}, closed until both ends are declared`,
      halfOpenLines(plan, style),
    ],
    [
      "Stopped flows",
      "declared, but something outside the NetworkPolicies stops them",
      stoppedLines(plan, style),
    ],
    ["Flows not judged", "the plan doesn't know this part of the network", unjudgedLines(plan, style)],
    ["Pods without a NetworkPolicy", "", unselectedLines(plan, style)],
    ["Platform software", "and who installs it", platformLines(plan, style)],
    ["Not planned", "no policy has judged these objects", notPlannedLines(plan, style)],
    ["Access", "who may do what in Kubernetes, after admission", accessLines(plan, style)],
    ["Rights in AWS", "who may do what in AWS, the strongest first", awsRightLines(plan, style)],
    ["Roles in AWS", "who may assume them", awsTrustLines(plan, style)],
    ["Waivers", "controls loosened on purpose", waiverLines(plan, style)],
  ];
  const text = sections
    .filter(([, , lines]) => lines.length > 0)
    .map(([title, note, lines]) => `${heading(title, note, style)}\n${lines.join("\n")}\n`);
  return [`${style.heading(`${plan.project}/${plan.stack}`)}\n`, ...text, policies(plan, style)].join("\n");
}

function heading(title: string, note: string, style: Style): string {
  return note === "" ? style.heading(title) : `${style.heading(title)}  ${style.faint(note)}`;
}

function policies(plan: PlanDocument, style: Style): string {
  const { violations, controls } = plan;
  const colour = violations.some(({ waiver }) => waiver === undefined) ? style.bad : style.good;
  const served = controls.length === 0 ? "" : `\n${style.heading("Controls")}  ${controlCount(plan)}`;
  return `${style.heading("Violations")}  ${colour(violationCount(plan))}\n${formatViolations(plan, style)}${served}\n`;
}
