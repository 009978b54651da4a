/** A day in UTC, in the form `YYYY-MM-DD`. The order of these texts is the order of the days. */
export type Day = string;

/** The environment variable that plans for another day, for example the day on which a version ends. */
export const plannedDayVariable = "CASEMATE_TODAY";

/** The system's day. */
export function systemDay(): Day {
  return new Date().toISOString().slice(0, 10);
}

/**
 * The day that a plan is about: the value of `CASEMATE_TODAY`, or the system's day.
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

/** Whether a text is a valid day. */
export function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
