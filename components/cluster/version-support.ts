import * as pulumi from "@pulumi/pulumi";
import { supportOn, type VersionSupport } from "../../calendar/kubernetes-support.ts";
import type { Day } from "../../calendar/today.ts";
import { isExpired, type Waiver } from "../contract/waiver.ts";
import type { InputProblem } from "../shared/input/input-error.ts";
import type { FoundCluster } from "./existing-cluster.ts";

/** The control that a waiver names to keep an existing cluster on a version whose standard support has ended. */
export const supportedVersionControl = "eks-supported-version";

/** The problem of a `version` that the calendar doesn't have. No cluster can run it. */
export function unknownVersionProblem(version: string, today: Day): InputProblem | undefined {
  const { support, standard } = supportOn(today, version);
  if (support !== undefined) {
    return undefined;
  }
  const newest = standard.at(-1);
  return problem(
    version,
    standard,
    newest === undefined
      ? "The support calendar of this release has run out: update Casemate."
      : `Write only major and minor; the newest is "${newest}".`,
  );
}

/** The problem of a `version` whose standard support has ended. No new cluster can run it. */
export function endedVersionProblem(version: string, today: Day): InputProblem | undefined {
  const { support, isStandard, standard } = supportOn(today, version);
  return support === undefined || isStandard
    ? undefined
    : problem(version, standard, endedOn(support, standard.at(-1)));
}

/** The facts that decide whether a cluster may have its version. */
export interface VersionRequest {
  readonly version: string;
  readonly waivers: readonly Waiver[];
  /** `undefined` if no account answers, for example in a plan. */
  readonly existing: Pick<FoundCluster, "version"> | "absent" | undefined;
}

/** The verdict on a cluster's version on a day: a refusal, a warning, or neither. */
export interface VersionVerdict {
  readonly problem?: InputProblem;
  readonly warning?: string;
}

/**
 * Judges a version whose standard support may have ended.
 *
 * A new cluster can't have this version, and no update can set a cluster to it. A waiver grants time to a cluster
 * that runs it already, so that an urgent change doesn't need an upgrade first. If no account says whether the
 * cluster exists, the verdict is a warning: the update decides.
 *
 * Requirement A11; FSBP EKS.2.
 */
export function judgeVersion({ version, waivers, existing }: VersionRequest, today: Day): VersionVerdict {
  const { support, isStandard, standard } = supportOn(today, version);
  if (support === undefined || isStandard) {
    return {};
  }
  const notice = endedOn(support, standard.at(-1));
  if (existing === undefined) {
    return {
      warning: `kubernetesVersion: ${notice} A new cluster is refused; an existing one needs a waiver of ${supportedVersionControl}.`,
    };
  }
  if (existing === "absent" || existing.version !== version) {
    return { problem: problem(version, standard, notice) };
  }
  const waiver = waivers.find((each) => each.control === supportedVersionControl && !isExpired(each, today));
  return waiver === undefined
    ? {
        problem: problem(
          version,
          standard,
          `${notice} Upgrade this cluster, or grant it time: a waiver of ${supportedVersionControl} in waivers, with reason, owner and expires.`,
        ),
      }
    : { warning: `kubernetesVersion: ${notice} ${waiver.owner} waived this until ${waiver.expires}.` };
}

/** The problems of the version. Warns if only an update can decide. */
export async function supportProblems(
  resource: pulumi.Resource,
  request: VersionRequest,
  today: Day,
): Promise<InputProblem[]> {
  const { problem: refusal, warning } = judgeVersion(request, today);
  if (warning !== undefined) {
    await pulumi.log.warn(warning, resource);
  }
  return refusal === undefined ? [] : [refusal];
}

function problem(version: string, standard: readonly string[], fix: string): InputProblem {
  return {
    path: "kubernetesVersion",
    received: version,
    allowed:
      standard.length > 0
        ? `a version in standard support: ${standard.join(", ")}`
        : "a version in standard support",
    fix,
  };
}

function endedOn({ version, standardUntil }: VersionSupport, newest: string | undefined): string {
  const since = `Standard support of ${version} ended on ${standardUntil}`;
  return newest === undefined
    ? `${since}, and the support calendar of this release has run out: update Casemate.`
    : `${since}; the newest is "${newest}". EKS upgrades one minor version at a time.`;
}
