const encounterClasses: Readonly<Record<string, string>> = {
  wellness: 'Wellness visit',
  urgentcare: 'Urgent care',
  snf: 'Skilled nursing',
  home: 'Home visit',
  virtual: 'Virtual visit',
};

export function toClassName(encounterClass: string): string {
  const known = encounterClasses[encounterClass];
  return known ?? encounterClass.charAt(0).toUpperCase() + encounterClass.slice(1);
}

/** The month so many months before another, both as `2026-04`. */
export function monthsBefore(newest: string, count: number): string {
  const [year = 0, number = 1] = newest.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 - count, 1)).toISOString().slice(0, 7);
}

/** How many months of the fiscal year have begun by a month such as `2026-04`; the year begins with month `start`. */
export function monthsIntoFiscalYear(month: string, start: number): number {
  const number = Number(month.slice(5, 7));
  return ((number - start + 12) % 12) + 1;
}
