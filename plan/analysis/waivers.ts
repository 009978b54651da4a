import type { Day } from "../../calendar/today.ts";
import type { PlannedResource, PlannedWaiver, Violation } from "../document.ts";
import { type JsonObject, listAt, objectAt, stringAt } from "../json.ts";

/** The waivers that components carry in their input `waivers`. */
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

/** Violations with what excuses them: a waiver of the resource or of a component that it belongs to. */
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

/** What expired waivers are: violations of their own, so that somebody decides anew. */
export function expiredWaivers(waivers: readonly PlannedWaiver[], today: Day): Violation[] {
  return waivers
    .filter((waiver) => isExpired(waiver, today))
    .map(({ control, owner, expires, urn }) => ({
      policy: "waiver-expired",
      enforcement: "mandatory",
      severity: "high",
      urn,
      message: `The waiver of ${control} expired on ${expires}. Its owner, ${owner}, removes or renews it.`,
      controls: [control],
    }));
}

/** A date that can't be read has passed: a typing error never waives anything. */
function isExpired({ expires }: PlannedWaiver, today: Day): boolean {
  return !/^\d{4}-\d{2}-\d{2}$/.test(expires) || expires < today;
}
