/** What a formatter accepts; null and undefined become a dash, so that a table shows "nothing known". */
export type Formattable<T> = T | null | undefined;

export const NOTHING = '–';

const DATE_ONLY = /^\d{4}-\d{2}(-\d{2})?$/;

interface Moment {
  readonly date: Date;
  /** A calendar day has no time zone: it is shown as it is stored. */
  readonly zone: 'UTC' | undefined;
}

function toMoment(value: Formattable<string | number | Date>): Moment | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  const date = value instanceof Date ? value : new Date(value);
  if (Number.isNaN(date.getTime())) return undefined;
  return { date, zone: typeof value === 'string' && DATE_ONLY.test(value) ? 'UTC' : undefined };
}

function formatMoment(
  value: Formattable<string | number | Date>,
  options: Intl.DateTimeFormatOptions,
  locale: string | undefined,
): string {
  const moment = toMoment(value);
  if (!moment) return NOTHING;
  const zone = moment.zone ? { timeZone: moment.zone } : {};
  return new Intl.DateTimeFormat(locale, { ...options, ...zone }).format(moment.date);
}

/** `1234.5` → `1,234.5`. */
export function formatNumber(
  value: Formattable<number | bigint>,
  options: Intl.NumberFormatOptions = { maximumFractionDigits: 2 },
  locale?: string,
): string {
  if (value === null || value === undefined || Number.isNaN(value)) return NOTHING;
  return new Intl.NumberFormat(locale, options).format(value);
}

/** `12500` → `12.5K`; for axes and tiles. */
export function formatCompact(value: Formattable<number>, locale?: string): string {
  return formatNumber(value, { notation: 'compact', maximumFractionDigits: 1 }, locale);
}

/** `0.125` → `12.5%`. */
export function formatPercent(value: Formattable<number>, locale?: string): string {
  return formatNumber(value, { style: 'percent', maximumFractionDigits: 1 }, locale);
}

/** `1234.5` → `$1,234.50`. */
export function formatMoney(value: Formattable<number>, currency = 'USD', locale?: string): string {
  return formatNumber(value, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }, locale);
}

/** `12500` → `$12.5K`; for tiles. */
export function formatCompactMoney(value: Formattable<number>, currency = 'USD', locale?: string): string {
  const options = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const;
  return formatNumber(value, { ...options, notation: 'compact', maximumFractionDigits: 1 }, locale);
}

/** `2026-11-04` → `Nov 4, 2026`. */
export function formatDate(value: Formattable<string | number | Date>, locale?: string): string {
  return formatMoment(value, { dateStyle: 'medium' }, locale);
}

/** `2026-11-01` or `2026-11` → `Nov 2026`. */
export function formatMonth(value: Formattable<string | number | Date>, locale?: string): string {
  return formatMoment(value, { month: 'short', year: 'numeric' }, locale);
}

/** `2026-11-04T10:12:00Z` → `Nov 4, 2026, 10:12 AM`, in the reader's time zone. */
export function formatDateTime(value: Formattable<string | number | Date>, locale?: string): string {
  return formatMoment(value, { dateStyle: 'medium', timeStyle: 'short' }, locale);
}

const steps: readonly [limit: number, unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  [60, 'second', 1],
  [3600, 'minute', 60],
  [86_400, 'hour', 3600],
  [7 * 86_400, 'day', 86_400],
  [30 * 86_400, 'week', 7 * 86_400],
  [365 * 86_400, 'month', 30 * 86_400],
  [Number.POSITIVE_INFINITY, 'year', 365 * 86_400],
];

/** `3 minutes ago`, `yesterday`; within 45 seconds `just now`. */
export function formatRelative(
  value: Formattable<string | number | Date>,
  now: Date = new Date(),
  locale?: string,
): string {
  const moment = toMoment(value);
  if (!moment) return NOTHING;
  const seconds = (moment.date.getTime() - now.getTime()) / 1000;
  if (Math.abs(seconds) < 45) return 'just now';
  const step = steps.find(([limit]) => Math.abs(seconds) < limit) ?? steps[0];
  if (!step) return NOTHING;
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(
    Math.round(seconds / step[2]),
    step[1],
  );
}

/** Seconds as `0.4 s`, `12 s`, `3 min 20 s`, `1 h 5 min`. */
export function formatDuration(seconds: Formattable<number>): string {
  if (seconds === null || seconds === undefined || Number.isNaN(seconds)) return NOTHING;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return joinUnits(Math.floor(whole / 60), 'min', whole % 60, 's');
  return joinUnits(Math.floor(whole / 3600), 'h', Math.floor((whole % 3600) / 60), 'min');
}

function joinUnits(major: number, majorUnit: string, minor: number, minorUnit: string): string {
  return minor === 0 ? `${major} ${majorUnit}` : `${major} ${majorUnit} ${minor} ${minorUnit}`;
}

/** `2048` → `2 kB`. */
export function formatBytes(bytes: Formattable<number>, locale?: string): string {
  if (bytes === null || bytes === undefined) return NOTHING;
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${formatNumber(bytes / 1000 ** power, { maximumFractionDigits: 1 }, locale)} ${units[power]}`;
}

/** `1 patient`, `2 patients`. */
export function formatCount(count: number, one: string, many = `${one}s`, locale?: string): string {
  return `${formatNumber(count, {}, locale)} ${count === 1 ? one : many}`;
}
