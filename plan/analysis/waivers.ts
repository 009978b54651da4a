import type { Day } from "../../calendar/today.ts";
import type { PlannedResource, PlannedWaiver, Violation } from "../document.ts";
import { type JsonObject, listAt, objectAt, stringAt } from "../json.ts";

/** The waivers in the components' input `waivers`. */
export function waiversOf(resources: readonly PlannedResource[]): PlannedWaiver[] {
  return resources
    .filter(({ custom }) => !custom)
    .flatMap(({ urn, inputs }) =>
      listAt(inputs["waivers"]).map((waiver) => readWaiver(urn, objectAt(waiver))),
    );
}

function readWaiver(urn: string, waiver: JsonObject): PlannedWaiver {
  const text = (key: string) => stringAt(waiver[key]) ?? "";
  return {
    control: text("control"),
    reason: text("reason"),
    owner: text("owner"),
    expires: text("expires"),
    urn,
  };
}

/** Adds to violations the waivers that excuse them. A waiver covers its component and the component's children. */
export function excuse(
  violations: readonly Violation[],
  waivers: readonly PlannedWaiver[],
  resources: readonly PlannedResource[],
  today: Day,
): Violation[] {
  const parents = new Map(resources.map(({ urn, parent }) => [urn, parent]));
  const valid = waivers.filter((waiver) => !isExpired(waiver, today));
  return violations.map((violation) => {
    const owners = new Set<string>();
    for (let urn = violation.urn; urn !== ""; urn = parents.get(urn) ?? "") {
      owners.add(urn);
    }
    const waiver = valid.find(({ control, urn }) => owners.has(urn) && isAbout(violation, control));
    return waiver === undefined ? violation : { ...violation, waiver };
  });
}

function isAbout({ policy, controls }: Violation, control: string): boolean {
  return policy === control || controls.includes(control);
}

/** One violation for each expired waiver, so that its owner decides again. */
export function expiredWaivers(waivers: readonly PlannedWaiver[], today: Day): Violation[] {
  return waivers
    .filter((waiver) => isExpired(waiver, today))
    .map(({ control, owner, expires, urn }) => ({
      policy: "waiver-expired",
      enforcement: "mandatory",
      severity: "high",
      urn,
      message: `The waiver of ${control} expired on ${expires}. Its owner, ${owner}, must remove or renew it.`,
      controls: [control],
    }));
}

/** A date with a wrong format counts as expired, so that a typing error never excuses a violation. */
function isExpired({ expires }: PlannedWaiver, today: Day): boolean {
  return !/^\d{4}-\d{2}-\d{2}$/.test(expires) || expires < today;
}
