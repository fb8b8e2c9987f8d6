const millisecondsPerDay = 86_400_000;

/** The sample ends here, whatever the clock says: the same seed must give the same bytes next year. */
export const asOf = Date.UTC(2026, 8, 30);

/** Encounters reach back this far; diagnoses may be older. */
export const historyStart = addYears(asOf, -10);

export function addDays(time: number, days: number): number {
  return time + days * millisecondsPerDay;
}

export function addYears(time: number, years: number): number {
  return addDays(time, Math.round(years * 365.25));
}

export function addMinutes(time: number, minutes: number): number {
  return time + minutes * 60_000;
}

export function yearsBetween(from: number, to: number): number {
  return (to - from) / (365.25 * millisecondsPerDay);
}

/** `2026-09-30` */
export function formatDate(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** `2026-09-30T08:15:00Z`, as Synthea writes times. */
export function formatTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

export function startOfDay(time: number): number {
  return time - (((time % millisecondsPerDay) + millisecondsPerDay) % millisecondsPerDay);
}
