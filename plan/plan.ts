import { type Day, plannedDay } from "../calendar/today.ts";
import type { Verdict } from "../protocol/diagnostic.ts";
import { awsRights } from "./analysis/aws-rights.ts";
import { awsTrusts } from "./analysis/aws-trusts.ts";
import { controlStatuses, violationsOf } from "./analysis/control-states.ts";
import { access } from "./analysis/kubernetes-access.ts";
import { platformSoftware } from "./analysis/platform-software.ts";
import { traffic } from "./analysis/traffic.ts";
import { excuse, expiredWaivers, waiversOf } from "./analysis/waivers.ts";
import type { PlanDocument, PlannedResource, Violation } from "./document.ts";
import { releaseMemory } from "./engine/memory.ts";
import { isRendered, notPlannedOf } from "./engine/not-planned.ts";
import { record, sdkOf } from "./engine/record.ts";
import { redact } from "./engine/redact.ts";
import { planReferencedStack } from "./engine/referenced-stack.ts";
import { type Registration, shownInputs } from "./engine/registration.ts";
import { type JsonObject, sorted } from "./json.ts";
import type { OwnPack } from "./packs/own-pack.ts";
import { PackClient } from "./packs/pack-client.ts";
import type { PackProcess } from "./packs/pack-process.ts";
import type { Project } from "./project/project.ts";
import type { StackConfig } from "./project/stack-config.ts";

export interface PlanOptions {
  readonly project: Project;
  readonly stack: string;
  readonly config: StackConfig;
  /** Casemate's own policy pack. @default - none */
  readonly ownPack?: OwnPack;
  /** Other policy packs, which the caller has started. A pack needs almost a second until it is ready. */
  readonly packs: readonly PackProcess[];
  /** The day for which expiry of waivers is checked. @default - the day in `CASEMATE_TODAY`, otherwise today */
  readonly today?: Day;
  /** Called with the number of resources after each registration. */
  readonly onProgress?: (resources: number) => void;
  /** Gets the resources while the packs judge the whole stack, which can take seconds. The plan waits for it. */
  readonly onRecorded?: (resources: readonly PlannedResource[]) => Promise<void>;
}

/**
 * Plans a stack without cloud, cluster or Pulumi CLI. It runs the stack's program like a preview, asks the policy
 * packs, and computes traffic, access and controls. The same input gives the same document, byte for byte.
 *
 * @throws UsageError if the input can't be used, ProgramError if the program fails, PackError if a pack fails
 */
export async function plan(options: PlanOptions): Promise<PlanDocument> {
  const { project, stack, config, ownPack, packs, onProgress, onRecorded } = options;
  let count = 0;
  let clients: readonly PackClient[] = [];
  try {
    const sdk = sdkOf(project);
    clients = packs.map((pack) => new PackClient(sdk, pack));
    const monitor = await record({
      sdk,
      project,
      stack,
      config,
      readStack: (name) => planReferencedStack(project, name, [stack]),
      onResource: async (resource) => {
        count++;
        onProgress?.(count);
        await Promise.all(clients.map((client) => client.analyze(resource)));
      },
    });
    const resources = [...monitor.registrations.values()]
      .map(plannedResource)
      .sort((a, b) => (a.urn < b.urn ? -1 : 1));
    if (clients.length > 0) {
      // Their processes need memory for the whole stack now.
      releaseMemory();
    }
    const verdicts = Promise.all([
      ...(ownPack === undefined ? [] : [ownPack.judge(monitor.registrations.values())]),
      ...clients.map((client) => client.finish()),
    ]);
    // `await` below reports a failure. This only prevents an unhandled rejection while `onRecorded` runs.
    verdicts.catch(() => {});
    await onRecorded?.(resources);
    const notPlanned = [...monitor.registrations.values()]
      .filter(isRendered)
      .map(notPlannedOf)
      .sort((a, b) => (a.urn < b.urn ? -1 : 1));
    const found = { resources, outputs: monitor.outputs, notPlanned };
    return document(options, found, merge(await verdicts));
  } finally {
    // Otherwise the packs' processes would continue after the command.
    await Promise.all([...clients, ...packs].map((pack) => pack.stop()));
  }
}

/** What the run of a program has shown. */
interface Found extends Pick<PlanDocument, "resources" | "notPlanned"> {
  /** Not redacted. */
  readonly outputs: JsonObject;
}

function document(
  { project, stack, today = plannedDay() }: PlanOptions,
  { resources, outputs, notPlanned }: Found,
  verdict: Verdict,
): PlanDocument {
  const waivers = waiversOf(resources);
  return {
    version: 1,
    project: project.name,
    stack,
    resources,
    violations: [
      ...excuse(violationsOf(verdict), waivers, resources, today),
      ...expiredWaivers(waivers, today),
    ].sort(bySeverity),
    ...traffic(resources),
    controls: controlStatuses(verdict, resources),
    access: access(resources),
    awsRights: awsRights(resources, waivers),
    awsTrusts: awsTrusts(resources),
    outputs: redact(outputs) as JsonObject,
    waivers,
    platformSoftware: platformSoftware(resources),
    notPlanned,
  };
}

function plannedResource(registration: Registration): PlannedResource {
  const { urn, type, name, parent, custom, provider, protect, dependencies } = registration;
  return {
    urn,
    type,
    name,
    parent,
    custom,
    inputs: shownInputs(registration),
    dependencies: [...new Set(dependencies)].sort(),
    // A reference is `URN::ID`, and the id isn't known before `pulumi up`.
    provider: provider.slice(0, Math.max(0, provider.lastIndexOf("::"))),
    protect,
  };
}

function merge(verdicts: readonly Verdict[]): Verdict {
  return {
    policies: verdicts.flatMap(({ policies }) => policies),
    diagnostics: verdicts.flatMap(({ diagnostics }) => diagnostics),
  };
}

const severities = ["critical", "high", "medium", "low", ""];

function bySeverity(a: Violation, b: Violation): number {
  const rank = (violation: Violation) =>
    (violation.enforcement === "mandatory" ? 0 : 10) + severities.indexOf(violation.severity);
  const key = ({ policy, urn, message }: Violation) => [policy, urn, message].join("\n");
  return rank(a) - rank(b) || (key(a) < key(b) ? -1 : 1);
}

/** Violations that stop a deployment: mandatory ones that no waiver excuses. */
export function blocking({ violations }: PlanDocument): readonly Violation[] {
  return violations.filter(({ enforcement, waiver }) => enforcement === "mandatory" && waiver === undefined);
}

/** The document as text. Fields have a fixed order and each resource has one line, so that users can compare plans. */
export function serialize(plan: PlanDocument): string {
  const fields = Object.entries(plan).map(([key, value]) => {
    const text = Array.isArray(value)
      ? value.length === 0
        ? "[]"
        : `[\n    ${value.map((entry) => JSON.stringify(sorted(entry))).join(",\n    ")}\n  ]`
      : JSON.stringify(sorted(value));
    return `  ${JSON.stringify(key)}: ${text}`;
  });
  return `{\n${fields.join(",\n")}\n}\n`;
}
