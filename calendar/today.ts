/** A day as `YYYY-MM-DD`, in UTC. Such texts compare as days do. */
export type Day = string;

/** The variable by which a plan judges another day than today, for example the day on which a version ends. */
export const plannedDayVariable = "CASEMATE_TODAY";

/** The system's day. */
export function systemDay(): Day {
  return new Date().toISOString().slice(0, 10);
}

/**
 * The day that a plan is about: the one that `CASEMATE_TODAY` names, else the system's.
 *
 * @throws Error if the variable holds no day
 */
export function plannedDay(environment: NodeJS.ProcessEnv = process.env): Day {
  const day = environment[plannedDayVariable];
  if (day === undefined || day === "") {
    return systemDay();
  }
  if (!isDay(day)) {
    throw new Error(
      `${plannedDayVariable}: received ${JSON.stringify(day)}; allowed: a day such as 2027-01-31.`,
    );
  }
  return day;
}

/** Whether a text is a day of the calendar. */
export function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
