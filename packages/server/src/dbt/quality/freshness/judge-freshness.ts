import type { FreshnessState } from '@honeyframe/contract/api';

export interface Expectation {
  readonly warn_after_seconds: number | null;
  readonly error_after_seconds: number | null;
}

/** As dbt judges it. Null where nothing is expected, and before the first import: there is nothing that could be old. */
export function judgeFreshness(
  { warn_after_seconds, error_after_seconds }: Expectation,
  data_as_of: Date | null,
  now: Date,
): FreshnessState | null {
  if (!data_as_of || (warn_after_seconds === null && error_after_seconds === null)) return null;
  const age = (now.getTime() - data_as_of.getTime()) / 1000;
  if (error_after_seconds !== null && age > error_after_seconds) return 'error';
  return warn_after_seconds !== null && age > warn_after_seconds ? 'warn' : 'pass';
}

const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** 90,000 → `1 day`; whole units, rounded down. */
export function describeAge(seconds: number): string {
  const [unit, length] = units.find(([, length]) => seconds >= length) ?? units[2];
  const count = Math.floor(seconds / length);
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
