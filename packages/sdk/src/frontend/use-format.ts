import * as format from '../ui/format/format.ts';

const formats = {
  number: format.formatNumber,
  compact: format.formatCompact,
  percent: format.formatPercent,
  money: format.formatMoney,
  compactMoney: format.formatCompactMoney,
  date: format.formatDate,
  month: format.formatMonth,
  dateTime: format.formatDateTime,
  relative: format.formatRelative,
  duration: format.formatDuration,
  bytes: format.formatBytes,
} as const;

/**
 * The platform's formatters for the reader's language; a missing value becomes a dash.
 *
 * @example
 * const { money, date } = useFormat();
 */
export function useFormat(): typeof formats {
  return formats;
}
