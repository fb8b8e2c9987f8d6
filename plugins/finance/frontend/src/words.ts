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
