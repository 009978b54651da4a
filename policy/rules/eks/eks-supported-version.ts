import { supportCalendar, supportOn } from "../../../calendar/kubernetes-support.ts";
import { type Day, plannedDay } from "../../../calendar/today.ts";
import { fsbp, nsa, requirement } from "../../../controls/ids.ts";
import { type Finding, undecidable, violation } from "../../lib/finding.ts";
import type { ResourceRule } from "../../lib/rule.ts";
import { at, type Properties, show, unknown } from "../../lib/value.ts";

const path = "version";

/** Judges a cluster's version by the support calendar on `day`. */
export function versionFindings(inputs: Properties, day: Day): Finding[] {
  const version = at(inputs, path);
  const { support, isStandard, standard } = supportOn(day, typeof version === "string" ? version : "");
  const allowed =
    standard.length > 0
      ? `a version in standard support: ${standard.join(", ")}`
      : "a version in standard support";
  if (version === unknown) {
    return [undecidable(path, allowed)];
  }
  if (version === undefined || version === null) {
    return [violation(path, "nothing (AWS takes the newest when it creates the cluster)", allowed)];
  }
  if (isStandard) {
    return [];
  }
  if (support !== undefined) {
    return [
      violation(path, `${show(version)} (its standard support ended on ${support.standardUntil})`, allowed),
    ];
  }
  return isNewer(version)
    ? [{ path, received: `${show(version)}, which this release doesn't know`, allowed, undecidable: true }]
    : [violation(path, show(version), allowed)];
}

/** Whether a version is newer than the last one of the calendar. */
function isNewer(version: unknown): boolean {
  const minor = (text: string) => Number(/^1\.(\d+)$/.exec(text)?.[1] ?? Number.NaN);
  return minor(String(version)) > minor(supportCalendar.at(-1)?.version ?? "");
}

export default {
  id: "eks-supported-version",
  description: "An EKS cluster runs a Kubernetes version in standard support.",
  guards: "Known vulnerabilities: after standard support, fixes come late, at six times the price, or never.",
  severity: "medium",
  // A cluster that exists can't change its version in the middle of an incident.
  level: "advisory",
  controls: [...requirement("A11"), ...fsbp("EKS.2"), ...nsa("NSA-UPG-01")],
  remediation: "Upgrade one minor version at a time, and set version to the one that the cluster runs.",
  kinds: ["aws:eks/cluster:Cluster"],
  check: ({ inputs }) => versionFindings(inputs, plannedDay()),
} satisfies ResourceRule;
