import type { Day } from "./today.ts";

/** How long AWS supports a minor version of Kubernetes in EKS. The last day is included. */
export interface VersionSupport {
  /** The minor version, for example `1.35`. */
  readonly version: string;
  /** Last day of standard support. After it, AWS upgrades a cluster under the STANDARD policy. */
  readonly standardUntil: Day;
  /** Last day of extended support, at six times the hourly price. */
  readonly extendedUntil: Day;
}

/**
 * The support calendar, oldest first.
 *
 * Source: EKS user guide, "Understand the Kubernetes version lifecycle on EKS", read on 2026-11-21. That page
 * gives no day for 1.36 yet. It counts 14 and 26 months from the release of 1.36 in EKS, 2026-06-02.
 */
export const supportCalendar: readonly VersionSupport[] = [
  { version: "1.33", standardUntil: "2026-07-29", extendedUntil: "2027-07-29" },
  { version: "1.34", standardUntil: "2026-12-02", extendedUntil: "2027-12-02" },
  { version: "1.35", standardUntil: "2027-03-27", extendedUntil: "2028-03-27" },
  { version: "1.36", standardUntil: "2027-08-02", extendedUntil: "2028-08-02" },
];

/** The support of a version on a day. */
export interface SupportState {
  /** `undefined` if the calendar doesn't have the version. */
  readonly support: VersionSupport | undefined;
  readonly isStandard: boolean;
  /** All versions in standard support, oldest first. Empty once the calendar has run out. */
  readonly standard: readonly string[];
}

/** The support of `version` on `day`, from the calendar. */
export function supportOn(day: Day, version: string): SupportState {
  const support = supportCalendar.find((entry) => entry.version === version);
  return {
    support,
    isStandard: support !== undefined && day <= support.standardUntil,
    standard: supportCalendar
      .filter(({ standardUntil }) => day <= standardUntil)
      .map((entry) => entry.version),
  };
}
