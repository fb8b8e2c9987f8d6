export const timeRanges = [
  { value: 'today', label: 'Today' },
  { value: 'week', label: 'Last 7 days' },
  { value: 'month', label: 'Last 30 days' },
  { value: 'custom', label: 'Between two days' },
] as const;

const daysBack: Readonly<Record<string, number>> = { today: 0, week: 6, month: 29 };

interface Range {
  readonly range: string;
  /** `2026-11-04`, both included; of a range that was typed in. */
  readonly from: string;
  readonly to: string;
}

/** Days of the reader's calendar as moments: from the first one's beginning until the last one is over. */
export function resolveRange({ range, from, to }: Range, now: Date): { from?: string; to?: string } {
  const back = daysBack[range];
  if (back !== undefined) return { from: startOfDay(now, -back).toISOString() };
  if (range !== 'custom') return {};
  const first = parseDay(from);
  const last = parseDay(to);
  return {
    ...(first && { from: startOfDay(first, 0).toISOString() }),
    ...(last && { to: startOfDay(last, 1).toISOString() }),
  };
}

function startOfDay(date: Date, shift: number): Date {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + shift);
}

function parseDay(text: string): Date | undefined {
  const date = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00`) : undefined;
  return date && !Number.isNaN(date.getTime()) ? date : undefined;
}
