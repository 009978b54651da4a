import type { InputProblem } from "../shared/input/input-error.ts";

/** How long AWS supports a minor version of Kubernetes in EKS. Dates are `YYYY-MM-DD`, the last day included. */
export interface VersionSupport {
  /** The minor version, as `1.35`. */
  readonly version: string;
  /** Last day of standard support. After it, a cluster under the STANDARD policy is upgraded by AWS. */
  readonly standardUntil: string;
  /** Last day of extended support, at six times the hourly price. */
  readonly extendedUntil: string;
}

/**
 * The support calendar, oldest first.
 *
 * Source: EKS user guide, "Understand the Kubernetes version lifecycle on EKS", read on 2026-11-21. That page
 * gives no day for 1.36 yet: it counts 14 and 26 months from its release in EKS, 2026-06-02.
 */
export const supportCalendar: readonly VersionSupport[] = [
  { version: "1.33", standardUntil: "2026-07-29", extendedUntil: "2027-07-29" },
  { version: "1.34", standardUntil: "2026-12-02", extendedUntil: "2027-12-02" },
  { version: "1.35", standardUntil: "2027-03-27", extendedUntil: "2028-03-27" },
  { version: "1.36", standardUntil: "2027-08-02", extendedUntil: "2028-08-02" },
];

/**
 * Why a cluster can't run `version` on `today` (`YYYY-MM-DD`, UTC), or `undefined` if it is in standard
 * support.
 */
export function versionProblem(version: string, today: string): InputProblem | undefined {
  const supported = supportCalendar.filter(({ standardUntil }) => today <= standardUntil);
  const names = supported.map((support) => support.version);
  if (names.includes(version)) {
    return undefined;
  }
  const allowed =
    names.length > 0 ? `a version in standard support: ${names.join(", ")}` : "a version in standard support";
  const entry = supportCalendar.find((support) => support.version === version);
  return {
    path: "kubernetesVersion",
    received: version,
    allowed,
    fix: entry === undefined ? unknownVersion(names.at(-1)) : endedSupport(entry, names.at(-1)),
  };
}

function unknownVersion(newest: string | undefined): string {
  return newest === undefined
    ? "The support calendar of this release has run out: update Casemate."
    : `Write major and minor alone; the newest is "${newest}".`;
}

function endedSupport({ version, standardUntil }: VersionSupport, newest: string | undefined): string {
  const since = `Standard support of ${version} ended on ${standardUntil}`;
  return newest === undefined
    ? `${since}, and the support calendar of this release has run out: update Casemate.`
    : `${since}; the newest is "${newest}". EKS upgrades one minor version at a time.`;
}
